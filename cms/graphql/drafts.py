"""Lists of what a draft holds itself: sorted and paged in memory, where its rows are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, cmp_to_key
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet
from django.db.models.constants import LOOKUP_SEP

from cms.batches.peers import Peers
from cms.visibility.rule import Visibility
from cms.visibility.statements import several

from .connections import Connection, ConnectionRows, Edge
from .errors import ApiError, ErrorCode
from .orders import FOLDED, Key, keys_of, mark_of

if TYPE_CHECKING:
    from .arguments import ListArguments


class OwnRows:
    """The draft's rows of one kind that its editor may see."""

    def __init__(self, model: type[Model], rows: Peers):
        self.model = model
        self.rows = rows

    def in_order(self, order: tuple[str, ...]) -> list[Model]:
        """Return the rows sorted by ORM lookups, in the form of `orders`."""
        return [edge.node for edge in self.edges(order)]

    def edges(self, order: tuple[str, ...]) -> list[Edge]:
        """Return the rows in the order, each with its position."""
        values, mark_ = [_value_of(name) for name in order], mark_of(self.model, order)
        edges = [Edge(row, [value(row) for value in values], mark_) for row in self.rows]
        after = _comparison(keys_of(self.model, order))

        def compared(one: Edge, other: Edge) -> int:
            return after(one.keys, other.keys)

        return sorted(edges, key=cmp_to_key(compared))

    @cached_property
    def are_saved(self) -> bool:
        """Whether the rows in the database are identical to these. One statement."""
        columns = [field.attname for field in self.model._meta.concrete_fields]
        saved = self.model._default_manager.filter(pk__in=[row.pk for row in self.rows])
        found = {row.pk: row for row in saved}
        return all(
            row.pk in found and all(getattr(row, name) == getattr(found[row.pk], name) for name in columns)
            for row in self.rows
        )


class DraftConnection(Connection):
    """A draft's own rows as a connection: sorted and paged in memory.

    A `where` is evaluated by the database, which has the published rows. It works as long as the draft's rows are
    identical. Otherwise it raises ApiError (INVALID_VALUE): filtering by outdated values would be wrong.
    """

    def __init__(self, own: OwnRows, asked: ListArguments):
        super().__init__(asked.part)
        self.own = own
        self.asked = asked

    @property
    def total_count(self) -> int:
        return len(self._edges)

    @cached_property
    def found(self) -> list[Edge]:
        part, after = self._rows, _comparison(self._rows.keys)
        start, end = part.places.get("after"), part.places.get("before")
        edges = [
            edge
            for edge in self._edges
            if (start is None or after(edge.keys, start) > 0) and (end is None or after(edge.keys, end) < 0)
        ]
        return (edges[::-1] if self.part.backward else edges)[: self.part.size + 1]

    @cached_property
    def _edges(self) -> list[Edge]:
        edges = self.own.edges(self.asked.order)
        if self.asked.condition is None:
            return edges
        if not self.own.are_saved:
            raise ApiError(
                ErrorCode.INVALID_VALUE,
                "These rows of the draft aren't published, so `where` can't be answered for them.",
            )
        rows = self._rows

        def build(visibility: Visibility) -> QuerySet[Any]:
            return rows.build(visibility).values_list("pk")

        fitting = {key for (key,) in rows.context.values(rows.model, ("fitting", rows.key), build, dict(rows.bound))}
        return [edge for edge in edges if edge.node.pk in fitting]

    @cached_property
    def _rows(self) -> ConnectionRows:
        model = self.own.model

        def build(visibility: Visibility) -> QuerySet[Any]:
            return visibility.filter(model._default_manager.filter(pk__among="own").order_by())

        return self.asked.rows("own rows", build, {"own": several(row.pk for row in self.own.rows)})


def _value_of(name: str) -> Callable[[Model], Any]:
    """Return a function that returns a row's value for one lookup of an order."""
    get = attrgetter(name.lstrip("-").removesuffix(FOLDED).replace(LOOKUP_SEP, "."))

    def value(row: Model) -> Any:
        try:
            found = get(row)
        except AttributeError:  # an object on the path is missing
            return None
        return found.lower() if name.endswith(FOLDED) and found is not None else found

    return value


def _comparison(keys: Iterable[Key]) -> Callable[[list[Any], list[Any]], int]:
    """Return a comparison function for positions in an order: after (1), before (-1) or equal (0)."""

    def compare(one: list[Any], other: list[Any]) -> int:
        for key, here, there in zip(keys, one, other, strict=True):
            if here == there:
                continue
            if here is None or there is None:
                return 1 if here is None else -1
            return 1 if (here > there) != key.descending else -1
        return 0

    return compare
