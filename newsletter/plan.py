"""Issues in the plan of the communication."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Q
from django.db.models.functions import Coalesce, TruncDate

from cms.editing.permissions import DeskContext
from engagement.choices import PlanChannel
from engagement.plan.hub_entries import Existing, PlanSpan
from newsletter.models import IssuePage
from programme.diary import COMMON, in_the_tree, known_to, published


def issues(asked: DeskContext, span: PlanSpan) -> Iterable[Existing]:
    """Issues by the day on which they went out, otherwise by their date. One statement."""
    dated = IssuePage.objects.annotate(on=Coalesce(TruncDate("archived__started_at"), F("date")))
    found = dated.filter(Q(on__range=(span.first, span.last)) | Q(pk__in=span.linked("page")))
    for pk, path, owner, title, live, day in known_to(asked, in_the_tree(asked, found).values_list(*COMMON, "on")):
        url = asked.editing.address(pk, path, owner)
        yield Existing(
            *("page", pk, str(IssuePage.page_kind.label), PlanChannel.UPDATE, day, title, url, published(live), live),
            is_movable=bool(url and not live),
        )
