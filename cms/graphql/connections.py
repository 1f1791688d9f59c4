"""Relay connections: forward and backward paging by opaque cursors that stay valid when rows are added.

Standard: the GraphQL Cursor Connections Specification (https://relay.dev/graphql/connections.htm). A connection reads
nothing until one of its fields is requested. A nested one reads for all peers of its parent at once.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db.models import (
    BigIntegerField,
    Count,
    DateField,
    Exists,
    Expression,
    F,
    Field,
    ManyToManyField,
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

from cms.base.orders import list_order
from cms.batches.reader import BatchReader, BuildQuery, StatementPart
from cms.visibility.rule import Visibility
from cms.visibility.statements import Among, Parameter, apart, fitting, several

from .context import Context
from .cursors import decode_cursor, encode_cursor
from .errors import ApiError, ErrorCode
from .orders import keys_of, mark_of

DEFAULT_SIZE = 20
LARGEST_SIZE = 100
# Up to this number of rows, ranking all of them is faster than reading each parent's first rows separately.
MANY_ROWS = 500
# The maximum of parents whose rows one statement reads separately: databases limit its length.
MOST_PARENTS = 100


@dataclass(frozen=True)
class Slice:
    """The requested part of a list: `size` rows from the start, or from the end if `backward`."""

    size: int
    backward: bool = False
    after: str | None = None
    before: str | None = None

    @classmethod
    def of(cls, first: int | None, last: int | None, after: str | None, before: str | None) -> Slice:
        """Return the slice for a field's arguments. Raises ApiError for invalid sizes."""
        if first is not None and last is not None:
            raise ApiError(ErrorCode.BAD_PAGE_SIZE, "Ask for `first` or for `last`, not for both.")
        size = last if last is not None else DEFAULT_SIZE if first is None else first
        if not 0 <= size <= LARGEST_SIZE:
            raise ApiError(ErrorCode.BAD_PAGE_SIZE, f"Ask for 0 to {LARGEST_SIZE} items at a time.")
        return cls(size, last is not None, after, before)


class Edge:
    """An item with its position in the list: the values of the list's sort keys."""

    __slots__ = ("keys", "mark", "node")

    def __init__(self, node: Any, keys: list[Any], mark: str):
        self.node = node
        self.keys = keys
        self.mark = mark

    @property
    def cursor(self) -> str:
        return encode_cursor(self.mark, self.keys)


