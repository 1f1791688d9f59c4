"""The notice on the dashboard of a hub that was restored, and the button that lets it send again."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.log_actions import log
from wagtail.models import Site

from cms.base import restorations
from cms.base.log_messages import name_actions
from cms.base.requests import EditorRequest
from cms.base.restorations import Restoration
from cms.visibility.moments import APPROVED_REVISIONS

CONFIRMED = "cms.restoration.confirmed"
name_actions({CONFIRMED: ("Let a restored hub send", "The restored hub may send again")})


class RestorationPanel(Component):
    """Shown to everybody while the hub is held; only administrators have the button. One statement otherwise."""

    name = "restoration"
    template_name = "cms/admin/restoration.html"
    order = 10

    def get_context_data(self, parent_context):
        restoration = Restoration.open()
        if restoration is None:
            return {}
        return {
            "restoration": restoration,
            "csrf_token": parent_context["csrf_token"],  # a component's template isn't rendered with the request
            "may_confirm": parent_context["request"].user.is_superuser,
            "waiting": APPROVED_REVISIONS.until(timezone.now()).count(),
        }


@require_POST
def confirm(request: EditorRequest) -> HttpResponse:
    """Let the hub send and publish again. Raises PermissionDenied for people who aren't administrators."""
    if not request.user.is_superuser:
        raise PermissionDenied
    if restorations.confirm(request.user):
        if (site := Site.objects.order_by("-is_default_site").first()) is not None:
            log(site, CONFIRMED, user=request.user)
        messages.success(request, "This hub sends and publishes again. Sends that are held each wait for a decision.")
    return redirect("doctor")
