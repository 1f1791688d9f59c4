"""A period: the time in which the same query has the same answer.

It begins when the content's version changes and ends with the next change, at the next registered moment (`moments`:
go-lives, expiries, publications by a worker), or at midnight, when answers about “today” change (current leads,
statuses). Facts that are read once and valid for the whole period are kept with it: restrictions, sites, lengths of
lists.
"""

from __future__ import annotations

import datetime
import math
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
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
# Each is a `values_list` read at the start of a period, because nearly every request needs it. Its moment is the
# parameter `now`.
openings: Registry[Callable[[], QuerySet[Any]]] = Registry("opening of a period")

# The number of facts kept. They are small: a number, a few paths.
MOST_FACTS = 20_000
# The length of a period while a worker is about to publish: HTTP caches, which count whole seconds, keep nothing.
SHORTLY = datetime.timedelta(seconds=0.5)
# After this time, periods have their usual length again: no worker is running, or it fails.
PATIENCE = datetime.timedelta(minutes=1)
# Seconds in which a period counts as present for names of things, without another look at the token.
RECENT = 5


class Period:
    """The time from the start of a token until `until` at the latest."""

    def __init__(self, token: str, until: datetime.datetime, opening: dict[str, Rows]):
        self.token = token
        self.until = until
        # The rows of the openings, by name.
        self.opening = opening
        self._facts = Bounded(MOST_FACTS)
        # The present one, if this one is of a past moment (`cms.history`).
        self.present: Period | None = None
        # When the token was last seen to be that of the database.
        self.compared = time.monotonic()

    def fact(self, key: Hashable, read: Callable[[], Any]) -> Any:
        """Return the fact for the key, which is read on the first call and valid for the period.

        Two threads may both read it: the content for one token is the same. Only for readers: an uncommitted
        transaction would store for everybody what only it can see.
        """
        found = self._facts.get(key)
        if found is None:
            found = (read(),)
            self._facts.keep(key, found, 1)
        return found[0]

    @property
    def seconds_left(self) -> int:
        """The seconds until the latest end of the period."""
        return max(0, int((self.until - timezone.now()).total_seconds()))


_latest: Period | None = None
# In place of the present period: a tuple with another one, or with None for none.
_instead: ContextVar[tuple[Period | None] | None] = ContextVar("period", default=None)


@contextmanager
def within(period: Period | None) -> Iterator[None]:
    """Make the period that in which everything is read within the block."""
    before = _instead.set((period,))
    try:
        yield
    finally:
        _instead.reset(before)


def no_period() -> AbstractContextManager[None]:
    """Suspend periods, so that nothing shared is read or kept within the block.

    For a transaction that changes public content and is rolled back: on PostgreSQL the token only changes at the
    commit, so anything read in between would be kept under the present public token.
    """
    return within(None)


def current_period() -> Period | None:
    """Return the present period; None while the database has no token, or within `no_period`.

    One small read, and another if the period is new.

    Call it before reading content that is to be kept with it (see `ContentVersion.current`).
    """
    global _latest
    if (instead := _instead.get()) is not None:
        return instead[0]
    token = ContentVersion.current()
    if token is None:
        return None
    now = timezone.now()
    period = _latest
    if period is None or period.token != token or now >= period.until:
        opening = read_opening(now)
        period = _latest = Period(token, _until(now, opening[SCHEDULES]), opening)
    period.compared = time.monotonic()
    return period


def recent_period(*, doubted: bool = False) -> Period | None:
    """Return the present period, or one that was it a few seconds ago, unless that is `doubted`. None as `current_period`.

    For what is asked many times outside of a reader's request, such as the names of kinds in the admin.
    """
    period = _latest
    if (
        _instead.get() is not None
        or period is None
        or doubted
        or time.monotonic() - period.compared > RECENT
        or timezone.now() >= period.until
    ):
        return current_period()
    return period


def doubt_period() -> None:
    """Let the next `recent_period` compare the token."""
    if _latest is not None:
        _latest.compared = -math.inf


def forget_period() -> None:
    """Forget this process's facts of the present period."""
    global _latest
    _latest = None


def read_opening(now: datetime.datetime, *, is_past: bool = False) -> dict[str, Rows]:
    """Return the rows of all openings as at the moment. One statement.

    A past moment (`is_past`) has no schedules: what was to come then ends no period.
    """
    values = {"now": moment(now), "awaited_since": moment(now - PATIENCE)}
    read = {name: build for name, build in openings.items() if not (is_past and name == SCHEDULES)}
    parts: list[tuple[Statement, dict[str, Any]]] = [
        (statement(("opening", name), build), values) for name, build in read.items()
    ]
    return dict(zip(read, together(parts), strict=True))


def _until(now: datetime.datetime, schedules: Rows) -> datetime.datetime:
    zone = timezone.get_default_timezone()  # readers' time zone, not the user's
    tomorrow = timezone.localdate(now, zone) + datetime.timedelta(days=1)
    midnight = timezone.make_aware(datetime.datetime.combine(tomorrow, datetime.time.min), zone)
    ends = [midnight, *(found for row in schedules for found in row if found is not None)]
    return min(end if end > now else now + SHORTLY for end in ends)


def _schedules() -> QuerySet[Any]:
    """Return one row with the next moment of each kind, or a past one that is still awaited."""
    nexts = []
    for one in moments.registered():
        rows = one.after(Parameter("awaited_since" if one.awaited else "now"))
        nexts.append(Subquery(rows.values(one.column)[:1]))
    return ContentVersion.objects.filter(pk=1).values_list(*nexts)


openings.add(SCHEDULES, _schedules)
