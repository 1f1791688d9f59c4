"""The newsletter's reminders: issues that are overdue, sends that failed or wait, uncertain recipients."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse

from cms.editing.attention import AttentionGroup, AttentionLine, AttentionUrgency
from cms.editing.permissions import DeskContext
from newsletter.admin.dashboard import Rhythm
from newsletter.choices import SendState
from newsletter.models import IssueIndexPage, Send, SendRecipient
from newsletter.notifications import STOPPED
from newsletter.sending.completion import UNSETTLED
from programme.admin.attention import is_kept


def rhythm(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Reports an overdue issue to users who may write one; nothing for an archived programme."""
    if not is_kept(asked):
        return
    index = asked.published(IssueIndexPage.objects.all()).first()
    if index is None or not asked.editing.may_edit(index.path, index.owner_id):
        return
    now = Rhythm.read(asked)
    lines = []
    if now.late:
        weeks = "week" if now.weeks_since == 1 else "weeks"
        lines = [
            AttentionLine(
                f"{now.last.issue.title} was the last issue",
                f"It went out {now.weeks_since} {weeks} ago; readers expect one every {now.weeks_promised} weeks.",
                reverse("newsletter-issues:index"),
                key=f"{now.last.pk}",
            )
        ]
    yield AttentionGroup(
        "newsletter-rhythm",
        "newsletter issues that are due",
        "The sign-up form says how often an issue comes. The hub never sends one without being asked.",
        lines,
    )


def sends(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Reports sends that stopped, and sends with uncertain recipients. Two queries."""
    uncertain = SendRecipient.objects.filter(UNSETTLED).values("send")
    yield AttentionGroup(
        "sends-that-stopped",
        "sends that failed or wait for a decision",
        "Until somebody decides, some or all people on the lists don't have the issue.",
        _lines(asked, Send.objects.filter(state__in=STOPPED)),
        AttentionUrgency.STOPPED,
    )
    yield AttentionGroup(
        "uncertain-sends",
        "sends with uncertain recipients",
        "For some recipients it isn't known whether the message arrived: send it again, or leave it.",
        _lines(asked, Send.objects.filter(pk__in=uncertain), "For some recipients it isn't known whether it arrived."),
        AttentionUrgency.STOPPED,
    )


def _lines(asked: DeskContext, found: QuerySet[Send], reason: str = "") -> list[AttentionLine]:
    here = found.filter(asked.visibility.in_own_tree("issue__path"))
    rows = here.values_list("pk", "issue__title", "issue__path", "issue__owner_id", "state", "reason")
    return [
        AttentionLine(
            title,
            reason or (f"{SendState(state).label}: {why}" if why else f"{SendState(state).label}."),
            reverse("newsletter_send", args=[pk]),
            key=f"{pk} {state}",
        )
        for pk, title, path, owner, state, why in rows
        if asked.editing.may_edit(path, owner)
    ]
