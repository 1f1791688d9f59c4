"""Issues being written that contain a page, for `cms.editing.consequences`."""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse

from cms.editing.consequences import AffectedGroup, AffectedPlace
from newsletter.generator.documents import FOLDER, document
from newsletter.generator.proposals import page_ids
from newsletter.models import IssuePage

SECTIONS = ("sections", "internal_sections")


def open_issues(page, user) -> AffectedGroup:
    """Return the issues without any send in whose newest draft the page is an item or a link. One query."""
    group = AffectedGroup(
        "Newsletter", "It isn't in any issue that is being written. If the change is major, the next issue proposes it."
    )
    if page.pk is None:
        return group
    issues = IssuePage.objects.filter(sends=None, latest_revision__isnull=False).select_related("latest_revision")
    for issue in issues.order_by("-number", "-part"):
        if page.pk in _held(issue.latest_revision.content):
            edits = issue.permissions_for_user(user).can_edit()
            url = reverse("newsletter_desk", args=[issue.pk]) if edits else ""
            group.places.append(
                AffectedPlace(issue.draft_title, "its text is updated until the issue is approved", url)
            )
    return group


def _held(content: dict) -> set[int]:
    blocks: list[Any] = []
    for name in SECTIONS:
        value = content.get(name) or []
        blocks += json.loads(value) if isinstance(value, str) else value
    return set(page_ids(blocks))


def documents() -> dict[str, str]:
    """Return the newsletter's own documents by name."""
    return {f"Newsletter: {path.stem}": document(path.stem) for path in sorted(FOLDER.glob("*.graphql"))}
