"""Which issues in the making hold a page, for `cms.consequences`."""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse

from cms.consequences import Group, Place
from newsletter.generator.documents import FOLDER, document
from newsletter.generator.proposing import page_ids
from newsletter.models import IssuePage

SECTIONS = ("sections", "internal_sections")


def open_issues(page, user) -> Group:
    """Return the issues without any send in whose newest draft the page is an item or a link. One query."""
    group = Group(
        "Newsletter", "It is in no issue that is being written. The next one proposes it if the change is major."
    )
    if page.pk is None:
        return group
    issues = IssuePage.objects.filter(sends=None, latest_revision__isnull=False).select_related("latest_revision")
    for issue in issues.order_by("-number", "-part"):
        if page.pk in _held(issue.latest_revision.content):
            edits = issue.permissions_for_user(user).can_edit()
            url = reverse("newsletter_desk", args=[issue.pk]) if edits else ""
            group.places.append(Place(issue.draft_title, "what it says is read anew until it is approved", url))
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