class ConnectionRows:
    """The data of a connection: the rows of a model, an order and a slice.

    `build` returns the unordered rows for a visibility; `key` covers its other inputs, except the values in `bound`, by
    names of parameters. `whole` is the key and `build` of the list without its condition on relations, if it has one.
    `is_all` says that these are all visible rows of the model.
    """

    def __init__(
        self,
        model: type[Model],
        key: Hashable,
        build: BuildQuery,
        order: tuple[str, ...],
        part: Slice,
        context: Context,
        bound: Mapping[str, Any] = MappingProxyType({}),
        whole: tuple[Hashable, BuildQuery] | None = None,
        is_all: bool = False,
    ):
        self.model = model
        self.is_all = is_all
        self.whole = whole
        self.key = key
        self.build = build
        self.order = order
        self.part = part
        self.context = context
        self.bound = bound
        self.keys = keys_of(model, order)
        self.mark = mark_of(model, order)
        self.names = tuple(f"_key{i}" for i in range(len(order)))

    @cached_property
    def shape_key(self) -> Hashable:
        """The inputs of a statement for the slice: not the cursors' values, but whether there are any."""
        part = self.part
        given = tuple((name, *(value is None for value in place)) for name, place in self.places.items())
        return (self.model, self.key, self.order, part.size, part.backward, given)

    @cached_property
    def places(self) -> dict[str, list[Any]]:
        """The values in the cursors, by `after` and `before`. Raises ApiError for one that isn't from this list."""
        cursors = (("after", self.part.after), ("before", self.part.before))
        return {name: decode_cursor(cursor, self.mark, self.keys) for name, cursor in cursors if cursor}

    @cached_property
    def values(self) -> dict[str, Any]:
        """The values of the statement's parameters. Raises ApiError for a cursor that isn't from this list."""
        values = dict(self.bound)
        for name, place in self.places.items():
            for i, (key, value) in enumerate(zip(self.keys, place, strict=True)):
                if value is not None:
                    values[f"{name}{i}"] = fitting(key.field, value)
        return values

    def ordered(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows in the slice's direction, with the values that a cursor needs, between the cursors."""
        queryset = queryset.annotate(
            **{f"_key{i}": apart(key.expression, key.field) for i, key in enumerate(self.keys)}
        )
        for name in self.places:
            queryset = queryset.filter(self._beyond(name, forward=name == "after"))
        return queryset.order_by(*self.order_terms())

    def order_terms(self) -> list[Any]:
        """Return the order terms in the slice's direction."""
        return [key.term(f"_key{i}", backward=self.part.backward) for i, key in enumerate(self.keys)]

    def count(self, reader: BatchReader | None = None) -> int:
        """Return the number of rows, regardless of the slice, as a reader counts them: without one, the request's."""
        reader = reader or self.context
        return reader.count(self.model, self.key, self.build, self.bound, is_all=self.is_all)

    @cached_property
    def is_by_date(self) -> bool:
        """Whether the list is sorted by a date of its own rows. Such lists grow over the years; others are short."""
        own = {field.name: field for field in self.model._meta.local_concrete_fields}
        return isinstance(own.get(self.order[0].lstrip("-")), DateField)

    def is_walked(self, fitting_rows: int, all_rows: int) -> bool:
        """Say whether scanning all rows in order finds a page of matching ones faster than sorting them."""
        return fitting_rows * fitting_rows > all_rows * (self.part.size + 1)

    def _beyond(self, cursor: str, *, forward: bool) -> Q:
        """Return the condition for rows after (or before) the named cursor in the list's own order."""
        condition, equal = Q(), Q()
        for i, (key, value) in enumerate(zip(self.keys, self.places[cursor], strict=True)):
            place = None if value is None else Parameter(f"{cursor}{i}")
            beyond = key.beyond(f"_key{i}", place, forward=forward)
            if beyond is not None:
                condition |= equal & beyond
            equal &= Q(**{f"_key{i}__isnull": True} if place is None else {f"_key{i}": place})
        # Repeated in a form that lets a database start from the cursor in an index.
        return self.keys[0].not_before("_key0", Parameter(f"{cursor}0"), forward=forward) & condition


class Connection:
    """The object behind the GraphQL type of a connection, for a list, a relation or the ancestors of a page."""

    def __init__(self, part: Slice):
        self.part = part

    @property
    def total_count(self) -> int:
        raise NotImplementedError

    @cached_property
    def found(self) -> list[Edge]:
        """Edges in reading direction, one more than requested if there are more."""
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
    """The rows of a root field."""

    def __init__(self, rows: ConnectionRows):
        super().__init__(rows.part)
        self.rows = rows

    @cached_property
    def total_count(self) -> int:
        return self.rows.count()

    @cached_property
    def found(self) -> list[Edge]:
        rows = self.rows
        walking = False
        if rows.whole is not None and rows.is_by_date:
            with rows.context.for_estimates() as reader:
                walking = rows.is_walked(rows.count(reader), reader.count(rows.model, *rows.whole))

        def build(visibility: Visibility) -> QuerySet[Any]:
            visibility.walking = walking
            return rows.ordered(rows.build(visibility))[: rows.part.size + 1]

        found = rows.context.edges(rows.model, ("list", walking, rows.shape_key), build, rows.values, rows.names)
        return [Edge(node, keys, rows.mark) for node, keys in found if node is not None]


def belonging(queryset: QuerySet[Any], parent: str | Expression) -> QuerySet[Any]:
    """Return the rows whose parents are among the parameter `keys`, each with its parent's key as `_parent`.

    `parent` is a lookup that leads to the parents, or an expression for the key, a text.
    """
    if isinstance(parent, str):
        # As a lookup, so that the database starts from the keys, not from all rows.
        return queryset.filter(**{f"{parent}__pk__among": "keys"}).annotate(_parent=apart(F(parent), key_field(parent)))
    return queryset.annotate(_parent=apart(parent, key_field(parent))).filter(Among(F("_parent"), "keys"))


def key_field(parent: str | Expression) -> Field[Any, Any]:
    """Return the field of the parents' keys: numbers, or texts if they come from an expression."""
    return BigIntegerField() if isinstance(parent, str) else TextField()


def of_one(queryset: QuerySet[Any], parent: str | Expression, in_order: bool) -> QuerySet[Any]:
    """Return the rows of the one parent whose key is the parameter `key`.

    With `in_order` the condition is one with which the database scans in the list's order.
    """
    if not isinstance(parent, str):
        return queryset.annotate(_parent=parent).filter(_parent=Parameter("key"))
    lookup = {f"{parent}__pk": Parameter("key")}
    if in_order:
        return queryset.filter(Exists(queryset.model._base_manager.filter(pk=OuterRef("pk"), **lookup)))
    return queryset.filter(**lookup)


class RelationBatch:
    """Reads one relation for all peers: one statement for the rows and one for the counts, each only if requested.

    `parent` leads from a row of the target to the key of its parent, as in `belonging`.
    """

    def __init__(self, rows: ConnectionRows, parent: str | Expression, keys: set[Any]):
        self.rows = rows
        self.parent = parent
        self.keys = keys

    def related(self, visibility: Visibility) -> QuerySet[Any]:
        """Return the rows of all parents, each with its parent's key."""
        return belonging(self.rows.build(visibility), self.parent)

    @cached_property
    def found(self) -> dict[Any, list[Edge]]:
        if len(self.keys) == 1 or self._stops_early():
            return self._found_one_by_one()
        return self._found_together()

    def _found_together(self) -> dict[Any, list[Edge]]:
        rows = self.rows

        def build(visibility: Visibility) -> QuerySet[Any]:
            place = Window(RowNumber(), partition_by=[F("_parent")], order_by=rows.order_terms())
            ordered = rows.ordered(self.related(visibility)).order_by()
            return ordered.annotate(_place=place).filter(_place__lte=rows.part.size + 1)

        key = ("relation", repr(self.parent), rows.shape_key)
        values = rows.values | {"keys": several(self.keys)}
        found = rows.context.edges(rows.model, key, build, values, ("_place", "_parent", *rows.names))
        # Sorted here: the database would sort all rows again, after sorting those of each parent.
        return self._by_parent((node, keys[1:]) for node, keys in sorted(found, key=lambda item: item[1][0]))

    def _found_one_by_one(self) -> dict[Any, list[Edge]]:
        """Read the rows of each parent by a subquery of its own, in one statement: so the database can stop when it has
        enough."""
        rows = self.rows

        def builder(in_order: bool) -> BuildQuery:
            def build(visibility: Visibility) -> QuerySet[Any]:
                related = of_one(rows.build(visibility), self.parent, in_order)
                return rows.ordered(related.annotate(_parent=apart(Parameter("key"), key_field(self.parent))))[
                    : rows.part.size + 1
                ]

            return build

        parts = []
        for parent in sorted(self.keys):
            in_order = self._is_walked(parent)
            key = ("relation of one", repr(self.parent), in_order, rows.shape_key)
            parts.append(StatementPart(key, builder(in_order), rows.values | {"key": parent}))
        return self._by_parent(rows.context.edges_of_each(rows.model, parts, ("_parent", *rows.names)))

    def _by_parent(self, found: Iterable[tuple[Any, list[Any]]]) -> dict[Any, list[Edge]]:
        by_parent: dict[Any, list[Edge]] = {}
        for node, (parent, *keys) in found:
            if node is not None:
                by_parent.setdefault(parent, []).append(Edge(node, keys, self.rows.mark))
        return by_parent

    @property
    def links(self) -> tuple[BuildQuery, str] | None:
        """The rows of a many-to-many relation's table, each with its parent's key, and the lookup from them to the pages.

        None for another relation, or for a part of the rows.
        """
        field = self.rows.model._meta.get_field(self.parent) if isinstance(self.parent, str) else None
        if not (self.rows.is_all and isinstance(field, ManyToManyField)):
            return None
        links: QuerySet[Any] = field.remote_field.through._base_manager.all()  # type: ignore[union-attr]  # every one has its table
        return lambda visibility: belonging(links, field.m2m_reverse_field_name()), field.m2m_field_name()

    @property
    def may_be_long(self) -> bool:
        """Whether a parent may have many rows that an index has in order: rows by date, or pages below a page."""
        return self.rows.is_by_date if isinstance(self.parent, str) else self.rows.order == list_order(Page)

    def _stops_early(self) -> bool:
        return len(self.keys) <= MOST_PARENTS and self.may_be_long and sum(self.about.values()) > MANY_ROWS

    def _is_walked(self, parent: Any) -> bool:
        if not isinstance(self.parent, str):
            return False  # there is an index that begins with the parent
        if not self.may_be_long:
            return False
        # Not within the block: of a past moment, today's numbers would be kept as that moment's.
        number = self.about.get(parent, 0)
        with self.rows.context.for_estimates() as reader:
            return self.rows.is_walked(number, self.rows.count(reader))

    @cached_property
    def counts(self) -> dict[Any, int]:
        """The number of each parent's rows."""
        return self._counted(self.rows.context)

    @cached_property
    def about(self) -> dict[Any, int]:
        """The number of each parent's rows, near enough to choose how they are read."""
        with self.rows.context.for_estimates() as reader:
            return self.counts if reader is self.rows.context else self._counted(reader)

    def _counted(self, reader: BatchReader) -> dict[Any, int]:
        rows = self.rows

        def counted(found: QuerySet[Any]) -> QuerySet[Any]:
            by_parent = found.order_by().values("_parent").annotate(_count=Count("*"))
            return by_parent.values_list("_parent", "_count")

        key = ("counts", repr(self.parent), rows.model, rows.key)

        def read() -> dict[Any, int]:
            values = {**rows.bound, "keys": several(self.keys)}
            found = reader.numbers(rows.model, key, self.related, counted, values, links=self.links)
            return {parent: number for (parent,), number in found.items()}

        if len(self.keys) > 1 and not self.may_be_long:
            return read()
        # Lengths of lists are kept for the period: counting slows down as they grow.
        visibility = reader.visibility
        return visibility.fact((key, repr(rows.bound), frozenset(self.keys), visibility.key(rows.model)), read)


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
