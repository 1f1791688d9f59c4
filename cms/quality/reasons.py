"""Reasons for publishing a page in spite of findings: stored in the page's history, with the user."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from .findings import Finding

ACTION = "cms.drafts.reason"


def note(page: Page, found: Sequence[Finding], reason: str, user: User | None) -> None:
    """Store the reason. Only the codes of the findings are stored, no text of the page."""
    labels = list(dict.fromkeys(finding.code.label for finding in found))
    data = {"reason": reason, "findings": labels, "marks": sorted({finding.mark for finding in found})}
    log(instance=page, action=ACTION, user=user, data=data)


def unanswered(page: Page, found: Sequence[Finding], user: User | None) -> list[Finding]:
    """Return the findings for which the user has given no reason yet. Needed if publishing comes after the question."""
    if not found or user is None:
        return list(found)
    noted = PageLogEntry.objects.filter(page_id=page.pk, action=ACTION, user_id=user.pk).values_list("data", flat=True)
    answered = {mark for data in noted for mark in data.get("marks", ())}
    return [finding for finding in found if finding.mark not in answered]


def note_pending(page: Page, user: User) -> None:
    """Store the reason that was typed into the page's form, once the page is saved."""
    found, reason = page.__dict__.pop("reason_to_publish", ((), ""))
    if found:
        note(page, found, reason, user)
