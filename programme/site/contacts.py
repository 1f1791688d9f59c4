"""Whom readers may ask: about one page, the team, and the press office."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from cms.delivery import frame
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
    """Return the page's own contact point, if it is public. One query if the page names one."""
    found = page.contact_point if page.contact_point_id else None
    return found if found is not None and visibility.can_see(found) else None


def of_news(page: Any, visibility: Visibility) -> ContactPoint | None:
    """Return the contact point of an item of news: its own, or that for the press."""
    return of_page(page, visibility) or next(iter(frame.part(visibility, PRESS)), None)


def _named(visibility: Visibility, field: str) -> QuerySet[ContactPoint]:
    chosen = ProgrammeSettings.objects.filter(site=visibility.site_key).values(field)
    return visibility.filter(ContactPoint.objects.filter(pk__in=chosen).order_by("pk"))
