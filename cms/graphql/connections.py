"""Relay connections: forward and backward paging by opaque cursors that stay true when rows are added.

Source of the shapes: the GraphQL Cursor Connections Specification (https://relay.dev/graphql/connections.htm).
A connection reads nothing until one of its fields is asked for. A nested one reads for all peers of its parent at once.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import json
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import (
    BigIntegerField,
    Count,
    DateField,
    Exists,
    Expression,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Window,
)
from django.db.models.functions import RowNumber
from django.utils.functional import cached_property
from wagtail.models import Page

from .context import Context
from .errors import ApiError, ErrorCode
from .statements import Among, Parameter, apart, field_at, fitting, several
from .visibility import Visibility

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


class Edge:
    """An item with its place in the list, which is told by the values of the list's sort keys."""

    __slots__ = ("keys", "node")

    def __init__(self, node: Any, keys: list[Any]):
        self.node = node
        self.keys = keys

    @property
    def cursor(self) -> str:
        return encode_cursor(self.keys)


class Rows:
    """What a connection answers from: the rows of a model, an order and a slice.

    `build` returns the rows for the visibility that it gets, not ordered; `key` names what they depend on beside it.
    """

    def __init__(
        self,
        model: type[Model],
        key: Hashable,
        build: Callable[[Visibility], QuerySet],
        order: tuple[str, ...],
        part: Slice,
        context: Context,
    ):
        self.model = model
        self.key = key
        self.build = build
        self.order = order
        self.part = part
        self.context = context
        self.names = tuple(f"_key{i}" for i in range(len(order)))

    @cached_property
    def shape_key(self) -> Hashable:
        """What a statement for the slice depends on: not the cursors' values, but whether there are any."""
        part = self.part
        return (self.model, self.key, self.order, part.size, part.backward, bool(part.after), bool(part.before))

    @cached_property
    def values(self) -> dict[str, Any]:
        """The values of the statement's parameters. Raises ApiError for a cursor that isn't from this list."""
        values = {}
        for name, cursor in (("after", self.part.after), ("before", self.part.before)):
            if cursor:
                with cursor_errors():
                    for i, value in enumerate(decode_cursor(cursor, len(self.order))):
                        field = field_at(self.model, self.order[i].lstrip("-"))
                        values[f"{name}{i}"] = fitting(field, value)
        return values

    def ordered(self, queryset: QuerySet) -> QuerySet:
        """Return the rows in the slice's direction, with the values that a cursor needs, between the cursors."""
        lookups = [name.lstrip("-") for name in self.order]
        queryset = queryset.annotate(
            **{f"_key{i}": apart(F(name), field_at(self.model, name)) for i, name in enumerate(lookups)}
        )
        if self.part.after:
            queryset = queryset.filter(self._beyond("after", forward=True))
        if self.part.before:
            queryset = queryset.filter(self._beyond("before", forward=False))
        return queryset.order_by(*self.order_terms())

    def order_terms(self) -> list[Any]:
        """Return the terms to sort by in the slice's direction."""
        terms = []
        for i, name in enumerate(self.order):
            descending = name.startswith("-") != self.part.backward
            terms.append(F(f"_key{i}").desc() if descending else F(f"_key{i}").asc())
        return terms

    def _beyond(self, cursor: str, *, forward: bool) -> Q:
        """Return the condition for rows after (or before) the cursor of that name in the list's own order."""
        condition, equal = Q(), Q()
        for i, name in enumerate(self.order):
            value = Parameter(f"{cursor}{i}")
            lookup = "lt" if name.startswith("-") == forward else "gt"
            condition |= equal & Q(**{f"_key{i}__{lookup}": value})
            equal &= Q(**{f"_key{i}": value})
        # Said once more in a form that lets a database start from the cursor in an index.
        lookup = "lte" if self.order[0].startswith("-") == forward else "gte"
        return Q(**{f"_key0__{lookup}": Parameter(f"{cursor}0")}) & condition


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
    """All rows that a root field lists."""

    def __init__(self, rows: Rows):
        super().__init__(rows.part)
        self.rows = rows

    @cached_property
    def total_count(self) -> int:
        return self.rows.context.count(self.rows.model, self.rows.key, self.rows.build)

    @cached_property
    def found(self) -> list[Edge]:
        rows = self.rows

        def build(visibility: Visibility) -> QuerySet:
            return rows.ordered(rows.build(visibility))[: rows.part.size + 1]

        with cursor_errors():
            found = rows.context.edges(rows.model, ("list", rows.shape_key), build, rows.values, rows.names)
        return [Edge(node, keys) for node, keys in found if node is not None]


