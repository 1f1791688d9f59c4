"""The page tree: above and below, read for all peers of a page at once."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models.functions import Left, Length
from wagtail.models import Page

from .asking import Asked
from .connections import (
    Connection,
    Edge,
    RelationBatch,
    RelationConnection,
    Rows,
    decode_cursor,
    encode_cursor,
    specific_edges,
)
from .context import Context, group_of
from .orders import list_order

STEP = Page.steplen


def ancestors(page: Page, context: Context) -> list[Page]:
    """Return the visible pages above, from the top of the site down."""
    group = group_of(page)

    def read() -> dict[str, int]:
        paths = {path for other in group for path in _paths_above(other, context)}
        found = dict(context.visibility.filter(Page.objects.filter(path__in=paths)).values_list("path", "pk"))
        context.expect(Page, found.values())
        return found

    keys = context.shared(("ancestors", group), read)
    pages = (context.get(Page, keys[path]) for path in _paths_above(page, context) if path in keys)
    return [other for other in pages if other is not None]


def parent(page: Page, context: Context) -> Page | None:
    """Return the page above, or None at the top of the site."""
    above = ancestors(page, context)
    return above[-1] if above and above[-1].path == page.path[:-STEP] else None


class AncestorConnection(Connection):
    """The pages above one page: a list short by nature, read for all peers and shared out in memory."""

    def __init__(self, page: Page, asked: Asked, context: Context):
        super().__init__(asked.part)
        self.page = page
        self.asked = asked
        self.context = context

    @property
    def plain(self) -> bool:
        """Whether it is the breadcrumb itself, which `parent` reads too."""
        return not self.asked.where and self.asked.order == list_order(Page)

    @property
    def total_count(self) -> int:
        if self.plain:
            return len(ancestors(self.page, self.context))
        key = ("ancestor paths", self.asked.key, group_of(self.page))
        fitting = self.context.shared(key, lambda: set(self._rows().queryset.values_list("path", flat=True)))
        return len(fitting.intersection(_paths_above(self.page, self.context)))

    @cached_property
    def found(self) -> list[Edge]:
        if self.plain:
            edges = self._breadcrumb()
        else:
            key = ("ancestor edges", self.asked.key, group_of(self.page))
            above = set(_paths_above(self.page, self.context))
            edges = [edge for edge in self.context.shared(key, self._read) if edge.node.path in above]
        return edges[: self.part.size + 1]

    def _breadcrumb(self) -> list[Edge]:
        rows = self._rows()
        after, before = (
            decode_cursor(cursor, rows.mark, rows.keys)[0] if cursor else None
            for cursor in (self.part.after, self.part.before)
        )
        edges = [
            Edge(page, encode_cursor(rows.mark, [page.path]))
            for page in ancestors(self.page, self.context)
            if (after is None or page.path > after) and (before is None or page.path < before)
        ]
        return edges[::-1] if self.part.backward else edges

    def _read(self) -> list[Edge]:
        rows = self._rows()
        edges = specific_edges([rows.edge(row) for row in rows.ordered()], self.context)
        return [edge for edge in edges if edge.node is not None]

    def _rows(self) -> Rows:
        paths = {path for page in group_of(self.page) for path in _paths_above(page, self.context)}
        pages = self.context.visibility.filter(Page.objects.filter(path__in=paths))
        return self.asked.rows(pages, self.context)


def ancestor_connection(page: Page, info, arguments: dict[str, Any]) -> AncestorConnection:
    """Return the pages above as a connection. Raises ApiError for arguments that make no sense."""
    return AncestorConnection(page, Asked.of(Page, arguments), info.context)


def children(page: Page, info, arguments: dict[str, Any]) -> RelationConnection:
    """Return the visible pages directly below as a connection. Raises ApiError for arguments that make no sense."""
    context = info.context
    asked = Asked.of(Page, arguments)
    group = group_of(page)

    def make() -> RelationBatch:
        rows = asked.rows(context.visibility.filter(Page.objects.all()), context)
        return RelationBatch(rows, Left("path", Length("path") - STEP), {other.path for other in group})

    return RelationConnection(context.shared(("children", asked.key, group), make), page.path)


def _paths_above(page: Page, context: Context) -> list[str]:
    """Return the paths of all pages above, from the top of the site down."""
    top = len(context.site.root_page.path)
    return [page.path[:end] for end in range(top, len(page.path), STEP)]
