"""Items of the plan and quiet periods in the team's calendar and in calendar apps."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.urls import reverse
from wagtail.models import Page

from cms.editing import diary
from cms.editing.diary import DiaryEntry
from cms.editing.permissions import DeskContext
from cms.pages import kinds
from engagement.choices import PlanState
from engagement.models import PlanItem, QuietPeriod


def items_in_the_calendar(asked: DeskContext, first: datetime.date, last: datetime.date) -> Iterable[DiaryEntry]:
    """Items by their day, for users who see the plan. Two statements.

    What came of an item has an entry of its own, if its kind is in the calendar.
    """
    if not asked.user.has_perm("engagement.view_planitem"):
        return
    may = asked.user.has_perm("engagement.change_planitem")
    shown = [model._meta.model_name for name, model in kinds.page_types.items() if name in diary.kinds]
    elsewhere = Page.objects.filter(pk=OuterRef("page"), content_type__model__in=shown)
    items = PlanItem.objects.filter(asked.rows(), date__range=(first, last), post=None, engagement=None)
    items = items.exclude(state=PlanState.DROPPED).exclude(Exists(elsewhere))
    for item in items.prefetch_related("work_streams"):
        url = reverse("plan-items:edit", args=[item.pk]) if may else ""
        streams = frozenset(stream.pk for stream in item.work_streams.all())
        yield DiaryEntry(f"plan-{item.pk}", "plan", item.date, item.title, url, PlanState(item.state).label, streams)


def offers(asked: DeskContext, day: datetime.date) -> Iterable[tuple[str, str]]:
    """Offer the form of an item on the day."""
    if asked.user.has_perm("engagement.add_planitem"):
        yield "Item of the plan", f"{reverse('plan-items:add')}?day={day:%Y-%m-%d}"


def quiet_periods(asked: DeskContext, first: datetime.date, last: datetime.date) -> list[QuietPeriod]:
    """Return the quiet periods that have a day from the first to the last, in order. One statement."""
    return list(QuietPeriod.objects.filter(asked.rows(), first__lte=last, last__gte=first))


def quiet_periods_in_the_calendar(
    asked: DeskContext, first: datetime.date, last: datetime.date
) -> Iterable[DiaryEntry]:
    """Quiet periods on each of their days, for users who see the plan. One statement."""
    if not asked.user.has_perm("engagement.view_planitem"):
        return
    may = asked.user.has_perm("engagement.change_quietperiod")
    for one in quiet_periods(asked, first, last):
        url = reverse("quiet-periods:edit", args=[one.pk]) if may else ""
        yield DiaryEntry(f"quiet-{one.pk}", "quiet", one.first, one.name, url, until=one.last)
