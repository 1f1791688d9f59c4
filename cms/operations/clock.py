"""Whether the machine's clock can be trusted: schedules, expiries and sessions go by it."""

from __future__ import annotations

import datetime
import time
from threading import Lock

from django.db import connection
from django.utils import timezone
from django.utils.timesince import timesince

from cms.jobs.heartbeat import Heartbeat

# A difference that requests and rounding don't make.
TOLERANCE = datetime.timedelta(seconds=30)
# How long a jump is reported.
REPORTED_FOR = 60 * 60
# Counts on while the machine sleeps, where there is such a clock.
_steady = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def _offset() -> float:
    """Return the difference between the clock on the wall and one that nobody can set."""
    return time.time() - time.clock_gettime(_steady)


class JumpDetector:
    """Notices that the clock was set while this process ran."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._offset = _offset()
        self._jump = 0.0
        self._reported_until = 0.0

    def jump(self) -> float:
        """Return by how many seconds the clock jumped within the last hour; 0 if it didn't."""
        with self._lock:
            now, offset = time.clock_gettime(_steady), _offset()
            if abs(offset - self._offset) > TOLERANCE.total_seconds():
                self._jump, self._reported_until = offset - self._offset, now + REPORTED_FOR
                self._offset = offset
            return self._jump if now < self._reported_until else 0.0


detector = JumpDetector()


def problem() -> str:
    """Return in a sentence what is wrong with the clock; empty if nothing is known to be."""
    if jump := detector.jump():
        way = "forward" if jump > 0 else "back"
        return f"The clock jumped {way} by {span(datetime.timedelta(seconds=abs(jump)))} within the last hour."
    now = timezone.now()
    if abs(skew := _database_time() - timezone.now()) > TOLERANCE:
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
