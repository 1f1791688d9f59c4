"""What the pages of the plan share: who may open them, and what they read once."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.views import View

from cms.base.requests import EditorRequest
from cms.editing.permissions import DeskContext
from cms.editing.views.admin_page import AdminPage
from programme.models import Audience, KeyMessagePage

TITLE, ICON = "Plan", "list-ul"


def may_see(user: User | AnonymousUser) -> bool:
    """Say whether the user sees the plan."""
    return user.has_perm("engagement.view_planitem")


class PlanAccess(View):
    """A view of the plan, for those who have a right to its items and work on the programme."""

    request: EditorRequest
    right = "engagement.view_planitem"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.right) or not self.asked.works_here:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def asked(self) -> DeskContext:
        """The user, the site and the time of the request."""
        return DeskContext.by(self.request)

    @cached_property
    def audiences(self) -> dict[int, str]:
        """The names of the programme's audiences, in order."""
        rows = Audience.objects.filter(self.asked.sharable_rows(), live=True).order_by("name")
        return dict(rows.values_list("pk", "name"))

    @cached_property
    def messages(self) -> dict[int, str]:
        """The titles of the published key messages, in their order."""
        return dict(self.asked.published(KeyMessagePage.objects.order_by("path")).values_list("pk", "title"))


class PlanPage(AdminPage, PlanAccess):
    """A page about the plan."""

    header_icon = ICON
    page_title = TITLE
    right = PlanAccess.right
    page_above = ("plan", TITLE)
