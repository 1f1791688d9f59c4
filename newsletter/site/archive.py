"""The archive: an issue as it was sent, on the web and on paper.

Once a send has begun, readers see the frozen external edition, and what is edited later changes nothing. Until then the web
page is made from the page itself.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse

from newsletter.choices import Audience
from newsletter.generator.data import for_templates
from newsletter.generator.rendering import editions_of
from newsletter.models import Edition, IssuePage


def frozen_edition(page: IssuePage) -> Edition | None:
    """Return the external edition that the latest send to have begun carries, or None before the first. One query."""
    editions = Edition.objects.filter(
        snapshot__issue_id=page.pk, audience=Audience.EXTERNAL, snapshot__sends__started_at__isnull=False
    )
    return editions.order_by("-snapshot__sends__started_at", "-pk").first() if page.pk else None


def archive_context(page: IssuePage) -> dict[str, Any]:
    """Return what `newsletter/issue_page.html` needs beside the page: `edition`, the frozen one's data, or None.

    Not for a preview, which shows what is being written.
    """
    edition = frozen_edition(page)
    return {"edition": for_templates(edition.data) if edition else None}


def print_edition(request: HttpRequest, page: IssuePage) -> TemplateResponse:
    """Return the issue for paper: as it was sent, or else as the page stands."""
    edition = archive_context(page)["edition"]
    if edition is None:
        edition = for_templates(editions_of(page)[Audience.EXTERNAL].data)
    return TemplateResponse(request, "newsletter/issue_print.html", {"page": page, "edition": edition})
