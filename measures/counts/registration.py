"""Tells the rest of the hub about counts: what they listen to, and where they appear."""

from __future__ import annotations

from wagtail.documents.models import document_served

from cms.accounts.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, VIEWERS, rights
from cms.operations.server import process_ends
from cms.pages.addresses import site_of_page
from home.site.pages import endings as page_endings
from measures.models import DailyCount
from newsletter.generator.marks import marks
from newsletter.models import IssuePage

from . import (
    endings,
    privacy,
    sources,
    switch,
    upkeep,  # noqa: F401  importing it declares its job
)
from .middleware import note_document


def register() -> None:
    """Register counts with the apps that they belong to."""
    for group in (EDITORS, MODERATORS, PROGRAMME_LEADS, VIEWERS):
        rights.add((group, DailyCount), ("view",))
    document_served.connect(note_document, dispatch_uid="measures.counts.document")
    process_ends.connect(endings.write, dispatch_uid="measures.counts.endings")
    privacy.register()
    page_endings.add("measures.counts", privacy.section)
    marks.add("measures.counts", mark_of_issue)
    sources.register()


def mark_of_issue(issue: IssuePage) -> str:
    """Return the mark of an issue's links, if readers of its site are counted."""
    return f"update={issue.number}" if issue.number and switch.is_on(site_of_page(issue)) else ""
