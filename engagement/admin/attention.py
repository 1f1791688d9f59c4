"""Feedback that waits longer than the team has promised."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.urls import reverse

from cms import attention
from cms.attention import Group, Line
from cms.dates import length
from cms.editing import Asked
from engagement.choices import SETTLED, FeedbackState
from engagement.models import Feedback
from programme.admin.attention import reminders


def register() -> None:
    """Have it reported. Called when the app is ready."""
    attention.register("engagement.feedback", feedback)


def feedback(asked: Asked) -> Iterable[Group]:
    """Messages that are neither answered nor closed, for those who may read feedback. One query.

    A line never says what was said or who said it: it stands where others look over a shoulder.
    """
    if not asked.user.has_perm("engagement.view_feedback"):
        return
    days = reminders(asked).feedback_days
    rows = (
        Feedback.objects.filter(created_at__lt=asked.now - datetime.timedelta(days=days))
        .exclude(state__in=SETTLED)
        .exclude(message="")  # an answer to “Was this page useful?” alone waits for nothing
        .order_by("created_at")
        .values_list("pk", "number", "created_at", "state", "work_stream")
    )
    may = asked.user.has_perm("engagement.change_feedback")
    yield Group(
        "unanswered-feedback",
        "messages without an answer",
        f"Whoever wrote waits for an answer; the reminder is set to {days} days.",
        [
            Line(
                f"Feedback {number}",
                f"Sent {length((asked.now - sent).days)} ago, {FeedbackState(state).label.lower()}.",
                reverse("feedback:edit", args=[pk]) if may else "",
                frozenset([stream] if stream else []),
            )
            for pk, number, sent, state, stream in rows
        ],
    )
