"""Records of people's actions and messages in the admin: listed and shown, with some actions permitted to nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from cms.base.spreadsheets import safe_cell
from cms.pages.conflicts import GuardedForm

LONGEST_QUERY = 500  # characters


class Withholding(ModelPermissionPolicy):
    """Django's permissions without some actions: not even an administrator may rewrite people's messages."""

    def __init__(self, model, *withheld: str):
        super().__init__(model)
        self.withheld = withheld

    def user_has_permission(self, user, action):
        return action not in self.withheld and super().user_has_permission(user, action)


def is_key(typed: str) -> bool:
    """Say whether a part of an address can be a record's key: a number in the database's range."""
    return typed.isdecimal() and len(typed) < 10


def exported(**columns: Callable[[Any], str]) -> dict[str, dict[str, Callable[[Any], str]]]:
    """Return how columns are written into both kinds of file, for `custom_field_preprocess`."""
    return {name: {"csv": written, "xlsx": written} for name, written in columns.items()}


def cell_of(value: Any) -> str:
    """Return the cell for an object, or for nothing."""
    return safe_cell(str(value)) if value else ""


class RecordIndexView(generic.IndexView):
    """A list of records. It is read together with what its columns show of others, in `related`.

    The search looks for the text as it was typed, in any of `search_fields`.
    """

    related: Sequence[str] = ()
    custom_value_preprocess = generic.IndexView.custom_value_preprocess | {str: {"csv": safe_cell}}

    def get_base_queryset(self) -> QuerySet[Any]:
        found = super().get_base_queryset()
        return found.select_related(*self.related) if self.related else found

    @cached_property
    def search_query(self) -> str:
        # PostgreSQL accepts no null character, and SQLite no pattern beyond a certain length.
        return super().search_query.replace("\0", "").strip()[:LONGEST_QUERY]


class RecordViewSet(ModelViewSet):
    """A list of records and a page for each. `related` is as in `RecordIndexView`."""

    index_view_class = RecordIndexView
    related: Sequence[str] = ()
    copy_view_enabled = False
    inspect_view_enabled = True
    form_fields: list[str] | None = []
    base_form_class: type[WagtailAdminModelForm] = GuardedForm

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(**kwargs) | {"related": self.related}

    def get_edit_handler(self):
        """Make forms with panels detect that somebody else has saved in the meantime."""
        if not hasattr(self, "panels"):
            return super().get_edit_handler()
        return ObjectList(self.panels, base_form_class=self.base_form_class).bind_to_model(self.model)

    def register_reference_index(self):
        """Keep out of Wagtail's reference index.

        It would write rows for each record, and for the newsletter more of them if an address is known: a requester could
        tell from the response time. And personal data should not be stored where no erasure looks.
        """
