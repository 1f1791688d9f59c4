"""Issues as PDF: the print edition, tagged. That of a sent issue is made once, by a worker, so that no reader waits for it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.template.loader import render_to_string

from cms.base import pdf
from cms.jobs.registry import Stop, do_each, job
from newsletter.choices import EditionAudience
from newsletter.models import ArchivedIssue, IssuePage, IssuePdf

from .data import for_templates
from .editions import editions_of


def of_draft(page: IssuePage) -> bytes:
    """Return the external edition of an issue as the page is in memory. Raises GeneratorError."""
    return _of_data(editions_of(page)[EditionAudience.EXTERNAL].data)


def of_archived(archived: ArchivedIssue) -> IssuePdf:
    """Return the PDF of an issue as it went out; make it if it isn't there yet."""
    found = IssuePdf.objects.filter(archived=archived).first()
    return found or IssuePdf.objects.get_or_create(archived=archived, defaults={"content": _of_data(archived.data)})[0]


@job("Newsletter: make PDF files of issues", every=60)
def make_missing(stop: Stop) -> bool:
    """Make those of issues that went out and have none, the latest first. Without WeasyPrint there is nothing to do."""
    if not pdf.is_possible():
        return False
    # An edition without data, as none of today's programs writes it, has nothing to print.
    missing = ArchivedIssue.objects.filter(pdf=None).exclude(data={}).order_by("-pk").defer("data")
    do_each([(str(archived), partial(of_archived, archived)) for archived in missing], stop)
    return False


def _of_data(data: dict[str, Any]) -> bytes:
    return pdf.of_html(render_to_string("newsletter/issue_print.html", {"edition": for_templates(data)}))
