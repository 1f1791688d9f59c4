"""Records progress: adds one entry to a commitment's ledger and publishes just that.

What else stands in a draft of the commitment isn't published with it, and isn't lost: the draft is saved again on top, with
its place in an approval or in a schedule.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.locks import ScheduledForPublishLock, WorkflowLock
from wagtail.models import Revision, TaskState

from cms.changes import FIELDS
from cms.choices import Significance
from programme import ledger
from programme.models import CommitmentPage, ProgressEntry


class Outcome(Enum):
    """What became of an entry. The value is what the editor reads after the commitment's name."""

    PUBLISHED = "The entry is published."
    SUBMITTED = "The entry is in a draft that waits for approval: you may not publish it yourself."
    IN_DRAFT = (
        "The entry is in the draft. It isn't public before the page is published, which nobody has been asked to do."
    )


class AlreadyThereError(ValueError):
    """The ledger has an entry of the same day with the same status and note, or the correction isn't possible any more."""


@dataclass(frozen=True)
class Telling:
    """What readers are told about the change: how big it is, and a line; see `cms.changes`."""

    significance: str = Significance.MINOR
    note: str = ""


class _BesideTheDraft(PublishPageRevisionAction):
    """Publishes without ending the approval of the draft, which goes on."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.object._current_workflow_states = []


@transaction.atomic
def record(
    page_id: int, entry: ProgressEntry, user: AbstractBaseUser, telling: Telling | None = None
) -> tuple[CommitmentPage, Outcome]:
    """Add the entry to the commitment, publish it if the user may, else submit it for approval.

    Raises PermissionDenied if the user may not even edit, AlreadyThereError, ValidationError.
    """
    page = CommitmentPage.objects.select_for_update().get(pk=page_id)
    if not may_record(page, user) or is_locked(page, user):
        raise PermissionDenied
    _check(page, entry)
    telling = telling or Telling()
    if _publishes(page, user):
        _publish(page, entry, user, telling)
        return page, Outcome.PUBLISHED
    return page, _draft(page, entry, user, telling)


def may_record(page: CommitmentPage, user: AbstractBaseUser) -> bool:
    """Say whether the user may add entries, be it in a draft. An alias repeats what another page says."""
    return page.alias_of_id is None and page.permissions_for_user(user).can_edit()


def is_locked(page: CommitmentPage, user: AbstractBaseUser) -> bool:
    """Say whether somebody's lock is in the way. What locks only the draft doesn't hinder a publication beside it."""
    lock = page.get_lock()
    if lock is None or not lock.for_user(user):
        return False
    return not (isinstance(lock, (WorkflowLock, ScheduledForPublishLock)) and _publishes(page, user))


def _publishes(page: CommitmentPage, user: AbstractBaseUser) -> bool:
    return page.live and page.permissions_for_user(user).can_publish()


def _check(page: CommitmentPage, entry: ProgressEntry) -> None:
    drafted = page.get_latest_revision_as_object().progress_entries.all()
    there = [*page.progress_entries.all(), *drafted]
    if any(ledger.fact(one) == ledger.fact(entry) for one in there):
        raise AlreadyThereError("This entry is there already, in the draft if not on the page.")
    if entry.corrects_id is not None:
        if entry.corrects_id not in {one.pk for one in ledger.recorded(page)}:
            raise AlreadyThereError("The entry that this one corrects isn't there any more.")
        if any(one.corrects_id == entry.corrects_id for one in there):
            raise AlreadyThereError("This entry was corrected already. Correct the correction, if need be.")


def _add(page: CommitmentPage, entry: ProgressEntry, telling: Telling) -> None:
    last = max((one.sort_order or 0 for one in page.progress_entries.all()), default=-1)
    entry.sort_order = last + 1
    entry.page = page
    page.progress_entries.add(entry)
    page.change_significance, page.change_note = telling.significance, telling.note


def _publish(page: CommitmentPage, entry: ProgressEntry, user: AbstractBaseUser, telling: Telling) -> None:
    latest = page.latest_revision if page.has_unpublished_changes else None
    scheduled = page.revisions.filter(approved_go_live_at__isnull=False).first()
    # Read before: publishing takes the notes about the change out of the revisions before it.
    notes = {name: latest.content.get(name, "") for name in FIELDS} if latest else {}
    waiting = {**notes, "go_live_at": scheduled.approved_go_live_at} if scheduled else notes
    _add(page, entry, telling)
    revision = page.save_revision(user=user, log_action="programme.progress.record")
    _BesideTheDraft(revision, user=user, changed=True, log_action=True).execute()
    if latest:
        again = _save_again(latest, notes)
        TaskState.objects.filter(revision=latest, status=TaskState.STATUS_IN_PROGRESS).update(revision=again)
        if scheduled and scheduled.pk == latest.pk:
            scheduled = again
    if scheduled:
        Revision.objects.filter(pk=scheduled.pk).update(approved_go_live_at=waiting["go_live_at"])


def _save_again(latest: Revision, notes: dict[str, str]) -> Revision:
    """Save the draft as it was on top of what is published now; its ledger is the published one and what it adds."""
    draft = Revision.objects.get(pk=latest.pk).as_object()
    for name, value in notes.items():
        setattr(draft, name, value)
    return draft.save_revision(user=latest.user, clean=False)


def _draft(page: CommitmentPage, entry: ProgressEntry, user: AbstractBaseUser, telling: Telling) -> Outcome:
    draft = page.get_latest_revision_as_object()
    _add(draft, entry, telling)
    draft.save_revision(user=user, log_action=True)
    if page.permissions_for_user(user).can_publish():
        return Outcome.IN_DRAFT
    workflow = page.get_workflow()
    if page.current_workflow_state or workflow is None:
        return Outcome.SUBMITTED if page.current_workflow_state else Outcome.IN_DRAFT
    workflow.start(draft, user)
    return Outcome.SUBMITTED
