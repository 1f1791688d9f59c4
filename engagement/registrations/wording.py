"""The text that people agree to when they register for an event. It is the same at every form, and stored with their answer.

By the ICO's guidance on consent: who keeps it, the purpose, for how long, and how to take it back.
"""

from __future__ import annotations

from cms.base.articles import the
from cms.models import HubSettings
from engagement.models.registrations import NEEDS_DAYS

from .open_registrations import PublicRegistration


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
