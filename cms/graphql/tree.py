"""The page tree: ancestors and children, read for all peers of a page at once."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from cms.base.orders import list_order
from cms.batches.peers import group_of
from cms.visibility.indexes import ParentPath
from cms.visibility.rule import Visibility
from cms.visibility.statements import several

from .arguments import ListArguments
from .connections import Connection, ConnectionRows, Edge, RelationBatch, RelationConnection
from .context import Context, Info

STEP = Page.steplen


def ancestors(page: Page, context: Context) -> list[Page]:
    """Return the visible pages above, from the top of the site down."""
    group = group_of(page)

    def build(visibility: Visibility) -> QuerySet[Any]:
        pages = Page.objects.filter(path__among="paths").order_by()
        return visibility.filter(pages).values_list("path", "pk")

    def read() -> dict[str, int]:
        paths = {path for other in group for path in _paths_above(other, context)}
        found = dict(context.values(Page, "ancestors", build, {"paths": several(paths)}))
        context.expect(Page, found.values())
        return found

    keys = group.shared("ancestors", read)
    pages = (context.get(Page, keys[path]) for path in _paths_above(page, context) if path in keys)
    return [other for other in pages if other is not None]


def parent(page: Page, context: Context) -> Page | None:
    """Return the page above, or None at the top of the site."""
    above = ancestors(page, context)
    return above[-1] if above and above[-1].path == page.path[:-STEP] else None


class AncestorConnection(Connection):
    """The pages above one page: always a short list, read for all peers and assigned in memory."""

    def __init__(self, page: Page, asked: ListArguments):
        super().__init__(asked.part)
        self.page = page
        self.asked = asked
        self.context = asked.context

    @property
    def plain(self) -> bool:
        """Whether it is the plain breadcrumb, which `parent` also reads."""
        return self.asked.condition is None and self.asked.order == list_order(Page)

    @property
    def total_count(self) -> int:
        if self.plain:
            return len(ancestors(self.page, self.context))
        fitting = group_of(self.page).shared(("ancestor paths", self.asked.key), self._read_paths)
        return len(fitting.intersection(_paths_above(self.page, self.context)))

    @cached_property
    def found(self) -> list[Edge]:
        if self.plain:
            edges = self._breadcrumb()
        else:
            above = set(_paths_above(self.page, self.context))
            everything = group_of(self.page).shared(("ancestor edges", self.asked.key), self._read)
            edges = [edge for edge in everything if edge.node.path in above]
        return edges[: self.part.size + 1]

    def _breadcrumb(self) -> list[Edge]:
        rows = self._rows()
        after, before = (rows.places.get(name, [None])[0] for name in ("after", "before"))
        edges = [
            Edge(page, [page.path], rows.mark)
            for page in ancestors(self.page, self.context)
            if (after is None or page.path > after) and (before is None or page.path < before)
        ]
        return edges[::-1] if self.part.backward else edges

    def _read(self) -> list[Edge]:
        rows = self._rows()

        def build(visibility: Visibility) -> QuerySet[Any]:
            return rows.ordered(rows.build(visibility))

        found = self.context.edges(Page, ("ancestors", rows.shape_key), build, rows.values, rows.names)
        return [Edge(node, keys, rows.mark) for node, keys in found if node is not None]

    def _read_paths(self) -> set[str]:
        rows = self._rows()

        def build(visibility: Visibility) -> QuerySet[Any]:
            return rows.build(visibility).values_list("path")

        return {path for (path,) in self.context.values(Page, ("paths", rows.key), build, dict(rows.bound))}

    def _rows(self) -> ConnectionRows:
        paths = {path for page in group_of(self.page) for path in _paths_above(page, self.context)}

        def build(visibility: Visibility) -> QuerySet[Any]:
            return visibility.filter(Page.objects.filter(path__among="paths").order_by())

        return self.asked.rows("ancestors", build, {"paths": several(paths)})


def ancestor_connection(page: Page, info: Info, arguments: dict[str, Any]) -> AncestorConnection:
    """Return the pages above as a connection. Raises ApiError for invalid arguments."""
    return AncestorConnection(page, ListArguments.of(Page, arguments, info.context))


def children(page: Page, info: Info, arguments: dict[str, Any]) -> RelationConnection:
    """Return the visible pages directly below as a connection. Raises ApiError for invalid arguments."""
    asked = ListArguments.of(Page, arguments, info.context)
    group = group_of(page)

    def build(visibility: Visibility) -> QuerySet[Any]:
        return visibility.filter(Page.objects.order_by())

    def make() -> RelationBatch:
        rows = asked.rows("children", build)
        return RelationBatch(rows, ParentPath("path"), {other.path for other in group})

    return RelationConnection(group.shared(("children", asked.key), make), page.path)


def _paths_above(page: Page, context: Context) -> list[str]:
    """Return the paths of all pages above, from the top of the site (in the page's language) down."""
    top = len(context.visibility.root_of(page).path)
    return [page.path[:end] for end in range(top, len(page.path), STEP)]
