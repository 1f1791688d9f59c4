"""Relay connections: forward and backward paging by opaque cursors that stay true when rows are added.

Source of the shapes: the GraphQL Cursor Connections Specification (https://relay.dev/graphql/connections.htm).
A connection reads nothing until one of its fields is asked for. A nested one reads for all peers of its parent at once.
"""

from __future__ import annotations

import base64
import datetime
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Model, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from wagtail.models import Page

from .context import Context, adopt
from .errors import ApiError, ErrorCode
from .orders import Key, keys_of, mark_of

DEFAULT_SIZE = 20
LARGEST_SIZE = 100


@dataclass(frozen=True)
class Slice:
    """Which part of a list is asked for. `size` rows from the start, or from the end when `backward`."""

    size: int
    backward: bool = False
    after: str | None = None
    before: str | None = None

    @classmethod
    def of(cls, first: int | None, last: int | None, after: str | None, before: str | None) -> Slice:
        """Return the slice for a field's arguments. Raises ApiError for sizes that make no sense."""
        if first is not None and last is not None:
            raise ApiError(ErrorCode.BAD_PAGE_SIZE, "Ask for `first` or for `last`, not for both.")
        size = last if last is not None else DEFAULT_SIZE if first is None else first
        if not 0 <= size <= LARGEST_SIZE:
            raise ApiError(ErrorCode.BAD_PAGE_SIZE, f"Ask for 0 to {LARGEST_SIZE} items at a time.")
        return cls(size, last is not None, after, before)


@dataclass(frozen=True)
class Edge:
    """An item with its place in the list."""

    node: Any
    cursor: str


class Rows:
    """What a connection answers from: a queryset, an order and a slice."""

    def __init__(self, queryset: QuerySet, order: tuple[str, ...], part: Slice, context: Context):
        self.queryset = queryset
        self.keys = keys_of(queryset.model, order)
        self.mark = mark_of(queryset.model, order)
        self.order = order
        self.part = part
        self.context = context

    def ordered(self) -> QuerySet:
        """Return the rows of the slice's direction, with the values that a cursor needs, between the cursors."""
        keys = {f"_key{i}": key.expression for i, key in enumerate(self.keys)}
        queryset = self.queryset.annotate(**keys)
        if self.part.after:
            queryset = queryset.filter(self._beyond(self.part.after, forward=True))
        if self.part.before:
            queryset = queryset.filter(self._beyond(self.part.before, forward=False))
        return queryset.order_by(*self.order_terms())

    def order_terms(self) -> list[Any]:
        """Return the terms to sort by in the slice's direction."""
        return [key.term(f"_key{i}", backward=self.part.backward) for i, key in enumerate(self.keys)]

    def edge(self, row: Model) -> Edge:
        values = [getattr(row, f"_key{i}") for i in range(len(self.keys))]
        return Edge(row, encode_cursor(self.mark, values))

    def _beyond(self, cursor: str, *, forward: bool) -> Q:
        """Return the condition for rows after (or before) the cursor in the list's own order."""
        values = decode_cursor(cursor, self.mark, self.keys)
        condition, equal = Q(), Q()
        for i, (key, value) in enumerate(zip(self.keys, values, strict=True)):
            beyond = key.beyond(f"_key{i}", value, forward=forward)
            if beyond is not None:
                condition |= equal & beyond
            equal &= Q(**{f"_key{i}__isnull": True} if value is None else {f"_key{i}": value})
        # Said twice, so that an index is entered at the cursor: no database looks for that behind an OR.
        return self.keys[0].not_before("_key0", values[0], forward=forward) & condition


