"""Lists of objects that are read with statements compiled once: what the public pages show.

A page shows a dozen short lists. To Django each is a queryset that it builds and compiles anew for every reader, which
costs ten times what running it does. A function that returns such a queryset and is decorated with `compiled` is called
once; from then on its statement is run with the values of the moment.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators

from .rule import Visibility
from .statements import CountAll, Parameter, Statement, moment, several, statement, together

M = TypeVar("M")


class Objects(Statement):
    """A compiled queryset of a model, whose rows become objects with what it selects beside; or of a `values_list`."""

    model: type[Model] | None = None

    def __init__(self, queryset: QuerySet[Any], asked: Iterable[type[Model]]):
        super().__init__(queryset)
        # The models that were filtered.
        self.asked = frozenset(asked)
        self.is_sliced = queryset.query.is_sliced

    def describe(self, compiler: Any, queryset: QuerySet[Any]) -> None:
        if not issubclass(queryset._iterable_class, ModelIterable):
            return
        select, of = compiler.select, compiler.klass_info
        self.model = of["model"]
        places = of["select_fields"]
        self.place = slice(places[0], places[-1] + 1)
        self.names = [column.target.attname for column, *_ in select[self.place]]
        self.related = get_related_populators(of, select, self.alias)  # type: ignore[call-arg]  # Django 6 takes one more
        self.annotated = list((compiler.annotation_col_map or {}).items())

    def objects(self, values: dict[str, Any], of: slice) -> list[Any]:
        """Run the statement with the values of its parameters, as the database takes them; return the slice's objects."""
        if self.sql is None:
            return []
        if self.is_sliced and of != slice(None):
            raise TypeError("The list is a slice already.")
        limits = connections[self.alias].ops.limit_offset_sql(of.start or 0, of.stop)
        # Not a list for each row where there is nothing to convert: so many new ones send Python looking for garbage.
        run = self._run if self.converters else self._fetched
        return self.made(run(f"{self.sql} {limits}", self.bound(values)))

    def made(self, rows: Iterable[Sequence[Any]]) -> list[Any]:
        """Return the objects of rows; the rows themselves if it is of a `values_list`."""
        if self.model is None:
            return list(rows)
        found = []
        for row in rows:
            thing = self.model.from_db(self.alias, self.names, row[self.place])
            for populator in self.related:
                populator.populate(row, thing)
            for name, place in self.annotated:
                setattr(thing, name, row[place])
            found.append(thing)
        return found


class Found(Generic[M]):
    """What a compiled list finds. It is read when it is gone through; a slice reads no more than it holds."""

    def __init__(
        self,
        visibility: Visibility,
        of: tuple[Any, ...],
        build: Callable[[Visibility], QuerySet[Any]],
        values: dict[str, Any],
    ):
        self.visibility = visibility
        # A statement for each way of asking, and for what is hidden: the rules are compiled into it.
        self.key = (of, visibility.sees)
        self.build = build
        self.given = values
        self.lasting = False

    def __bool__(self) -> bool:
        raise TypeError("Whether there is anything isn't known before it is read.")

    def __iter__(self) -> Iterator[M]:
        return iter(self[:])

    def __getitem__(self, of: slice) -> list[M]:
        return self.statement.objects(self.values, of)

    @property
    def statement(self) -> Objects:
        return self._statement(self.key, lambda queryset: queryset)

    def _statement(self, key: tuple[Any, ...], change: Callable[[QuerySet[Any]], QuerySet[Any]]) -> Objects:
        view = self.visibility.in_statements()
        view.asked = set()
        found = statement(key, lambda: change(self.build(view)), lambda queryset: Objects(queryset, view.asked))
        self.visibility.asked |= found.asked
        return found

    @property
    def values(self) -> dict[str, Any]:
        """The values of the statement's parameters."""
        return self.given | self.visibility.values

    def count(self) -> int:
        """Return how many there are. One statement; for a lasting list, one a period."""
        counting = self._statement((*self.key, "count"), lambda found: found.order_by().values_list(CountAll()))

        def read() -> int:
            rows = counting.rows(self.values)
            return rows[0][0] if rows else 0

        if not self.lasting:
            return read()
        return self.visibility.fact(("count", self.key, tuple(map(str, self.given.values()))), read)


def read_together(*lists: Found[Any]) -> list[list[Any]]:
    """Read several lists with one statement, and return the objects of each."""
    parts = [(found.statement, found.values) for found in lists]
    return [one.made(rows) for (one, _), rows in zip(parts, together(parts), strict=True)]


def compiled(build: Callable[..., QuerySet[Any]]) -> Callable[..., Found[Any]]:
    """Make of a function that returns a queryset one that returns what is found with its compiled statement.

    The first argument is the `Visibility`, with which the function filters. What follows it by place decides how the
    statement reads: there is one for each. What is given by name is a value of the statement: a key, a day, or a list of
    keys for a lookup `__among`. The function is called with a `Parameter` in place of each such value, and with a
    visibility whose moment is one. A queryset of `values_list` brings its rows in place of objects.
    """

    @functools.wraps(build)
    def find(visibility: Visibility, *shape: Hashable, **values: Any) -> Found[Any]:
        def queryset(view: Visibility) -> QuerySet[Any]:
            return build(view, *shape, **{name: Parameter(name) for name in values})

        of = (build, shape, tuple(values))
        return Found(visibility, of, queryset, {name: _taken(value) for name, value in values.items()})

    return find


def lasting(find: Callable[..., Found[Any]]) -> Callable[..., Found[Any]]:
    """Say of a compiled list that it holds the same for a whole period: it doesn't look at the clock itself."""

    @functools.wraps(find)
    def found(*args: Any, **kwargs: Any) -> Found[Any]:
        made = find(*args, **kwargs)
        made.lasting = True
        return made

    return found


def _taken(value: Any) -> Any:
    """Return a value as the database takes it."""
    if isinstance(value, list):
        return several(value)
    if isinstance(value, datetime.date):  # a date and time is one as well
        if isinstance(value, datetime.datetime):
            return moment(value)
        return connections[DEFAULT_DB_ALIAS].ops.adapt_datefield_value(value)
    return value
