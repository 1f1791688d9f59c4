"""Whether the machine's clock can be trusted: schedules, expiries and sessions go by it."""

from __future__ import annotations

import datetime

from django.db import connection
from django.utils import timezone
from django.utils.timesince import timesince

from cms.jobs.heartbeat import Heartbeat

# A difference that requests and rounding don't make.
TOLERANCE = datetime.timedelta(seconds=30)


def problem() -> str:
    """Return in a sentence what is wrong with the clock; empty if nothing is known to be."""
    now = timezone.now()
    if abs(skew := _database_time() - now) > TOLERANCE:
        return f"The clock of this machine and that of the database differ by {span(abs(skew))}."
    seen = Heartbeat.last_seen()
    if seen is not None and seen - now > TOLERANCE:
        return f"The clock of this machine and that of a worker differ by {span(seen - now)}, or it was set back."
    return ""


def _database_time() -> datetime.datetime:
    """Return the time on the database's machine. SQLite has no other machine."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def span(duration: datetime.timedelta) -> str:
    """Return a duration in words, such as “3 days”."""
    if duration < datetime.timedelta(minutes=1):
        return f"{duration.total_seconds():.0f} seconds"
    now, whole_minutes = timezone.now(), datetime.timedelta(minutes=round(duration / datetime.timedelta(minutes=1)))
    return timesince(now - whole_minutes, now, depth=1).replace("\xa0", " ")
