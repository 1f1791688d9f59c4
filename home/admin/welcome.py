"""The welcome of a hub without a public programme, on the dashboard of those who may make one."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from cms.delivery.routes import is_being_set_up
from cms.pages.viewer import visibility_of
from home import rights
from home.models import HomePage


class WelcomePanel(Component):
    """Leads to the form of a new programme, or to the front page that is still a draft."""

    name = "welcome"
    template_name = "home/admin/welcome_panel.html"
    order = 1

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        draft = HomePage.objects.first()
        return {
            "draft": draft,
            "edit": draft and reverse("wagtailadmin_pages:edit", args=[draft.pk]),
        }


def greet(request: Any, panels: list[Component]) -> None:
    """Add the welcome if the hub has no public programme and the user may make one. No statement otherwise."""
    if request.user.has_perm(rights.ADD) and is_being_set_up(visibility_of(request)):
        panels.append(WelcomePanel())
