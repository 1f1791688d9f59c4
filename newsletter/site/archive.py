"""The archive: an issue as it went out, on the web and on paper.

Once it has begun to go out, readers see what was frozen, and what is edited later changes nothing. Until then the web page is
made from the page itself.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cms.delivery.viewer import visibility_of
from newsletter.choices import Audience
from newsletter.generator.data import for_templates
from newsletter.generator.rendering import editions_of
from newsletter.models import ArchivedIssue, IssuePage


def archive_context(page: IssuePage) -> dict[str, Any]:
    """Return what `newsletter/issue_page.html` needs beside the page: `edition`, what went out, or None. One query.

    Not for a preview, which shows what is being written.
    """
    archived = ArchivedIssue.objects.filter(issue=page).only("data").first() if page.pk else None
    return {"edition": for_templates(archived.data) if archived else None}


def print_edition(request: HttpRequest, number: int, part: int) -> HttpResponse:
    """Return a public issue for paper: as it went out, or else as the page stands. Raises Http404."""
    page = visibility_of(request).filter(IssuePage.objects.filter(number=number, part=part)).first()
    if page is None:
        raise Http404
    edition = archive_context(page)["edition"] or for_templates(editions_of(page)[Audience.EXTERNAL].data)
    return render(request, "newsletter/issue_print.html", {"page": page, "edition": edition})
