"""The page tree: above and below, read for all peers of a page at once."""

from __future__ import annotations

from typing import Any

from django.db.models.functions import Left, Length
from wagtail.models import Page

from .connections import ListConnection, RelationBatch, RelationConnection, Rows, Slice, list_order
from .context import Context, group_of

STEP = Page.steplen


def ancestors(page: Page, context: Context) -> list[Page]:
    """Return the visible pages above, from the top of the site down."""
    group = group_of(page)

    def ways(other: Page) -> list[str]:
        return [other.path[:end] for end in range(len(context.root_of(other).path), len(other.path), STEP)]

    def read() -> dict[str, int]:
        paths = {path for other in group for path in ways(other)}
        found = dict(context.visibility.filter(Page.objects.filter(path__in=paths)).values_list("path", "pk"))
        context.expect(Page, found.values())
        return found

    keys = context.shared(("ancestors", group), read)
    pages = (context.get(Page, keys[path]) for path in ways(page) if path in keys)
    return [other for other in pages if other is not None]


def parent(page: Page, context: Context) -> Page | None:
    """Return the page above, or None at the top of the site."""
    above = ancestors(page, context)
    return above[-1] if above and above[-1].path == page.path[:-STEP] else None


def ancestor_connection(page: Page, info, arguments: dict[str, Any]) -> ListConnection:
    """Return the pages above as a connection. Raises ApiError for arguments that make no sense."""
    part = Slice.of(*(arguments.get(name) for name in ("first", "last", "after", "before")))
    return ListConnection(ancestors(page, info.context), part)


def children(page: Page, info, arguments: dict[str, Any]) -> RelationConnection:
    """Return the visible pages directly below as a connection. Raises ApiError for arguments that make no sense."""
    context = info.context
    part = Slice.of(*(arguments.get(name) for name in ("first", "last", "after", "before")))
    group = group_of(page)

    def make() -> RelationBatch:
        rows = Rows(context.visibility.filter(Page.objects.all()), list_order(Page), part, context)
        return RelationBatch(rows, Left("path", Length("path") - STEP), {other.path for other in group})

    return RelationConnection(context.shared(("children", part, group), make), page.path)
