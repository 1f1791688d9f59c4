"""Relay connections: forward and backward paging by opaque cursors that stay true when rows are added.

Source of the shapes: the GraphQL Cursor Connections Specification (https://relay.dev/graphql/connections.htm).
A connection reads nothing until one of its fields is asked for. A nested one reads for all peers of its parent at once.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Count, F, Model, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from wagtail.models import Page

from .context import Context, adopt
from .errors import ApiError, ErrorCode

DEFAULT_SIZE = 20
LARGEST_SIZE = 100


def list_order(model: type[Model]) -> tuple[str, ...]:
    """Return the order of a model's lists: its `list_order`, else its default ordering; the key makes it total.

    Pages of all types together come in the order of the tree.
    """
    if model is Page:
        return ("path",)
    order = tuple(getattr(model, "list_order", None) or model._meta.ordering or ())
    return (*order, "-pk" if order and order[0].startswith("-") else "pk")


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
        self.order = order
        self.part = part
        self.context = context

    def ordered(self) -> QuerySet:
        """Return the rows of the slice's direction, with the values that a cursor needs, between the cursors."""
        keys = {f"_key{i}": F(name.lstrip("-")) for i, name in enumerate(self.order)}
        queryset = self.queryset.annotate(**keys)
        if self.part.after:
            queryset = queryset.filter(self._beyond(self.part.after, forward=True))
        if self.part.before:
            queryset = queryset.filter(self._beyond(self.part.before, forward=False))
        return queryset.order_by(*self.order_terms())

    def order_terms(self) -> list[Any]:
        """Return the terms to sort by in the slice's direction."""
        terms = []
        for i, name in enumerate(self.order):
            descending = name.startswith("-") != self.part.backward
            terms.append(F(f"_key{i}").desc() if descending else F(f"_key{i}").asc())
        return terms

    def edge(self, row: Model) -> Edge:
        values = [getattr(row, f"_key{i}") for i in range(len(self.order))]
        return Edge(row, encode_cursor(values))

    def _beyond(self, cursor: str, *, forward: bool) -> Q:
        """Return the condition for rows after (or before) the cursor in the list's own order."""
        values = decode_cursor(cursor, len(self.order))
        condition, equal = Q(), Q()
        for i, (name, value) in enumerate(zip(self.order, values, strict=True)):
            lookup = "lt" if name.startswith("-") == forward else "gt"
            condition |= equal & Q(**{f"_key{i}__{lookup}": value})
            equal &= Q(**{f"_key{i}": value})
        return condition


class Connection:
    """What the GraphQL type of a connection reads; made by `of_queryset`, `of_relation` or `of_list`."""

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
        with cursor_errors():
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
        with cursor_errors():
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


class ListConnection(Connection):
    """A list that is in memory already and short by nature, such as the pages above a page."""

    def __init__(self, things: list[Any], part: Slice):
        super().__init__(part)
        self.things = things

    @property
    def total_count(self) -> int:
        return len(self.things)

    @cached_property
    def found(self) -> list[Edge]:
        edges = [Edge(thing, encode_cursor([i])) for i, thing in enumerate(self.things)]
        first = self._place(self.part.after) + 1 if self.part.after else 0
        last = self._place(self.part.before) if self.part.before else len(edges)
        edges = edges[first:last]
        return (edges[::-1] if self.part.backward else edges)[: self.part.size + 1]

    @staticmethod
    def _place(cursor: str) -> int:
        place = decode_cursor(cursor, 1)[0]
        if not isinstance(place, int) or place < 0:
            raise ApiError(ErrorCode.BAD_CURSOR, "This cursor isn't from this list.")
        return place


def specific_edges(edges: list[Edge], context: Context) -> list[Edge]:
    """Return the edges with pages as what they are, peers of each other. One query a page type at most.

    A page that went away between two statements leaves an edge without a node.
    """
    if edges and type(edges[0].node) is Page:
        context.expect(Page, [edge.node.pk for edge in edges])
        edges = [Edge(context.get(Page, edge.node.pk), edge.cursor) for edge in edges]
    adopt(edge.node for edge in edges if edge.node is not None)
    return edges


class _ExactEncoder(DjangoJSONEncoder):
    """Keeps microseconds, which Django's own cuts off: a cursor must name its row exactly."""

    def default(self, o):
        return o.isoformat() if isinstance(o, datetime.datetime) else super().default(o)


def encode_cursor(values: list[Any]) -> str:
    """Return the values of the sort keys as an opaque cursor."""
    return base64.urlsafe_b64encode(json.dumps(values, cls=_ExactEncoder).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, length: int) -> list[Any]:
    """Return the values in a cursor. Raises ApiError when it isn't one of ours for a list with so many keys."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        values = None
    fits = isinstance(values, list) and len(values) == length
    if not fits or not all(isinstance(value, str | int) and not isinstance(value, bool) for value in values):
        raise ApiError(ErrorCode.BAD_CURSOR, "This cursor isn't from this list.")
    if any(isinstance(value, str) and "\0" in value for value in values):
        raise ApiError(ErrorCode.BAD_CURSOR, "This cursor isn't from this list.")
    return values


class cursor_errors:  # noqa: N801  reads as a statement: `with cursor_errors():`
    """Say that a cursor is not from this list when its values don't fit the columns."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, ValidationError | ValueError | OverflowError | TypeError):
            raise ApiError(ErrorCode.BAD_CURSOR, "This cursor isn't from this list.") from error
        return False
