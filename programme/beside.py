"""Publishes one change to a page without anything else from its draft.

Other changes in the draft are neither published nor lost: the draft is saved again as the latest revision and keeps its
place in an approval or a schedule. So a lock that only protects the draft doesn't prevent such a change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import User
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.locks import ScheduledForPublishLock, WorkflowLock
from wagtail.models import Revision, TaskState

from cms.base.choices import Significance
from cms.models import BasePage
from cms.pages.changes import FIELDS

Change = Callable[[BasePage], None]


@dataclass(frozen=True)
class Telling:
    """The size of the change and a line about it for readers; see `cms.pages.changes`."""

    significance: str = Significance.MINOR
    note: str = ""

    def put_into(self, page: BasePage) -> None:
        page.change_significance, page.change_note = self.significance, self.note


class _BesideTheDraft(PublishPageRevisionAction):
    """Publishes without ending the draft's approval."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.object._current_workflow_states = []


def may_publish(page: BasePage, user: User) -> bool:
    """Say whether the user may publish a change of the public version."""
    return page.live and page.permissions_for_user(user).can_publish()


def is_locked(page: BasePage, user: User) -> bool:
    """Say whether a lock prevents the change."""
    lock = page.get_lock()
    if lock is None or not lock.for_user(user):
        return False
    return not (isinstance(lock, (WorkflowLock, ScheduledForPublishLock)) and may_publish(page, user))


def publish(page: BasePage, change: Change, user: User, telling: Telling, action: str) -> None:
    """Make the change in the public version and publish it; make it in the draft too, if there is one.

    `page` is the public version from the database, not a draft; `action` names the entry in its history. Call it in a
    transaction. Raises ValidationError if the public version is invalid.
    """
    latest = page.latest_revision if page.has_unpublished_changes else None
    scheduled = page.revisions.filter(approved_go_live_at__isnull=False).first()
    go_live_at = scheduled.approved_go_live_at if scheduled else None
    # Read first: publishing removes the notes about the change from earlier revisions.
    notes = {name: latest.content.get(name, "") for name in FIELDS} if latest else {}
    change(page)
    telling.put_into(page)
    revision = page.save_revision(user=user, log_action=action)
    _BesideTheDraft(revision, user=user, changed=True, log_action=True).execute()
    if latest:
        draft = Revision.objects.get(pk=latest.pk).as_object()
        change(draft)
        for name, value in notes.items():
            setattr(draft, name, value)
        again = draft.save_revision(user=latest.user, clean=False)
        TaskState.objects.filter(revision=latest, status=TaskState.STATUS_IN_PROGRESS).update(revision=again)
        if scheduled and scheduled.pk == latest.pk:
            scheduled = again
    if scheduled:
        Revision.objects.filter(pk=scheduled.pk).update(approved_go_live_at=go_live_at)
