"""Moments between things that happen."""

import datetime

from django.utils import timezone

STEP = datetime.timedelta(milliseconds=2)


def moment() -> datetime.datetime:
    """Return a moment after all that was done and before all that follows: SQLite's clock counts milliseconds."""
    now = timezone.now()
    while timezone.now() < now + STEP:
        pass
    return now
