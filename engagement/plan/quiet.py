"""Quiet periods, in the plan and in the team's calendar."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.urls import reverse

from cms.editing.diary import DiaryEntry
from cms.editing.permissions import DeskContext
from engagement.models import QuietPeriod


def periods(asked: DeskContext, first: datetime.date, last: datetime.date) -> list[QuietPeriod]:
    """Return the quiet periods that have a day from the first to the last, in order. One statement."""
    return list(QuietPeriod.objects.filter(asked.rows(), first__lte=last, last__gte=first))


def in_the_calendar(asked: DeskContext, first: datetime.date, last: datetime.date) -> Iterable[DiaryEntry]:
    """Quiet periods on each of their days, for users who see the plan. One statement."""
    if not asked.user.has_perm("engagement.view_planitem"):
        return
    may = asked.user.has_perm("engagement.change_quietperiod")
    for one in periods(asked, first, last):
        url = reverse("quiet-periods:edit", args=[one.pk]) if may else ""
        yield DiaryEntry(f"quiet-{one.pk}", "quiet", one.first, one.name, url, until=one.last)