def belonging(queryset: QuerySet, parent: str | Expression) -> QuerySet:
    """Return the rows whose parents are among the parameter `keys`, each with its parent's key as `_parent`.

    `parent` is a lookup that leads to the parents, or an expression for the key, a text.
    """
    if isinstance(parent, str):
        # As a lookup, so that the database starts from the keys and not from all rows.
        return queryset.filter(**{f"{parent}__pk__among": "keys"}).annotate(_parent=apart(F(parent), BigIntegerField()))
    return queryset.annotate(_parent=apart(parent, TextField())).filter(Among(F("_parent"), "keys"))


def of_one(queryset: QuerySet, parent: str | Expression, in_order: bool) -> QuerySet:
    """Return the rows of the one parent whose key is the parameter `key`.

    With `in_order` the condition is one that keeps the database walking in the list's order.
    """
    if not isinstance(parent, str):
        return queryset.annotate(_parent=parent).filter(_parent=Parameter("key"))
    lookup = {f"{parent}__pk": Parameter("key")}
    if in_order:
        return queryset.filter(Exists(queryset.model._base_manager.filter(pk=OuterRef("pk"), **lookup)))
    return queryset.filter(**lookup)


class RelationBatch:
    """Reads one relation for all peers: one statement for the rows, one for the counts, each only if asked for.

    `parent` gives, in a row of the target, the key of the parent that it belongs to, as `belonging` takes it.
    """

    def __init__(self, rows: Rows, parent: str | Expression, keys: set[Any]):
        self.rows = rows
        self.parent = parent
        self.keys = keys

    def related(self, visibility: Visibility) -> QuerySet:
        """Return the rows of all parents, each with its parent's key."""
        return belonging(self.rows.build(visibility), self.parent)

    @cached_property
    def found(self) -> dict[Any, list[Edge]]:
        with cursor_errors():
            return self._found_of_one(*self.keys) if len(self.keys) == 1 else self._found_of_many()

    def _found_of_many(self) -> dict[Any, list[Edge]]:
        rows = self.rows

        def build(visibility: Visibility) -> QuerySet:
            place = Window(RowNumber(), partition_by=[F("_parent")], order_by=rows.order_terms())
            ordered = rows.ordered(self.related(visibility)).order_by()
            return ordered.annotate(_place=place).filter(_place__lte=rows.part.size + 1)

        key = ("relation", repr(self.parent), rows.shape_key)
        values = rows.values | {"keys": several(self.keys)}
        found = rows.context.edges(rows.model, key, build, values, ("_place", "_parent", *rows.names))
        by_parent: dict[Any, list[Edge]] = {}
        # Sorted here: the database would sort all rows a second time, after those of each parent.
        for node, (_, parent, *keys) in sorted(found, key=lambda item: item[1][0]):
            if node is not None:
                by_parent.setdefault(parent, []).append(Edge(node, keys))
        return by_parent

    def _found_of_one(self, parent: Any) -> dict[Any, list[Edge]]:
        """Return the rows of the only parent: a database can stop when it has enough of them."""
        rows = self.rows
        in_order = self._is_long(parent)

        def build(visibility: Visibility) -> QuerySet:
            return rows.ordered(of_one(rows.build(visibility), self.parent, in_order))[: rows.part.size + 1]

        key = ("relation of one", repr(self.parent), in_order, rows.shape_key)
        found = rows.context.edges(rows.model, key, build, rows.values | {"key": parent}, rows.names)
        return {parent: [Edge(node, keys) for node, keys in found if node is not None]}

    def _is_long(self, parent: Any) -> bool:
        """Say whether so many rows are the parent's that walking through all rows in order finds a page of them sooner
        than sorting those of the parent would. Only lists by date grow like that."""
        rows = self.rows
        own = {field.name: field for field in rows.model._meta.local_concrete_fields}
        if not isinstance(self.parent, str) or not isinstance(own.get(rows.order[0].lstrip("-")), DateField):
            return False
        count = self.counts.get(parent, 0)
        return count * count > rows.context.count(rows.model, rows.key, rows.build) * (rows.part.size + 1)

    @cached_property
    def counts(self) -> dict[Any, int]:
        rows = self.rows

        def build(visibility: Visibility) -> QuerySet:
            counted = self.related(visibility).order_by().values("_parent").annotate(_count=Count("pk"))
            return counted.values_list("_parent", "_count")

        key = ("counts", repr(self.parent), rows.model, rows.key)

        def read() -> dict[Any, int]:
            return dict(rows.context.values(rows.model, key, build, {"keys": several(self.keys)}))

        if len(self.keys) > 1:
            return read()
        # How long one list is holds for the period: counting takes the longer the more there is.
        visibility = rows.context.visibility
        return visibility.fact((key, *self.keys, visibility.key(rows.model)), read)


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
        edges = [Edge(thing, [i]) for i, thing in enumerate(self.things)]
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
