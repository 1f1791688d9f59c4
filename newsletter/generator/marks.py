"""Marks on an issue's links to pages of the hub, which say from which issue a reader comes: the same for all readers.

There are none unless an app registers one. The edition's data has no marks, so the archive's links have none either.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from cms.base.registry import Registry
from newsletter.models import IssuePage

HREF = re.compile(r'(<a\s[^>]*href=")([^"]*)(")', re.IGNORECASE)

# Each is called with an issue and returns the query that marks its links, such as “update=12”, or nothing.
marks: Registry[Callable[[IssuePage], str]] = Registry("mark of an issue's links")


def mark_of(issue: IssuePage) -> str:
    """Return the query that marks an issue's links; empty if they aren't marked."""
    return next((mark for make in marks.values() if (mark := make(issue))), "")


def marked(data: dict[str, Any], mark: str) -> dict[str, Any]:
    """Return an edition's data with the mark on the links of its items and texts to pages of the hub."""
    if not mark:
        return data
    home = data["surroundings"]["url"]

    def in_text(html: str) -> str:
        return HREF.sub(lambda found: found[1] + address(found[2], home, mark) + found[3], html)

    blocks = [
        {
            **block,
            "html": in_text(block["html"]),
            "items": [{**item, "url": address(item["url"], home, mark)} for item in block["items"]],
        }
        for block in data["blocks"]
    ]
    return {**data, "introduction": in_text(data["introduction"]), "blocks": blocks}


def address(url: str, home: str, mark: str) -> str:
    """Return an address with the mark, if it is that of a page of the hub: below its front page, and no file or query."""
    if not url.startswith(home):
        return url
    parts = urlsplit(url)
    if parts.query or not parts.path.endswith("/"):
        return url
    return parts._replace(query=mark).geturl()
