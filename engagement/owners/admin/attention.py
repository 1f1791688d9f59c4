"""Reminders about owners' reports: answers to be decided on, and owners who haven't answered."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse

from cms.base import words
from cms.base.dates import length
from cms.editing.attention import AttentionGroup, AttentionLine, AttentionUrgency
from cms.editing.permissions import DeskContext
from engagement.choices import OwnerReportState
from engagement.models import OwnerReport
from engagement.models.owners import UNANSWERED
from programme.models import CommitmentPage

from .mixins import RIGHT

COLUMNS = ("pk", "state", "answer_by", "mailed_at", "answered_at", "commitment__path", "commitment__owner_id")
NAMES = ("commitment__title", "commitment__work_stream", "commitment__work_stream__title")


def owner_reports(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Answers that wait, and owners whose day has passed, for users who decide on reports. One query. Nobody is named."""
    if not asked.user.has_perm(RIGHT):
        return
    late = Q(state__in=UNANSWERED) & (Q(answer_by__lt=asked.today) | Q(mailed_at=None))
    here = asked.published(CommitmentPage.objects.order_by()).values("pk")
    rows = OwnerReport.objects.filter(late | Q(state=OwnerReportState.ANSWERED), commitment__in=here).order_by(
        "asked_at"
    )
    answered, silent = [], []
    for pk, state, answer_by, mailed, at, path, owner, title, stream, stream_title in rows.values_list(
        *COLUMNS, *NAMES
    ):
        if not asked.editing.may_edit(path, owner):
            continue
        text, url, own = f"{stream_title}: {title}", reverse("owner_report", args=[pk]), frozenset([stream])
        if state == OwnerReportState.ANSWERED:
            days = (asked.now - at).days
            reason = f"Answered {f'{length(days)} ago' if days else 'today'}."
            answered.append(AttentionLine(text, reason, url, own, f"{pk} {at:%Y%m%d%H%M%S}"))
        else:
            reason = f"An answer was expected by {words.day(answer_by)}." if mailed else "The mail wasn't accepted."
            silent.append(AttentionLine(text, reason, url, own, f"{pk} {answer_by}"))
    yield AttentionGroup(
        "owner-reports",
        "owners' reports to be decided on",
        "Nothing of them is public before.",
        answered,
        AttentionUrgency.WAITING,
    )
    yield AttentionGroup(
        "owners-without-answer",
        "reports that owners haven't sent",
        "They were asked. Send the link again, ask somebody else, or close the report.",
        silent,
    )
