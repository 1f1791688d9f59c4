"""What came of an approval: who approved a draft, and what publishes it.

An approval publishes a page at once, unless something else does so later: a schedule, or a later app (`reasons_to_wait`).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, TaskState, WorkflowState

from cms.base.dates import moment_in_words
from cms.base.user_fields import name_of
from cms.editing.workflows import NOT_PUBLISHED, reasons_to_wait


@dataclass(frozen=True)
class Approval:
    """An approval of a page's latest draft that hasn't made it public yet, and what does."""

    by: str
    at: datetime.datetime
    next_step: str

    def __str__(self):
        return f"Approved by {self.by} on {moment_in_words(self.at)}. {self.next_step}"


def standing_approval(page: Page) -> Approval | None:
    """Return the approval of the page's latest draft; None if there is none, or if the draft is public."""
    if not page.pk or not page.has_unpublished_changes or page.latest_revision_id is None:
        return None
    approved = TaskState.objects.filter(
        revision=page.latest_revision_id,
        status=TaskState.STATUS_APPROVED,
        workflow_state__status=WorkflowState.STATUS_APPROVED,
    )
    task = approved.select_related("finished_by").order_by("-finished_at").first()
    return Approval(name_of(task.finished_by, "somebody"), task.finished_at, next_step(page)) if task else None


def next_step(page: Page) -> str:
    """Say what publishes an approved draft."""
    if waits := what_waits(page):
        return waits
    scheduled = page.revisions.filter(approved_go_live_at__isnull=False).order_by("-pk").first()
    if scheduled:
        return f"It will be published on {moment_in_words(scheduled.approved_go_live_at)}."
    return f"It will be published by {publishers_of(page)}."


def what_waits(page: Page) -> str:
    """Say why an approval of the page doesn't publish it; empty if it does."""
    return " ".join(filter(None, (waits(page) for waits in reasons_to_wait.values())))


def publishers_of(page: Page) -> str:
    """Return the groups that may publish the page: “Moderators or Programme leads”."""
    above = Page.objects.ancestor_of(page, inclusive=True).values("pk")
    groups = Group.objects.filter(
        page_permissions__permission__codename="publish_page", page_permissions__page__in=above
    ).distinct()
    return " or ".join(groups.order_by("name").values_list("name", flat=True)) or "an administrator"


def promise(page: Page) -> str:
    """Return what the last approval of the page's workflow does at once: “publish” or “schedule”; empty if neither."""
    state = page.current_workflow_state
    if state is None or not state.is_at_final_task or what_waits(page):
        return ""
    return "schedule" if page.go_live_at and page.go_live_at > timezone.now() else "publish"


@dataclass(frozen=True)
class WorkflowOutcome:
    """What an action in a workflow led to. `is_done` is False if the editor has to look again.

    `url` is the page's public address, if it is published now.
    """

    text: str
    is_done: bool = True
    url: str = ""


def outcome_of(task_state: TaskState) -> WorkflowOutcome:
    """Say what an approval or a rejection of a draft, which was just saved, led to."""
    state = WorkflowState.objects.select_related("requested_by").get(pk=task_state.workflow_state_id)
    page = Page.objects.get(pk=state.object_id).specific
    title = f"“{page.get_admin_display_title()}”"
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return WorkflowOutcome(f"{title} went back to {name_of(state.requested_by, 'somebody')} for changes.")
    if state.status == WorkflowState.STATUS_IN_PROGRESS:
        return _under_way(title, task_state, state.current_task_state)
    if page.live and not page.has_unpublished_changes:
        return WorkflowOutcome(f"{title} is approved and published.", url=page.url or "")
    if stopped := _what_stopped(page, task_state):
        return WorkflowOutcome(f"{title} is approved, but not published. {stopped}", is_done=False)
    return WorkflowOutcome(f"{title} is approved. {next_step(page)}")


def _under_way(title: str, before: TaskState, now: TaskState | None) -> WorkflowOutcome:
    if now is not None and now.task_id == before.task_id:
        return WorkflowOutcome(
            f"{title} isn't approved yet: its newest draft isn't the one that you approved. Look at that, and approve it.",
            is_done=False,
        )
    return WorkflowOutcome(f"{title} is approved at this step. The next step is “{now.task.name if now else ''}”.")


def _what_stopped(page: Page, task_state: TaskState) -> str:
    """Return writing help's sentence about why the approval didn't publish the page; empty if it did."""
    since = PageLogEntry.objects.filter(page=page.pk, action=NOT_PUBLISHED, timestamp__gte=task_state.started_at)
    entry = since.order_by("-pk").first()
    return entry.data["reason"] if entry else ""
