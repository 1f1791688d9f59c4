"""Items of the plan whose day is over, and which aren't done: for the plan, its list, and the dashboard."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import DateField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cms.pages import kinds
from engagement.choices import PlanState, PostState
from engagement.models import PlanItem
from programme.message_house import as_day

FINISHED = (PlanState.DONE, PlanState.DROPPED)


def overdue(items: QuerySet[PlanItem], today: datetime.date) -> QuerySet[Any]:
    """Return those of the items that are overdue, by the day and the state of what came of them; the day is in `on`."""
    of_pages = [
        Subquery(model.objects.filter(pk=OuterRef("page")).values_list(as_day(model, model.page_kind.date))[:1])
        for model in kinds.models_with("date")
    ]
    own = F("post__planned_for"), F("engagement__date"), F("date")
    late = items.annotate(on=Coalesce(*of_pages, *own, output_field=DateField())).filter(on__lt=today)
    late = late.exclude(state__in=FINISHED).exclude(page__live=True)
    return late.exclude(post__state=PostState.POSTED).exclude(engagement__is_planned=False)
