"""A period: the time in which the same question has the same answer.

It begins when the content's version changes and ends with the next change, at the next registered moment (`moments`:
go-lives, expiries, what a worker publishes), or at midnight: what is true “today” (who leads, how far a commitment is) is
another thing tomorrow. What is read once and holds for the whole period is kept with it: restrictions, sites, how long a
list is.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import QuerySet, Subquery
from django.utils import timezone

from cms.base.memory import Bounded
from cms.base.registry import Registry

from . import moments
from .content_version import ContentVersion
from .statements import Parameter, Statement, moment, statement, together

SCHEDULES = "schedules"

Rows = list[list[Any]]
# A `values_list` each, read whenever a period begins: what nearly every request needs. Its moment is a parameter `now`.
openings: Registry[Callable[[], QuerySet[Any]]] = Registry("opening of a period")

# Facts of a period are small: a number, a few paths.
MOST_FACTS = 20_000
# How long a period lasts while a worker is about to change what is seen: HTTP caches, which count whole seconds, keep nothing.
SHORTLY = datetime.timedelta(seconds=0.5)
# After so long without it, periods are as long as ever: no worker runs, or it fails.
PATIENCE = datetime.timedelta(minutes=1)


class Period:
    """The time from a content's token on, until `until` at the latest."""

    def __init__(self, token: str, until: datetime.datetime, opening: dict[str, Rows]):
        self.token = token
        self.until = until
        # What was read with its beginning, by name.
        self.opening = opening
        self._facts = Bounded(MOST_FACTS)

    def fact(self, key: Hashable, read: Callable[[], Any]) -> Any:
        """Return what holds for the period under the key, reading it on the first call.

        Two threads may both read it: the content under one token is the same. Only readers may ask: who has changed
        something in a transaction that isn't over would keep for all what only he sees.
        """
        found = self._facts.get(key)
        if found is None:
            found = (read(),)
            self._facts.keep(key, found, 1)
        return found[0]

    @property
    def seconds_left(self) -> int:
        """How long the period lasts at the most, from now on."""
        return max(0, int((self.until - timezone.now()).total_seconds()))


_latest: Period | None = None
_is_suspended: ContextVar[bool] = ContextVar("no_period", default=False)


@contextmanager
def no_period() -> Iterator[None]:
    """Have nothing read or kept for all as long as the block lasts.

    For a transaction that changes what readers see and is rolled back: on PostgreSQL the token changes only at a commit, so
    what is read in between would be kept under the token of what readers see.
    """
    before = _is_suspended.set(True)
    try:
        yield
    finally:
        _is_suspended.reset(before)


def current_period() -> Period | None:
    """Return the period of now; None while the database has no token or within `no_period`.

    One small read, and one more when the period is new.

    Ask for it before the content that is to be kept with it (`ContentVersion.current` says why).
    """
    global _latest
    if _is_suspended.get():
        return None
    token = ContentVersion.current()
    if token is None:
        return None
    now = timezone.now()
    period = _latest
    if period is None or period.token != token or now >= period.until:
        opening = read_opening(now)
        period = _latest = Period(token, _until(now, opening[SCHEDULES]), opening)
    return period


def forget_period() -> None:
    """Forget what this process keeps of the present period."""
    global _latest
    _latest = None


def read_opening(now: datetime.datetime) -> dict[str, Rows]:
    """Return the rows of all openings, as at the moment. One statement."""
    values = {"now": moment(now), "awaited_since": moment(now - PATIENCE)}
    parts: list[tuple[Statement, dict[str, Any]]] = [
        (statement(("opening", name), build), values) for name, build in openings.items()
    ]
    return dict(zip(openings, together(parts), strict=True))


def _until(now: datetime.datetime, schedules: Rows) -> datetime.datetime:
    zone = timezone.get_default_timezone()  # readers', whoever asks
    tomorrow = timezone.localdate(now, zone) + datetime.timedelta(days=1)
    midnight = timezone.make_aware(datetime.datetime.combine(tomorrow, datetime.time.min), zone)
    ends = [midnight, *(found for row in schedules for found in row if found is not None)]
    return min(end if end > now else now + SHORTLY for end in ends)


def _schedules() -> QuerySet[Any]:
    """Return one row with the next moment of each kind, or one that has come and is still awaited."""
    nexts = []
    for one in moments.registered():
        rows = one.after(Parameter("awaited_since" if one.awaited else "now"))
        nexts.append(Subquery(rows.values(one.column)[:1]))
    return ContentVersion.objects.filter(pk=1).values_list(*nexts)


openings.add(SCHEDULES, _schedules)
