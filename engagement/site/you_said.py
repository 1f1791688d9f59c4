"""The content of the page “You said, we did”."""

from __future__ import annotations

from django.db.models import Prefetch

from cms.base import words
from cms.base.local_texts import hub_text
from cms.pages import contexts
from cms.pages.viewer import visibility_of
from cms.visibility.rule import Visibility
from engagement.models import Engagement, YouSaidWeDidPage
from programme.models import Organisation, WorkStreamPage
from programme.site.lists import numbered
from programme.site.pages import shown

LATEST = 30  # engagements; the API has all of them


@contexts.shown.of(YouSaidWeDidPage)
def entries(page: YouSaidWeDidPage, request) -> dict:
    """Return entries and public engagements, latest first, with links to public pages. Five queries."""
    visibility = visibility_of(request)
    rows = page.entries.select_related("work_stream", "target").order_by("-date", "-pk")
    told = numbered(rows, request)
    return {
        "numbered": told,
        "told": [
            {
                "row": row,
                "when": words.day(row.date),
                "said": row.said,
                "did": row.did,
                "stream": shown(row.work_stream, visibility),
                "target": shown(row.target, visibility),
            }
            for row in told
        ],
        "talked": _talked(visibility),
    }


def _talked(visibility: Visibility) -> list[dict]:
    """Return the latest engagements that the team made public, with their public organisations and work streams."""
    found = visibility.filter(Engagement.objects.all()).prefetch_related(
        Prefetch("organisations", visibility.filter(Organisation.objects.order_by("name"))),
        Prefetch("work_streams", visibility.filter(WorkStreamPage.objects.order_by("path"))),
    )
    return [
        {
            "when": words.day(row.date),
            "kind": hub_text(row.get_kind_display()),
            "with": list(row.organisations.all()),
            "summary": row.public_summary,
            "streams": list(row.work_streams.all()),
        }
        for row in found.order_by("-date", "-pk")[:LATEST]
    ]
