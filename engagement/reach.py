"""Reach: the organisations that the programme was in touch with, and those without recent contact."""

from __future__ import annotations

import calendar
import datetime

from django.db.models import Count, F, Max, Min, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from programme.models import Organisation

TOOK_PLACE = Q(engagements__is_planned=False)
IS_PLANNED = Q(engagements__is_planned=True)


def months_before(day: datetime.date, months: int) -> datetime.date:
    """Return the day a number of months earlier; the last of the month if that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def with_reach(organisations: QuerySet[Organisation], here: Q | None = None) -> QuerySet[Organisation]:
    """Return the organisations with `last_reached` and `next_contact`, None if never, `times` that they were reached, their
    `sector`, `interest`, `influence`, the colleague `looked_after` by, and `kept`.

    The next contact is the first engagement that is planned, also if its day is over and it waits to be logged. `here` is
    the condition for the engagements that count, such as those of one programme; it begins with
    `engagements__`. `kept` says whether the team keeps in touch with them: it does until somebody unticks it.
    """
    counted = TOOK_PLACE & (here or Q())
    return organisations.annotate(
        last_reached=Max("engagements__date", filter=counted),
        next_contact=Min("engagements__date", filter=IS_PLANNED & (here or Q())),
        times=Count("engagements", filter=counted),
        sector=Coalesce("stakeholder__sector", Value("")),
        interest=Coalesce("stakeholder__interest", Value("")),
        influence=Coalesce("stakeholder__influence", Value("")),
        looked_after=F("stakeholder__looked_after_by__username"),
        kept=Coalesce("stakeholder__keep_in_touch", Value(True)),
    )


def not_reached(
    organisations: QuerySet[Organisation], since: datetime.date, *, several_programmes: bool = False
) -> QuerySet[Organisation]:
    """Return the organisations of `with_reach` without contact since the day, the longest silence first.

    Organisations that are no longer public, and those that the team doesn't keep in touch with, are left out. With several
    programmes those that all share count only where somebody has reached them before.
    """
    silent = Q(last_reached=None) | Q(last_reached__lt=since)
    concerned = Q(site__isnull=False) | Q(times__gt=0) if several_programmes else Q()
    return organisations.filter(silent, concerned, kept=True, live=True).order_by(
        F("last_reached").asc(nulls_first=True), "name", "pk"
    )
