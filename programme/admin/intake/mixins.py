"""What all pages about imports share: who may open them, and which imports they show."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic.base import TemplateResponseMixin, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import page_permission_policy

from cms.base.requests import EditorRequest
from cms.editing.shown_rows import rows_shown
from programme.models import Intake

TITLE = "Imports"


def may_take_in(user: Any) -> bool:
    """Say whether the user may import: everybody who may add or change pages somewhere. Each page asks for its own right."""
    return page_permission_policy.user_has_any_permission(user, ("add", "change"))


class IntakeAdminMixin(WagtailAdminTemplateMixin, TemplateResponseMixin, View):
    """A page about the imports of the programme in which the user works."""

    request: EditorRequest
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_take_in(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def intakes(self) -> QuerySet[Intake]:
        """The imports that this user is shown."""
        return Intake.objects.filter(rows_shown(self.request)).select_related("begun_by", "undone_by", "site")

    def named_intake(self, **conditions: Any) -> Intake:
        """Return the import that the address names. Raises Http404."""
        return get_object_or_404(self.intakes.filter(**conditions), pk=self.kwargs["intake_id"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        title = self.get_page_title()
        above = [] if title == TITLE else [{"url": reverse("intakes"), "label": TITLE}]
        return [*self.breadcrumbs_items, *above, {"url": "", "label": title}]
