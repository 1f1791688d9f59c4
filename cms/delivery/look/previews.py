"""The draft of a look on the real pages, for those who may change it. Their session says that they want to see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Site
from wagtail.permissions import policy_registry

if TYPE_CHECKING:
    from cms.delivery.look.models import LookSettings

PREVIEWED = "look_previewed"  # in the session: the keys of sites


def may_change(request: HttpRequest, site: Site) -> bool:
    """Say whether the user may change the look of a site."""
    policy: Any = policy_registry.get_by_type(apps.get_model("cms.LookSettings"))
    return policy.user_has_permission_for_instance(request.user, "change", site)


def is_previewed(request: HttpRequest, look: LookSettings) -> bool:
    """Say whether the request shows the draft. Only requests of a session are asked, and no answer to them is kept."""
    if not look.draft or settings.SESSION_COOKIE_NAME not in request.COOKIES or not hasattr(request, "session"):
        return False
    if look.site_id not in request.session.get(PREVIEWED, []):
        return False
    return request.user.is_active and may_change(request, look.site)


def begin(request: HttpRequest, site: Site) -> None:
    """Show the session the draft of a site's look."""
    request.session[PREVIEWED] = sorted({*request.session.get(PREVIEWED, []), site.pk})


def end(request: HttpRequest, site: Site) -> None:
    """Show the session the public look again."""
    request.session[PREVIEWED] = [key for key in request.session.get(PREVIEWED, []) if key != site.pk]
