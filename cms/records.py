"""Records of what people did or said, in the admin: listed and shown, with some rights that nobody has."""

from __future__ import annotations

from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy


class Withholding(ModelPermissionPolicy):
    """Rights as Django keeps them, less some actions that nobody has: not even an administrator rewrites what people said."""

    def __init__(self, model, *withheld: str):
        super().__init__(model)
        self.withheld = withheld

    def user_has_permission(self, user, action):
        return action not in self.withheld and super().user_has_permission(user, action)


class RecordViewSet(ModelViewSet):
    """A list of records and a page for each."""

    copy_view_enabled = False
    inspect_view_enabled = True
    form_fields: list[str] = []

    def register_reference_index(self):
        """Keep out of Wagtail's index of what refers to what.

        It would write rows for each record, of the newsletter more of them for an address that is known: whoever asks could
        tell by the time that takes. And nothing of a person should stand where no erasure looks.
        """
