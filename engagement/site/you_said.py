"""What the page “You said, we did” shows."""

from __future__ import annotations

from cms.graphql.visibility import Visibility
from engagement.models import YouSaidWeDidPage
from programme.site import words
from programme.site.lists import numbered
from programme.site.pages import shown


def entries(page: YouSaidWeDidPage, request) -> dict:
    """Return what was said and done, latest first, with links to what is public. Two queries."""
    visibility = Visibility.for_request(request)
    rows = page.entries.select_related("work_stream", "target").order_by("-date", "-pk")
    told = numbered(rows, request)
    return {
        "numbered": told,
        "told": [
            {
                "when": words.day(row.date),
                "said": row.said,
                "did": row.did,
                "stream": shown(row.work_stream, visibility),
                "target": shown(row.target, visibility),
            }
            for row in told
        ],
    }
