"""Records progress: adds one entry to a commitment's ledger and publishes just that, or submits it for approval."""

from __future__ import annotations

from enum import Enum

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from programme import beside, ledger
from programme.beside import Telling
from programme.models import CommitmentPage, ProgressEntry

ACTION = "programme.progress.record"


class Outcome(Enum):
    """What became of an entry. The value is what the editor reads after the commitment's name."""

    PUBLISHED = "The entry is published."
    SUBMITTED = "The entry is in a draft that waits for approval: you may not publish it yourself."
    IN_DRAFT = (
        "The entry is in the draft. It isn't public before the page is published, which nobody has been asked to do."
    )


class AlreadyThereError(ValueError):
    """The ledger has an entry of the same day with the same status and note, or the correction isn't possible any more."""


@transaction.atomic
def record(
    page_id: int, entry: ProgressEntry, user: User, telling: Telling | None = None
) -> tuple[CommitmentPage, Outcome]:
    """Add the entry to the commitment, publish it if the user may, else submit it for approval.

    Raises PermissionDenied if the user may not even edit, AlreadyThereError, ValidationError.
    """
    page = CommitmentPage.objects.select_for_update().get(pk=page_id)
    if not may_record(page, user) or beside.is_locked(page, user):
        raise PermissionDenied
    _check(page, entry)
    telling = telling or Telling()
    if beside.may_publish(page, user):

        def add(version: CommitmentPage) -> None:
            # The draft has it already: what is on record stands in every version.
            if all(ledger.fact(one) != ledger.fact(entry) for one in version.progress_entries.all()):
                _add(version, entry)

        beside.publish(page, add, user, telling, ACTION)
        return page, Outcome.PUBLISHED
    return page, _draft(page, entry, user, telling)


def may_record(page: CommitmentPage, user: User) -> bool:
    """Say whether the user may add entries, be it in a draft. An alias repeats what another page says."""
    return page.alias_of_id is None and page.permissions_for_user(user).can_edit()


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


def _add(page: CommitmentPage, entry: ProgressEntry) -> None:
    last = max((one.sort_order or 0 for one in page.progress_entries.all()), default=-1)
    entry.sort_order = last + 1
    entry.page = page
    page.progress_entries.add(entry)


def _draft(page: CommitmentPage, entry: ProgressEntry, user: User, telling: Telling) -> Outcome:
    draft = page.get_latest_revision_as_object()
    _add(draft, entry)
    telling.put_into(draft)
    draft.save_revision(user=user, log_action=True)
    if page.permissions_for_user(user).can_publish():
        return Outcome.IN_DRAFT
    workflow = page.get_workflow()
    if page.current_workflow_state or workflow is None:
        return Outcome.SUBMITTED if page.current_workflow_state else Outcome.IN_DRAFT
    workflow.start(draft, user)
    return Outcome.SUBMITTED
