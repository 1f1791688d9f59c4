"""Which past days can be shown, for what speaks of a day."""

from __future__ import annotations

import datetime

from django.utils import timezone

from cms.base.dates import today
from cms.visibility.period import Period, within

from .moments import beginning
from .past import is_past


def is_known(day: datetime.date, period: Period | None) -> bool:
    """Say whether the end of a day has passed and is known; never while a past day is shown.

    `period` is that of what is read; the first known day is looked up once in it.
    """
    if is_past() or day >= today():
        return False
    with within(period):
        first = beginning()
    return first is not None and day >= timezone.localdate(first)
