"""Common to all pages about programmes: who may open them, and the way back to the list."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.generic.base import TemplateResponseMixin, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.base.requests import EditorRequest
from home import rights


class ProgrammeAdminMixin(WagtailAdminTemplateMixin, TemplateResponseMixin, View):
    """A page about programmes, for people with the right that it names; for everybody if it names none."""

    right = rights.VIEW
    header_icon = "sitemap"
    is_first = False  # whether it is the list itself
    request: EditorRequest

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if self.right and not request.user.has_perm(self.right):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        above = [] if self.is_first or not self.right else [{"url": reverse("programmes"), "label": "Programmes"}]
        return [*self.breadcrumbs_items, *above, {"url": "", "label": self.get_page_title()}]
