"""Records progress: adds an entry to a commitment's ledger and publishes just that, or submits it for approval."""

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
    """What happened to an entry. The value is the message for the editor, after the commitment's name."""

    PUBLISHED = "The entry is published."
    SUBMITTED = "The entry is in a draft awaiting approval: you may not publish it yourself."
    IN_DRAFT = (
        "The entry is in the draft. It becomes public when the page is published, which nobody has been asked to do."
    )


class AlreadyThereError(ValueError):
    """The ledger already has an entry with the same day, status and note, or the correction is no longer possible."""


@transaction.atomic
def record(
    page_id: int, entry: ProgressEntry, user: User, telling: Telling | None = None
) -> tuple[CommitmentPage, Outcome]:
    """Add the entry to the commitment; publish it if the user may, otherwise submit it for approval.

    Raises PermissionDenied if the user may not edit the page, AlreadyThereError, ValidationError.
    """
    page = CommitmentPage.objects.select_for_update().get(pk=page_id)
    if not may_record(page, user) or beside.is_locked(page, user):
        raise PermissionDenied
    _check(page, entry)
    telling = telling or Telling()
    if beside.may_publish(page, user):

        def add(version: CommitmentPage) -> None:
            # The draft may have it already: every version has the recorded entries.
            if all(ledger.fact(one) != ledger.fact(entry) for one in version.progress_entries.all()):
                _add(version, entry)

        beside.publish(page, add, user, telling, ACTION)
        return page, Outcome.PUBLISHED
    return page, _draft(page, entry, user, telling)


def may_record(page: CommitmentPage, user: User) -> bool:
    """Say whether the user may add entries, at least in a draft. An alias takes its entries from its original."""
    return page.alias_of_id is None and page.permissions_for_user(user).can_edit()


def _check(page: CommitmentPage, entry: ProgressEntry) -> None:
    drafted = page.get_latest_revision_as_object().progress_entries.all()
    there = [*page.progress_entries.all(), *drafted]
    if any(ledger.fact(one) == ledger.fact(entry) for one in there):
        raise AlreadyThereError("This entry already exists, on the page or in its draft.")
    if entry.corrects_id is not None:
        if entry.corrects_id not in {one.pk for one in ledger.recorded(page)}:
            raise AlreadyThereError("The entry to be corrected no longer exists.")
        if any(one.corrects_id == entry.corrects_id for one in there):
            raise AlreadyThereError("This entry has already been corrected. If necessary, correct the correction.")


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
