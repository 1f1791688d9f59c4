"""What people who register for an event read about their data: the text that they agree to, and the section of the privacy page.

The text is the same at every form, and stored with their answer. By the ICO's guidance on consent: who keeps it, the purpose,
for how long, and how to take it back.
"""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string

from cms.base.articles import the
from cms.history.past import is_past
from cms.models import HubSettings
from cms.pages.addresses import in_tree_of
from cms.pages.viewer import visibility_of
from engagement.models import EventRegistration
from engagement.models.registrations import NEEDS_DAYS
from home.models import StandardPage

from .open_registrations import PublicRegistration
from .retention import CONFIRM_DAYS


def registration_wording(hub: HubSettings, registration: PublicRegistration) -> str:
    """Return the text at the form of an event, with the names of this hub."""
    who = the(hub.organisation or hub.site_name)
    needs = f", what you need {NEEDS_DAYS} days after it" if registration.asks_needs else ""
    days = "a day" if registration.keep_days == 1 else f"{registration.keep_days} days"
    return (
        f"{who[0].upper()}{who[1:]} will use what you enter to organise this event and to write to you about it, and for "
        f"nothing else. It is never published. We delete it {days} after the event{needs}. You can cancel, and have it "
        "deleted at once, by the link in each message. You have a place once you have confirmed by the link that we e-mail "
        "to you."
    )


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
