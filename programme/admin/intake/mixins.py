"""What all pages about imports share: who may open them, and which imports they show."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from wagtail.permissions import page_permission_policy

from cms.editing.shown_rows import rows_shown
from cms.editing.views.admin_page import AdminPage
from programme.models import Intake

TITLE = "Imports"


def may_take_in(user: Any) -> bool:
    """Say whether the user may import: everybody who may add or change pages somewhere. Each page asks for its own right."""
    return page_permission_policy.user_has_any_permission(user, ("add", "change"))


class IntakeAdminMixin(AdminPage):
    """A page about the imports of the programme in which the user works."""

    header_icon = "upload"
    page_above = ("intakes", TITLE)

    def find(self) -> None:
        if not may_take_in(self.request.user):
            raise PermissionDenied

    @property
    def intakes(self) -> QuerySet[Intake]:
        """The imports that this user is shown."""
        return Intake.objects.filter(rows_shown(self.request)).select_related("begun_by", "undone_by", "site")

    def named_intake(self, **conditions: Any) -> Intake:
        """Return the import that the address names. Raises Http404."""
        return get_object_or_404(self.intakes.filter(**conditions), pk=self.kwargs["intake_id"])
