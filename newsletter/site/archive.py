"""The archive: an issue as it went out, on the web and on paper.

Once an issue has begun to go out, readers see the frozen edition, and later edits change nothing. Until then the web page is
made from the page itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from cms.base import pdf
from cms.history.past import is_past
from cms.pages import contexts
from cms.pages.viewer import visibility_of
from cms.visibility.rule import Visibility
from newsletter.choices import EditionAudience
from newsletter.frame import names
from newsletter.generator.data import for_templates
from newsletter.generator.editions import editions_of
from newsletter.models import ArchivedIssue, IssueIndexPage, IssuePage, IssuePdf
from programme.site import lists


@contexts.shown.of(IssueIndexPage)
def issues(page: IssueIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Return the part of the list of issues that the address asks for, latest first."""
    found = IssuePage.objects.order_by(*IssuePage.list_order)
    numbered = lists.numbered(visibility_of(request).filter(found), request)
    return {"numbered": numbered, "entries": lists.as_entries(numbered)}


@contexts.shown.of(IssuePage)
def issue(page: IssuePage, request: HttpRequest) -> dict[str, Any]:
    """Return the update's name and what went out; of a preview, which shows what is being written, nothing."""
    shown = {"edition": None, "has_pdf": False} if getattr(request, "is_preview", False) else archive_context(page)
    return shown | {"update": names(visibility_of(request)).name}


def archive_context(page: IssuePage) -> dict[str, Any]:
    """Return the extra context of `newsletter/issue_page.html`: `edition`, the sent edition or None, and whether it is there
    as PDF (`has_pdf`). One query.

    An edition without data, as none of today's programs writes it, counts as none. Pages of past days don't lead to the PDF:
    it may have been made later.
    """
    there = Value(False) if is_past() else Exists(IssuePdf.objects.filter(archived=OuterRef("pk")))
    found = ArchivedIssue.objects.filter(issue=page).only("data").annotate(has_pdf=there)
    archived = found.first() if page.pk else None
    if archived is None or not archived.data:
        return {"edition": None, "has_pdf": False}
    return {"edition": for_templates(archived.data), "has_pdf": archived.has_pdf}


def print_edition(request: HttpRequest, number: int, part: int) -> HttpResponse:
    """Return a public issue for printing: as it went out, otherwise as the page is now. Raises Http404."""
    page = visibility_of(request).filter(IssuePage.objects.filter(number=number, part=part)).first()
    if page is None:
        raise Http404
    edition = archive_context(page)["edition"] or for_templates(editions_of(page)[EditionAudience.EXTERNAL].data)
    return render(request, "newsletter/issue_print.html", {"page": page, "edition": edition})


def pdf_edition(request: HttpRequest, number: int, part: int) -> HttpResponse:
    """Return the PDF of a public issue as it went out. It is never made here, so that strangers cost nothing. Raises Http404
    until it is there."""
    pages = visibility_of(request).filter(IssuePage.objects.filter(number=number, part=part))
    found = IssuePdf.objects.filter(archived__issue__in=pages.values("pk")).first()
    if found is None:
        raise Http404
    return as_response(bytes(found.content), number, part)


def as_response(content: bytes, number: int, part: int) -> HttpResponse:
    """Return an issue's PDF as a file that browsers show."""
    name = f"update-{number}-{part}.pdf" if part > 1 else f"update-{number}.pdf"
    response = HttpResponse(content, content_type=pdf.MEDIA_TYPE)
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    response["X-Robots-Tag"] = "noindex"
    return response


def files_of_issues(visibility: Visibility) -> Iterator[tuple[str, bytes]]:
    """Yield the public issues for a records archive, each as HTML, as text and with what is known of it as JSON."""
    found = visibility.filter(ArchivedIssue.objects.filter(visibility.in_own_tree("issue__path")))
    for one in found.select_related("issue").order_by("started_at", "pk"):
        name = f"{one.issue.number}-{one.issue.part}"
        known = {
            "subject": one.subject,
            "started_at": one.started_at.isoformat(),
            "address": visibility.url_of(one.issue),
            "sha256": one.sha256,
        }
        yield f"{name}.html", one.html.encode()
        yield f"{name}.txt", one.text.encode()
        yield f"{name}.json", json.dumps(known, ensure_ascii=False, indent=1).encode()
