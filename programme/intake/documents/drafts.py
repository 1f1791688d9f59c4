"""The drafts that an import of documents makes and fills. It notes what it made, so that the import can be taken back.

They may be unfinished: only the form asks for what is missing, when somebody publishes them.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from wagtail.models import Page

from cms.models import BasePage
from programme.intake.imports import ACTION
from programme.models import IntakeDocument, IntakePage


class NotPossibleNowError(ValueError):
    """A proposal can't be accepted. The message says why in a sentence."""


def add(document: IntakeDocument, page: BasePage, parent: Page, user: User) -> None:
    """Add a draft below a page, and note that the import made it."""
    page.live, page.owner = False, user
    parent.add_child(instance=page)
    revision = page.save_revision(user=user, clean=False, log_action="wagtail.create")
    IntakePage.objects.create(intake=document.intake, page_id=page.pk, title=page.title, is_new=True, after=revision)


def draft_of(page: BasePage, user: User) -> Any:
    """Return the draft of a page that this import made. Raises PermissionDenied, NotPossibleNowError."""
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    lock = page.get_lock()
    if lock and lock.for_user(user):
        raise NotPossibleNowError(f"“{page.title}” is locked, or waits for approval.")
    return page.get_latest_revision_as_object()


def save(document: IntakeDocument, draft: BasePage, user: User) -> None:
    """Save a draft, and note its revision: unless somebody else has edited it, the import can still be taken back."""
    before = draft.latest_revision_id
    revision = draft.save_revision(user=user, clean=False, log_action=ACTION)
    document.intake.pages.filter(page=draft.pk, after=before).update(after=revision)