class Connection:
    """What the GraphQL type of a connection reads; made for a queryset, a relation or the pages above a page."""

    def __init__(self, part: Slice):
        self.part = part

    @property
    def total_count(self) -> int:
        raise NotImplementedError

    @cached_property
    def found(self) -> list[Edge]:
        """Edges in reading direction, one more than asked for if there are more."""
        raise NotImplementedError

    @cached_property
    def edges(self) -> list[Edge]:
        edges = self.found[: self.part.size]
        return edges[::-1] if self.part.backward else edges

    @property
    def nodes(self) -> list[Any]:
        return [edge.node for edge in self.edges]

    @property
    def page_info(self) -> dict[str, Any]:
        more = len(self.found) > self.part.size
        return {
            "has_next_page": bool(self.part.before) if self.part.backward else more,
            "has_previous_page": more if self.part.backward else bool(self.part.after),
            "start_cursor": self.edges[0].cursor if self.edges else None,
            "end_cursor": self.edges[-1].cursor if self.edges else None,
        }


class QuerySetConnection(Connection):
    """All rows of a queryset."""

    def __init__(self, rows: Rows):
        super().__init__(rows.part)
        self.rows = rows

    @cached_property
    def total_count(self) -> int:
        return self.rows.queryset.count()

    @cached_property
    def found(self) -> list[Edge]:
        rows = list(self.rows.ordered()[: self.part.size + 1])
        edges = specific_edges([self.rows.edge(row) for row in rows], self.rows.context)
        return [edge for edge in edges if edge.node is not None]


class RelationBatch:
    """Reads one relation for all peers: one query for the rows, one for the counts, each only if asked for.

    `parent` is an expression that gives, in a row of the target, the key of the parent that it belongs to.
    """

    def __init__(self, rows: Rows, parent: Any, keys: set[Any]):
        self.rows = rows
        self.related = rows.queryset.annotate(_parent=parent).filter(_parent__in=keys)

    @cached_property
    def found(self) -> dict[Any, list[Edge]]:
        rows = self.rows
        selection = Rows(self.related, rows.order, rows.part, rows.context)
        place = Window(RowNumber(), partition_by=[F("_parent")], order_by=selection.order_terms())
        found = list(selection.ordered().annotate(_place=place).filter(_place__lte=rows.part.size + 1))
        edges = specific_edges([rows.edge(row) for row in found], rows.context)
        by_parent: dict[Any, list[Edge]] = {}
        for row, edge in zip(found, edges, strict=True):
            if edge.node is not None:
                by_parent.setdefault(row._parent, []).append(edge)
        return by_parent

    @cached_property
    def counts(self) -> dict[Any, int]:
        counted = self.related.order_by().values("_parent").annotate(_count=Count("pk"))
        return {row["_parent"]: row["_count"] for row in counted}


class RelationConnection(Connection):
    """One parent's share of a batch."""

    def __init__(self, batch: RelationBatch, key: Any):
        super().__init__(batch.rows.part)
        self.batch = batch
        self.key = key

    @property
    def total_count(self) -> int:
        return self.batch.counts.get(self.key, 0)

    @cached_property
    def found(self) -> list[Edge]:
        return self.batch.found.get(self.key, [])


def specific_edges(edges: list[Edge], context: Context) -> list[Edge]:
    """Return the edges with pages as what they are, peers of each other. One query a page type at most.

    A page that went away between two statements leaves an edge without a node.
    """
    if edges and type(edges[0].node) is Page:
        context.expect(Page, [edge.node.pk for edge in edges])
        edges = [Edge(context.get(Page, edge.node.pk), edge.cursor) for edge in edges]
    adopt(edge.node for edge in edges if edge.node is not None)
    return edges


def encode_cursor(mark: str, values: list[Any]) -> str:
    """Return the values of the sort keys as an opaque cursor of the list with the mark."""
    return base64.urlsafe_b64encode(json.dumps([mark, *values], default=_exactly).encode()).decode().rstrip("=")


def _exactly(value: datetime.date) -> str:
    """Write a day or a moment to its last digit: a rounded cursor would fall beside its row."""
    return value.isoformat()


def decode_cursor(cursor: str, mark: str, keys: tuple[Key, ...]) -> list[Any]:
    """Return the values in a cursor. Raises ApiError when it isn't one of a list with this mark and these keys."""
    try:
        found, *values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if found == mark:
            return [key.parsed(value) for key, value in zip(keys, values, strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError):
        pass
    raise ApiError(ErrorCode.BAD_CURSOR, "This cursor isn't from this list, or the list was in another order.")
