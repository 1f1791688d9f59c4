"""What readers see of an event's registration. It is read once for a period, which ends at midnight at the latest."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from cms.base import words
from cms.base.dates import today
from cms.history.past import is_past
from cms.pages.addresses import in_tree_of
from cms.visibility.moments import Moments, register
from cms.visibility.rule import Visibility
from engagement.choices import RegistrationStage
from engagement.models import EventRegistration
from programme.models import EventPage

FACT = "event registrations"


def _events() -> QuerySet[EventPage]:
    taken = EventRegistration.objects.filter(is_on=True).values("event")
    return EventPage._base_manager.filter(live=True, pk__in=taken)


# Registration closes when the event begins.
register(Moments(_events, "start"))


@dataclass(frozen=True)
class PublicRegistration:
    """What an event asks of those who register, without anything about them."""

    key: int
    event: int
    starts_at: datetime.datetime
    opens_on: datetime.date | None
    closes_on: datetime.date | None
    places: int | None
    asks_organisation: bool
    asks_needs: bool
    keep_days: int
    is_full: bool

    @property
    def stage(self) -> RegistrationStage:
        """Whether people can register now."""
        day = today()
        if self.opens_on and day < self.opens_on:
            return RegistrationStage.NOT_YET
        if self.starts_at <= timezone.now() or (self.closes_on and self.closes_on < day):
            return RegistrationStage.CLOSED
        return RegistrationStage.FULL if self.is_full else RegistrationStage.OPEN

    @property
    def is_open(self) -> bool:
        """Whether people can register now."""
        return self.stage == RegistrationStage.OPEN

    @property
    def sentence(self) -> str:
        """Why nobody can register now; empty if people can."""
        return {
            RegistrationStage.NOT_YET: f"Registration opens on {words.day(self.opens_on)}." if self.opens_on else "",
            RegistrationStage.CLOSED: "Registration has closed.",
            RegistrationStage.FULL: "All places are taken.",
        }.get(self.stage, "")


def registration_of(event: int, visibility: Visibility) -> PublicRegistration | None:
    """Return the registration for an event that the caller has found to be visible, by its key.

    None if the event takes none or is over, once the programme has ended, and on past days.
    """
    if visibility.site is None or visibility.end or is_past():
        return None
    period = visibility.period
    if period is None:
        return _read(visibility).get(event)
    return period.fact((FACT, visibility.site.pk), lambda: _read(visibility)).get(event)


def _read(visibility: Visibility) -> dict[int, PublicRegistration]:
    """Return all of a site, by their events. One statement."""
    found = EventRegistration.objects.filter(
        in_tree_of(visibility.site, "event__path"), is_on=True, event__end__gt=timezone.now()
    )
    columns = ("pk", "event_id", "event__start", "opens_on", "closes_on", "places")
    others = ("asks_organisation", "asks_needs", "keep_days", "is_full")
    rows = (PublicRegistration(*row) for row in found.order_by().values_list(*columns, *others))
    return {row.event: row for row in rows}
