"""The privacy text for people who leave a name or an address with their feedback. It is stored with the feedback."""

from __future__ import annotations

from django.conf import settings

from cms.base.articles import the
from cms.models import HubSettings

DAYS_A_YEAR = 365


def contact_wording(hub: HubSettings, *, must_confirm: bool = False) -> str:
    """Return the text at the fields for name and address, with the organisation and the retention days of the settings.

    `must_confirm`: a link is mailed to the address.
    """
    who = the(hub.organisation or hub.site_name)
    if must_confirm:
        used = f"{who[0].upper()}{who[1:]} will use your address to send you a link, and to reply to you,"
    else:
        used = f"You don't have to tell us who you are. If you do, {who} will use it to reply to you"
    return (
        f"{used} and for nothing "
        f"else, and delete it {_period(settings.FEEDBACK_CONTACT_DAYS)} after your feedback is answered or closed. What you "
        f"wrote is deleted {_period(settings.FEEDBACK_DAYS)} after you sent it. It is never published."
    )


def _period(days: int) -> str:
    if days and days % DAYS_A_YEAR == 0:
        years = days // DAYS_A_YEAR
        return "a year" if years == 1 else f"{years} years"
    return "a day" if days == 1 else f"{days} days"
