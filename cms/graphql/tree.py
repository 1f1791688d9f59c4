"""The page tree: above and below, read for all peers of a page at once."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Left, Length
from wagtail.models import Page

from .connections import ListConnection, RelationBatch, RelationConnection, Rows, Slice, list_order
from .context import Context, group_of
from .statements import several
from .visibility import Visibility

STEP = Page.steplen


def ancestors(page: Page, context: Context) -> list[Page]:
    """Return the visible pages above, from the top of the site down."""
    group = group_of(page)

    def way(other: Page) -> list[str]:
        return [other.path[:end] for end in range(len(context.root_of(other).path), len(other.path), STEP)]

    def build(visibility: Visibility) -> QuerySet:
        pages = Page.objects.filter(path__among="paths").order_by()
        return visibility.filter(pages).values_list("path", "pk")

    def read() -> dict[str, int]:
        paths = {path for other in group for path in way(other)}
        found = dict(context.values(Page, "ancestors", build, {"paths": several(paths)}))
        context.expect(Page, found.values())
        return found

    keys = group.shared("ancestors", read)
    pages = (context.get(Page, keys[path]) for path in way(page) if path in keys)
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

    def build(visibility: Visibility) -> QuerySet:
        return visibility.filter(Page.objects.order_by())

    def make() -> RelationBatch:
        rows = Rows(Page, "children", build, list_order(Page), part, context)
        return RelationBatch(rows, Left("path", Length("path") - STEP), {other.path for other in group})

    return RelationConnection(group.shared(("children", part), make), page.path)
