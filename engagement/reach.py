"""Which organisations the programme was in touch with, and which it wasn't for too long."""

from __future__ import annotations

import calendar
import datetime

from django.db.models import Count, F, Max, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from programme.models import Organisation


def months_before(day: datetime.date, months: int) -> datetime.date:
    """Return the day so many months earlier: the last of the month where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def with_reach(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Return the organisations with `last_reached`, None if never, `times` that they were, their `sector`, and `kept`.

    `kept` says whether the team keeps in touch with them: it does until somebody unticks it.
    """
    return organisations.annotate(
        last_reached=Max("engagements__date"),
        times=Count("engagements"),
        sector=Coalesce("stakeholder__sector", Value("")),
        kept=Coalesce("stakeholder__keep_in_touch", Value(True)),
    )


def not_reached(organisations: QuerySet[Organisation], since: datetime.date) -> QuerySet[Organisation]:
    """Return those of `with_reach` that nobody was in touch with since the day, the longest silence first.

    Left out is what isn't public any more, and what the team doesn't keep in touch with.
    """
    silent = Q(last_reached=None) | Q(last_reached__lt=since)
    return organisations.filter(silent, kept=True, live=True).order_by(
        F("last_reached").asc(nulls_first=True), "name", "pk"
    )
