"""Records of what people did or said, in the admin: listed and shown, with some rights that nobody has."""

from __future__ import annotations

from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from cms.guarding import GuardedForm

LONGEST_QUERY = 500  # characters


class Withholding(ModelPermissionPolicy):
    """Rights as Django keeps them, less some actions that nobody has: not even an administrator rewrites what people said."""

    def __init__(self, model, *withheld: str):
        super().__init__(model)
        self.withheld = withheld

    def user_has_permission(self, user, action):
        return action not in self.withheld and super().user_has_permission(user, action)


def is_key(typed: str) -> bool:
    """Say whether something in an address can be a record's key: a number, and none that the database can't hold."""
    return typed.isdecimal() and len(typed) < 10


def words_of(query: str) -> str:
    """Return what a list is searched for: PostgreSQL takes no null character, and SQLite no pattern of any length."""
    return query.replace("\0", "").strip()[:LONGEST_QUERY]


class RecordViewSet(ModelViewSet):
    """A list of records and a page for each."""

    copy_view_enabled = False
    inspect_view_enabled = True
    form_fields: list[str] | None = []
    base_form_class: type[WagtailAdminModelForm] = GuardedForm

    def get_edit_handler(self):
        """Have forms made of panels notice what somebody else saved meanwhile."""
        if not hasattr(self, "panels"):
            return super().get_edit_handler()
        return ObjectList(self.panels, base_form_class=self.base_form_class).bind_to_model(self.model)

    def register_reference_index(self):
        """Keep out of Wagtail's index of what refers to what.

        It would write rows for each record, of the newsletter more of them for an address that is known: whoever asks could
        tell by the time that takes. And nothing of a person should stand where no erasure looks.
        """
