"""What people are told when they leave a name or an address with their feedback. It is kept with what they sent."""

from __future__ import annotations

from django.conf import settings

from cms.articles import the
from cms.models import HubSettings

DAYS_A_YEAR = 365


def contact_wording(hub: HubSettings) -> str:
    """Return the text at the fields for name and address, with who asks and the days that settings say."""
    who = the(hub.organisation or hub.site_name)
    return (
        f"You don't have to tell us who you are. If you do, {who} will use it to reply to you and for nothing "
        f"else, and delete it {_period(settings.FEEDBACK_CONTACT_DAYS)} after your feedback is answered or closed. What you "
        f"wrote is deleted {_period(settings.FEEDBACK_DAYS)} after you sent it. It is never published."
    )


def _period(days: int) -> str:
    if days and days % DAYS_A_YEAR == 0:
        years = days // DAYS_A_YEAR
        return "a year" if years == 1 else f"{years} years"
    return "a day" if days == 1 else f"{days} days"
