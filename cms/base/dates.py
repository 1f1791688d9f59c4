"""Days as readers count them."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

from cms.base.typed_dates import in_words

_now: ContextVar[datetime.datetime | None] = ContextVar("reckoned_from", default=None)


@contextmanager
def reckoned_from(moment: datetime.datetime | None) -> Iterator[None]:
    """Make the moment that which counts as now within the block, for `today` as well; with None it is now."""
    before = _now.set(moment)
    try:
        yield
    finally:
        _now.reset(before)


def reckoned_now() -> datetime.datetime:
    """Return the moment of the content that is shown: now, or that of `reckoned_from`."""
    return _now.get() or timezone.now()


def today() -> datetime.date:
    """Return today's date in the site's time zone. For migrations a plain function, not a lambda."""
    return timezone.localdate(_now.get())


def day_in_address(text: str) -> datetime.date | None:
    """Return the day that an address names, such as 2026-11-20; None if it isn't one."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def moment_of(day: datetime.date | None, time: datetime.time | None) -> datetime.datetime | None:
    """Return the moment at which it is that time on that day at the site's place; None if one of them isn't known."""
    return timezone.make_aware(datetime.datetime.combine(day, time)) if day and time else None


def moment_in_words(moment: datetime.datetime, *, to_the_second: bool = False) -> str:
    """Return a moment to the minute, or second, with its time zone: “Friday 20 November 2026, 09:00, UK time”."""
    there = timezone.localtime(moment)
    return f"{in_words(there.date())}, {there.strftime('%H:%M:%S' if to_the_second else '%H:%M')}, UK time"


def length(days: int) -> str:
    """Return a number of days in the unit that people would use, such as “9 weeks”."""
    for unit, size, least in (("year", 365, 2 * 365), ("week", 7, 14)):
        if days >= least:
            return f"{days // size} {unit}s"
    return f"{days} day{'' if days == 1 else 's'}"
