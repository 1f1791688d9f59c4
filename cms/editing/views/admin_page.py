"""What the pages of the admin share that aren't lists or forms of Wagtail's."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views import View
from django.views.generic.base import TemplateResponseMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.base.requests import EditorRequest


class AdminPage(WagtailAdminTemplateMixin, TemplateResponseMixin, View):
    """A page of the admin: who may open it, the way to it, and its answer to GET and to forms with errors."""

    request: EditorRequest
    # The permission without which it is refused; more is asked by `find`.
    right = ""
    # The page above, as the name of its address and its title; none above that page itself.
    page_above: tuple[str, str] | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.right and not request.user.has_perm(self.right):
            raise PermissionDenied
        self.find()
        return super().dispatch(request, *args, **kwargs)

    def find(self) -> None:
        """Find what the page is about. Raises Http404, PermissionDenied."""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.shown()

    def shown(self, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page; with errors in a form, its status is 422."""
        return self.render_to_response(self.get_context_data(**context), status=status)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = []
        if self.page_above and self.page_above[1] != self.page_title:
            above = [{"url": reverse(self.page_above[0]), "label": self.page_above[1]}]
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, *above, *self.crumbs_above(), here]

    def crumbs_above(self) -> list[dict[str, Any]]:
        """Return what stands between `page_above` and this page."""
        return []
