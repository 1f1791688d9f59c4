"""Days become months after a time. Nothing is deleted without being added to its month, in the same transaction."""

from __future__ import annotations

import datetime

from django.db import connection, transaction
from django.db.models import Min

from cms.base.dates import today
from cms.jobs.registry import Stop, job
from measures.models import DailyCount
from measures.objectives.periods import last_of_month

A_DAY = 24 * 60 * 60
# Whole months for which days are kept, after the month in which they are.
MONTHS_OF_DAYS = 13


def first_day_kept() -> datetime.date:
    """Return the first day that isn't part of a month yet, by the rule."""
    now = today()
    months = now.year * 12 + now.month - 1 - MONTHS_OF_DAYS
    return datetime.date(months // 12, months % 12 + 1, 1)


@job("Counts: days become months", every=A_DAY)
def become_months(stop: Stop) -> bool:
    """Add the days of one old month to its month. Returns whether there are more."""
    old = DailyCount.objects.filter(is_month=False, day__lt=first_day_kept())
    day = old.aggregate(oldest=Min("day"))["oldest"]
    if day is None or stop():
        return False
    first, last = day.replace(day=1), last_of_month(day)
    table, columns = DailyCount._meta.db_table, "site_id, kind, day, is_month, thing, detail, number"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) "  # noqa: S608  constants
            f"SELECT site_id, kind, %s, %s, thing, detail, SUM(number) FROM {table} "
            "WHERE NOT is_month AND day BETWEEN %s AND %s GROUP BY site_id, kind, thing, detail "
            "ON CONFLICT (site_id, kind, day, is_month, thing, detail) "
            f"DO UPDATE SET number = {table}.number + excluded.number",
            [first, True, first, last],
        )
        DailyCount.objects.filter(is_month=False, day__range=(first, last)).delete()
    return True
