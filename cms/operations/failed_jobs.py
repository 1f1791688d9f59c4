"""Jobs and tasks that failed, for administrators: on their dashboard, and in their notifications."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.checks import CheckMessage
from django.urls import reverse

from cms.editing import attention
from cms.editing.attention import AttentionGroup, AttentionLine, AttentionUrgency
from cms.editing.permissions import DeskContext
from cms.notifications.kinds import NotificationKind, kinds
from cms.notifications.lists import notify

from . import state_checks

JOB = "job"
IDS = ("hub.job", "hub.job_late", "hub.task")


def register() -> None:
    """Register the reminders and the kind of notification."""
    attention.reporters.add("cms.jobs", reports, order=1)
    kinds.add(JOB, NotificationKind("A job failed", administers, visible), order=90)


def administers(user: User) -> bool:
    """Say whether the user may open the doctor's report."""
    return user.is_active and user.is_superuser


def visible(user: User, subjects: set[str]) -> set[str]:
    """All failures are visible to administrators, and to nobody else."""
    return subjects if administers(user) else set()


def findings() -> list[CheckMessage]:
    """Return what the doctor finds wrong with jobs and tasks."""
    return [*state_checks.jobs(), *state_checks.late_jobs(), *state_checks.tasks()]


def reports(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Jobs and tasks whose last run failed, for administrators. Two queries."""
    if not administers(asked.user):
        return
    yield AttentionGroup(
        "failed-jobs",
        "jobs that failed",
        "What they do in the background wasn't done.",
        [
            AttentionLine(one.msg.removesuffix("."), one.hint or "", reverse("doctor"), key=f"{one.id} {one.obj}"[:400])
            for one in (*state_checks.jobs(), *state_checks.tasks())
        ],
        AttentionUrgency.STOPPED,
    )


def notify_of(finding: CheckMessage, since: datetime.datetime) -> None:
    """Notify administrators of a finding, if it is about a job or a task. Its message never quotes an error."""
    if finding.id in IDS:
        notify(
            JOB,
            get_user_model().objects.filter(is_superuser=True, is_active=True),
            key=f"{since:%Y-%m-%d %H:%M:%S} {finding.id} {finding.obj}",
            subject=finding.obj,
            text=finding.msg,
            url=reverse("doctor"),
        )
