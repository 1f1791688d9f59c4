"""Whom readers may ask: about one page, the team, and the press office."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from cms.delivery import frame
from cms.delivery.models import HubSettings
from cms.visibility.rule import Visibility
from programme.models import ContactPoint, ProgrammeSettings

TEAM, PRESS = "team's contact", "press contact"


def team_of_site(visibility: Visibility) -> QuerySet[ContactPoint]:
    """Return the team's public contact point, if the settings name one, in the form that the frame reads."""
    return _named(visibility, "team_contact")


def press_of_site(visibility: Visibility) -> QuerySet[ContactPoint]:
    """Return the public contact point for the press, if the settings name one, in the form that the frame reads."""
    return _named(visibility, "press_contact")


def team(visibility: Visibility) -> ContactPoint | None:
    """Return the team's contact point; None if the settings name none, and what they say themselves counts. No query."""
    return next(iter(frame.part(visibility, TEAM)), None)


def of_page(page: Any, visibility: Visibility) -> ContactPoint | None:
    """Return the page's own contact point, if it is public. One query if the page names one; none if its kind can't."""
    found = page.contact_point if getattr(page, "contact_point_id", None) else None
    return found if found is not None and visibility.can_see(found) else None


def replies_about(pages: Iterable[Page | None], hub: HubSettings, visibility: Visibility) -> list[str]:
    """Return the `reply_to` of a mail about pages: the mailbox of their contact point if they have the same, or the team's. At
    most one query for each page that names a contact point."""
    found = {of_page(page, visibility) for page in pages}
    own = found.pop() if len(found) == 1 else None
    address = (own and own.email) or hub.contact_email
    return [address] if address else []


def of_news(page: Any, visibility: Visibility) -> ContactPoint | None:
    """Return the contact point of an item of news: its own, or that for the press."""
    return of_page(page, visibility) or next(iter(frame.part(visibility, PRESS)), None)


def _named(visibility: Visibility, field: str) -> QuerySet[ContactPoint]:
    chosen = ProgrammeSettings.objects.filter(site=visibility.site_key).values(field)
    return visibility.filter(ContactPoint.objects.filter(pk__in=chosen).order_by("pk"))
