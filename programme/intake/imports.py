"""Carries out an import as drafts, in one transaction, and takes it back as far as nobody has edited its pages since."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.base.csv_files import PlanRefusedError
from cms.editing.admin_search import indexed_together
from cms.models import BasePage
from programme.models import Intake, IntakePage, IntakeState

from . import files, tables
from .lines import IntakeLine
from .plans import plan
from .targets import guessed, targets

ACTION, UNDO = "programme.intake", "programme.intake.undo"
NOT_OPEN = "This import is finished already."
# Why a page stays as it is when an import is taken back, and what became of the others.
EDITED = "Somebody has edited it since."
PUBLISHED = "It has been published since."
WAITS = "It is locked, waits for approval or is scheduled."
NO_RIGHT = "You may not delete or edit it."
LOST = "Its earlier version is no longer kept."
REASONS = (EDITED, PUBLISHED, WAITS, NO_RIGHT, LOST)
DELETED, RESTORED, GONE = "Deleted", "Has its earlier content again", "Somebody has deleted it already"


@transaction.atomic
def begin(
    kind: str,
    text: str,
    user: User,
    *,
    file_name: str = "",
    content: bytes | None = None,
    uploads: Iterable[Any] = (),
) -> Intake:
    """Keep a table, and how its columns are guessed, for the person to look at.

    `content` is the file's, if it was one. `uploads` are the forms of the files that its lines name
    (`files.filled_forms`). Raises UnreadableFileError.
    """
    text = tables.as_csv(text)
    found = tables.read(text)
    digest = hashlib.sha256(text.encode() if content is None else content).hexdigest()
    intake = Intake.objects.create(
        kind=kind,
        text=text,
        mapping=guessed(targets[kind], found.headings),
        lines=len(found.lines),
        file_name=file_name[-200:],
        digest=digest,
        begun_by=user,
    )
    files.keep(intake, uploads, user)
    return intake


@transaction.atomic
def carry_out(intake: Intake, numbers: Collection[int], user: User) -> Intake:
    """Take in the chosen lines of the table: make drafts and change drafts, all or none. Nothing is published.

    Raises PlanRefusedError if a chosen line can't be taken any more, UnreadableFileError; then nothing is written.
    """
    intake = Intake.objects.select_for_update().get(pk=intake.pk)
    if intake.state != IntakeState.OPEN:
        raise PlanRefusedError(NOT_OPEN)
    found = plan(intake, user, numbers)
    chosen = [line for line in found.lines if line.number in numbers]
    if found.objections:
        raise PlanRefusedError(" ".join(found.objections))
    if wrong := [str(line.number) for line in chosen if not line.can_be_taken]:
        raise PlanRefusedError(f"Nothing was imported. These lines can't be taken any more: {', '.join(wrong)}.")
    if not chosen:
        raise PlanRefusedError("Choose at least one line.")
    with indexed_together():
        pages = [_saved(line, intake, user) for line in chosen]
    IntakePage.objects.bulk_create(pages)
    files.drop(intake, user, besides=files.shown_by(line.draft for line in chosen if line.draft))
    intake.state, intake.done_at = IntakeState.DONE, timezone.now()
    intake.made = sum(page.is_new for page in pages)
    intake.changed = len(pages) - intake.made
    intake.text = ""  # it may be about people, and isn't needed any longer
    intake.save(update_fields=["state", "done_at", "made", "changed", "text"])
    return intake


def _saved(line: IntakeLine, intake: Intake, user: User) -> IntakePage:
    page, before = line.draft, None
    assert page is not None  # noqa: S101  a line without one can't be taken
    if line.page is not None:
        before = line.page.latest_revision or line.page.save_revision(user=user, clean=False)
    try:
        if line.parent is not None and line.is_new:
            line.parent.add_child(instance=page)
        revision = page.save_revision(user=user, log_action="wagtail.create" if line.is_new else ACTION)
    except ValidationError as error:
        # What the page itself refuses when it is saved, after its form.
        raise PlanRefusedError(f"Nothing was imported. Line {line.number}: {' '.join(error.messages)}") from None
    return IntakePage(
        intake=intake,
        page_id=page.pk,
        title=page.title,
        line=line.number,
        is_new=line.is_new,
        before=before,
        after=revision,
    )


@transaction.atomic
def discard(intake: Intake, user: Any = None) -> None:
    """Delete an import that made nothing, and the documents that came with it. Raises PlanRefusedError if something was made."""
    # Who makes a draft of it holds the lock: then the draft is there, or the import isn't.
    locked = Intake.objects.select_for_update().filter(pk=intake.pk, state=IntakeState.OPEN).first()
    if locked is None or locked.pages.exists():
        raise PlanRefusedError(NOT_OPEN)
    files.drop(locked, user)
    locked.delete()


@transaction.atomic
def undo(intake: Intake, user: User) -> tuple[int, list[IntakePage]]:
    """Take back what an import made and changed: new pages are deleted, with the documents that came for them alone, and
    changed drafts get their earlier content.

    Pages that somebody has edited or published since stay as they are. Returns how many were taken back, and the others,
    each with the reason as its outcome. It can be called again for those. Raises PlanRefusedError.
    """
    intake = Intake.objects.select_for_update().get(pk=intake.pk)
    if intake.state == IntakeState.OPEN:
        raise PlanRefusedError("This import isn't done yet.")
    rows = list(intake.pages.filter(outcome__in=["", *REASONS]).select_related("before", "after"))
    pages = {page.pk: page.specific for page in Page.objects.filter(pk__in=[row.page_id for row in rows])}
    stay = []
    for row in rows:
        page = pages.get(row.page_id or 0)
        if page is None:
            row.outcome = GONE
        elif reason := _objection_to_undo(row, page, user):
            row.outcome = reason
            stay.append(row)
        else:
            row.outcome = _taken_back(row, page, user)
    IntakePage.objects.bulk_update(rows, ["outcome"])
    files.drop(intake, user, besides=files.kept_in_history(intake.pages.select_related("after")))
    if not stay:
        intake.state = IntakeState.UNDONE
    intake.undone_at, intake.undone_by = timezone.now(), user
    intake.save(update_fields=["state", "undone_at", "undone_by"])
    return len(rows) - len(stay), stay


def _objection_to_undo(row: IntakePage, page: BasePage, user: User) -> str:
    """Return the reason why a page stays as it is; empty if it can be taken back."""
    rights = page.permissions_for_user(user)
    if not row.is_new and row.before is None:
        return LOST
    if row.is_new and page.first_published_at:
        return PUBLISHED
    if row.after_id is None or page.latest_revision_id != row.after_id:
        return EDITED
    if page.live and page.live_revision_id == row.after_id:
        return PUBLISHED
    if page.locked or page.workflow_in_progress or page.scheduled_revision:
        return WAITS
    return "" if (rights.can_delete() if row.is_new else rights.can_edit()) else NO_RIGHT


def _taken_back(row: IntakePage, page: BasePage, user: User) -> str:
    if row.is_new:
        page.delete(user=user)
        return DELETED
    before: Revision | None = row.before
    assert before is not None  # noqa: S101  `_objection_to_undo` has said so
    was_public = page.live and page.live_revision_id == before.pk
    before.as_object().save_revision(user=user, clean=False, log_action=UNDO)
    if was_public:
        # The draft says what readers see, as before.
        Page.objects.filter(pk=page.pk).update(has_unpublished_changes=False)
    return RESTORED
