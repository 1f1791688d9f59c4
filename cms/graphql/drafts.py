"""What a draft holds itself: its rows and its choices of many are in memory, the database has the published ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, cmp_to_key
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import ManyToManyRel, Model, Q, QuerySet, prefetch_related_objects
from django.db.models.constants import LOOKUP_SEP
from modelcluster.fields import ParentalKey

from cms.visibility.rule import Visibility
from cms.visibility.statements import several

from .connections import Connection, Edge, Rows
from .context import Peers, adopt
from .errors import ApiError, ErrorCode
from .orders import FOLDED, Key, keys_of, mark_of

if TYPE_CHECKING:
    from .asking import Asked
    from .preview import PreviewContext

MARK = "_graphql_preview"

# What is not saved yet has no key, and frontends want one. The database's own keys are positive.
UNSAVED = -1


def mark(thing: Model, context: PreviewContext) -> Model:
    """Remember with a thing that it is answered in an editor's sight. Return it."""
    setattr(thing, MARK, context)
    return thing


def preview_of(thing: Any) -> PreviewContext | None:
    """Return the context of the draft that the thing is, belongs to or is linked from; None in the public's sight."""
    return getattr(thing, MARK, None)


class OwnRows:
    """The rows of one kind that a draft has, as far as its editor may see them."""

    def __init__(self, model: type[Model], rows: Peers, context: PreviewContext):
        self.model = model
        self.rows = rows
        self.context = context

    def in_order(self, order: tuple[str, ...]) -> list[Model]:
        """Return the rows sorted by ORM lookups, as `orders` writes them."""
        return [edge.node for edge in self.edges(order)]

    def edges(self, order: tuple[str, ...]) -> list[Edge]:
        """Return the rows in the order, each with its place in it."""
        values, mark_ = [_value_of(name) for name in order], mark_of(self.model, order)
        edges = [Edge(row, [value(row) for value in values], mark_) for row in self.rows]
        after = _comparison(keys_of(self.model, order))

        def compared(one: Edge, other: Edge) -> int:
            return after(one.keys, other.keys)

        return sorted(edges, key=cmp_to_key(compared))

    @cached_property
    def are_saved(self) -> bool:
        """Whether the rows are in the database just as they are here. One statement."""
        columns = [field.attname for field in self.model._meta.concrete_fields]
        saved = self.model._default_manager.filter(pk__in=[row.pk for row in self.rows])
        found = {row.pk: row for row in saved}
        return all(
            row.pk in found and all(getattr(row, name) == getattr(found[row.pk], name) for name in columns)
            for row in self.rows
        )


def own_rows(root: Model, model: type[Model], via: str, condition: Q, context: PreviewContext) -> OwnRows | None:
    """Return the rows of `root` as the draft has them, or None when rows of this kind are no part of it.

    `via` is the lookup that leads from a row back. Only rows that fit the condition and may be seen are returned. A row
    that isn't saved yet gets a key below zero.
    """
    field = _field(model, via)
    if not isinstance(field, ParentalKey) or not isinstance(root, field.related_model):
        return None
    manager = getattr(root, field.remote_field.get_accessor_name())
    found = manager.get_object_list()  # from here on in memory, also where they came from the database
    # Whether a row may be seen hangs on these, too.
    prefetch_related_objects(found, *getattr(model, "visibility_also", ()))
    for row in found:
        setattr(row, field.name, root)
    unsaved = [row for row in found if row.pk is None]
    for place, row in enumerate(unsaved):
        row.pk = UNSAVED * (len(unsaved) - place)
    rows = adopt(mark(row, context) for row in manager.all().filter(condition) if context.visibility.can_see(row))
    return OwnRows(model, rows, context)


def own_choices(root: Model, model: type[Model], via: str) -> set[Any] | None:
    """Return the keys of what `root` chooses as the draft has them, or None when the choice isn't made in it."""
    field = _field(model, via)
    if not isinstance(field, ManyToManyRel) or not isinstance(root, field.related_model):
        return None
    return {chosen.pk for chosen in getattr(root, field.field.name).all()}


class DraftConnection(Connection):
    """A draft's own rows as a connection: sorted and paged in memory.

    A `where` is for the database, which has the rows as they are published. It is answered while that is how the draft has
    them, too. Otherwise it raises ApiError (INVALID_VALUE): leaving rows out or in by other values would be wrong.
    """

    def __init__(self, own: OwnRows, asked: Asked):
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

        def build(visibility: Visibility) -> QuerySet:
            return rows.build(visibility).values_list("pk")

        fitting = {key for (key,) in rows.context.values(rows.model, ("fitting", rows.key), build, dict(rows.bound))}
        return [edge for edge in edges if edge.node.pk in fitting]

    @cached_property
    def _rows(self) -> Rows:
        model = self.own.model

        def build(visibility: Visibility) -> QuerySet:
            return visibility.filter(model._default_manager.filter(pk__among="own").order_by())

        return self.asked.rows("own rows", build, {"own": several(row.pk for row in self.own.rows)})


def _field(model: type[Model], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _value_of(name: str) -> Callable[[Model], Any]:
    """Return what gives a row's value for one lookup of an order."""
    get = attrgetter(name.lstrip("-").removesuffix(FOLDED).replace(LOOKUP_SEP, "."))

    def value(row: Model) -> Any:
        try:
            found = get(row)
        except AttributeError:  # of what it should be read from there is none
            return None
        return found.lower() if name.endswith(FOLDED) and found is not None else found

    return value


def _comparison(keys: Iterable[Key]) -> Callable[[list[Any], list[Any]], int]:
    """Return what says whether a place in an order comes after another (1), before it (-1) or is the same (0)."""

    def compare(one: list[Any], other: list[Any]) -> int:
        for key, here, there in zip(keys, one, other, strict=True):
            if here == there:
                continue
            if here is None or there is None:
                return 1 if here is None else -1
            return 1 if (here > there) != key.descending else -1
        return 0

    return compare
