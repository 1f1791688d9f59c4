"""Records of people's actions and messages in the admin: listed and shown, with some actions permitted to nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.permission_policies import ModelPermissionPolicy

from cms.base import words
from cms.base.registry import Registry
from cms.base.spreadsheets import safe_cell
from cms.editing.permissions import NOTHING
from cms.editing.shown_rows import limit_filters, programme_of, rows_shown, shows_all
from cms.pages.conflicts import GuardedForm
from cms.sites.rows import SiteRow

LONGEST_QUERY = 500  # characters
# Where else the forms of records lead, under “Actions”: a button, or None for users who may not go there.
record_links: Registry[Callable[[Model, User], Button | None]] = Registry("link of records")


class WithheldPermissions(ModelPermissionPolicy):
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
    """Return the cell for an object."""
    return safe_cell(str(value))


class DayColumn(Column):
    """A day of the record in words, by which the list can be sorted."""

    def __init__(self, name: str, label: str, **options: Any):
        super().__init__(name, label=label, sort_key=name, **options)

    def get_value(self, instance: Any) -> str:
        day = super().get_value(instance)
        return words.day(day) if day else ""


class RecordIndexView(generic.IndexView):
    """A list of records. It is read together with what its columns show of others, in `related`. Its files have the labels
    of choices and the names of other objects.

    The search looks for the text as it was typed, in any of `search_fields`. With `site_lookup` it shows the rows of the
    site at whose address the admin is used.
    """

    related: Sequence[str] = ()
    site_lookup = ""
    custom_value_preprocess = generic.IndexView.custom_value_preprocess | {
        str: {"csv": safe_cell},
        Model: {"csv": cell_of, "xlsx": cell_of},
    }

    def get_base_queryset(self) -> QuerySet[Any]:
        found = super().get_base_queryset()
        if self.site_lookup:
            found = found.filter(rows_shown(self.request, self.site_lookup))
        related = [*self.related, *(["site"] if self._names_programmes else [])]
        return found.select_related(*related) if related else found

    def to_row_dict(self, item):
        row = super().to_row_dict(item)
        labels = {name: getattr(item, f"get_{name}_display", None) for name in row}
        return row | {name: label() for name, label in labels.items() if label}

    @cached_property
    def filters(self):
        found = super().filters
        if found is not None:
            limit_filters(found.form, self.request)
        return found

    @property
    def _names_programmes(self) -> bool:
        return bool(self.site_lookup) and issubclass(self.model, SiteRow) and shows_all(self.request)

    @cached_property
    def columns(self):
        found = super().columns
        return [*found, Column("site", label="Programme", accessor=programme_of)] if self._names_programmes else found

    @cached_property
    def search_query(self) -> str:
        # PostgreSQL accepts no null character, and SQLite no pattern beyond a certain length.
        return super().search_query.replace("\0", "").strip()[:LONGEST_QUERY]


class RecordEditView(generic.EditView):
    """The form of a record, which leads to what `record_links` has for it."""

    @cached_property
    def header_more_buttons(self):
        found = (lead(self.object, self.request.user) for lead in record_links.values())
        return [*super().header_more_buttons, *filter(None, found)]


class RecordViewSet(ModelViewSet):
    """A list of records and a page for each. `related` and `site_lookup` are as in `RecordIndexView`.

    Rows of one programme are shown at the address of its site only: no view has to see to it.
    """

    index_view_class = RecordIndexView
    edit_view_class = RecordEditView
    related: Sequence[str] = ()
    site_lookup: str | None = None
    copy_view_enabled = False
    inspect_view_enabled = True
    form_fields: list[str] | None = []
    base_form_class: type[WagtailAdminModelForm] = GuardedForm

    def get_index_view_kwargs(self, **kwargs):
        lookup = self._site_lookup
        own = {"site_lookup": lookup} if lookup else {}
        return super().get_index_view_kwargs(**kwargs) | {"related": self.related} | own

    @property
    def _site_lookup(self) -> str:
        if self.site_lookup is None:
            return "site" if issubclass(self.model, SiteRow) else ""
        return self.site_lookup

    def construct_view(self, view_class, **kwargs):
        """Refuse people who don't work on the site, and answer 404 for a record of another programme."""
        view, lookup = super().construct_view(view_class, **kwargs), self._site_lookup
        if not lookup:
            return view

        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **found: Any) -> HttpResponse:
            condition = rows_shown(request, lookup)
            if condition is NOTHING:
                raise PermissionDenied
            if "pk" in found and condition:
                get_object_or_404(self.model._default_manager.filter(condition), pk=unquote(str(found["pk"])))
            return view(request, *args, **found)

        return inner

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
