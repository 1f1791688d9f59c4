"""The state of an issue in a word, from draft to sent: one source for lists, the form and the desk."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from wagtail.models import WorkflowState

from cms.base import words
from newsletter.choices import SendState

if TYPE_CHECKING:
    from newsletter.models import IssuePage, Send


@dataclass(frozen=True)
class IssueState:
    """A state, its moment if it has one, and the send that it comes from, if any."""

    label: str
    at: datetime.datetime | None = None
    send: Send | None = None

    @property
    def phrase(self) -> str:
        """The state with its day; with the hour as well if it is ahead."""
        if self.at is None:
            return self.label
        day = words.day(timezone.localdate(self.at))
        if self.send and self.send.state == SendState.SCHEDULED:
            return f"{self.label} for {day}, {words.clock(self.at)}"
        return f"{self.label}, {day}"


def state_of(issue: IssuePage) -> IssueState:
    """Return the state of an issue, by its newest send that wasn't cancelled, or else its approval.

    Reads its sends, its snapshots and its workflow; a list prefetches them.
    """
    send = next((send for send in issue.sends.all() if send.state != SendState.CANCELLED), None)
    if send is not None:
        at = send.due_at if send.state == SendState.SCHEDULED else send.finished_at
        return IssueState(SendState(send.state).label, at, send)
    revision = issue.latest_revision_id
    approvals = [one.created_at for one in issue.snapshots.all() if one.approved_by_id and one.revision_id == revision]
    if approvals:
        return IssueState("Approved", max(approvals))
    workflow = issue.current_workflow_state
    if workflow is None:
        return IssueState("Published, never sent" if issue.live else "Draft")
    waits = workflow.status == WorkflowState.STATUS_IN_PROGRESS
    return IssueState("Waiting for approval" if waits else "Changes requested")
