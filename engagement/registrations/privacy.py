"""What the privacy page says about registration for events, while the programme has any."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string

from cms.history.past import is_past
from cms.pages.addresses import in_tree_of
from cms.pages.viewer import visibility_of
from engagement.models import EventRegistration
from engagement.models.registrations import NEEDS_DAYS
from home.models import StandardPage

from .retention import CONFIRM_DAYS

SLUG = "privacy"


def section(page: StandardPage, request: HttpRequest) -> str:
    """Return the section of the privacy page about registration; empty on other pages, and if no event ever took any.

    One query.
    """
    visibility = visibility_of(request)
    if page.slug != SLUG or visibility.site is None or is_past():
        return ""
    used = EventRegistration.objects.filter(in_tree_of(visibility.site, "event__path"))
    if not used.filter(Q(is_on=True) | Q(registrants__isnull=False)).exists():
        return ""
    context = {"confirm_days": CONFIRM_DAYS, "needs_days": NEEDS_DAYS}
    return render_to_string("engagement/registrations/privacy.html", context, request=request)
