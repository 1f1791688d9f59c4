"""Statements that are compiled once and run often.

Building a queryset and compiling it costs Django more than a database needs to answer. What a document asks for differs
from one request to the next only in a few values: the moment, the keys of the parents, the place of a cursor. A queryset
is therefore built with a `Parameter` or an `Among` where such a value will stand, compiled, and kept under a key that
names all the rest; later requests fill in the values and run it.
"""

from __future__ import annotations

import datetime
import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from threading import Lock
from typing import Any, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import (
    DateField,
    DateTimeField,
    DecimalField,
    DurationField,
    Expression,
    ExpressionWrapper,
    Field,
    FloatField,
    ForeignObject,
    Func,
    IntegerField,
    JSONField,
    Lookup,
    Model,
    QuerySet,
    TimeField,
    UUIDField,
)
from django.db.models.constants import LOOKUP_SEP
from django.utils import timezone
from wagtail.fields import StreamField

# A hub's frontends send some dozens of documents, its pages have some dozens of lists. Documents and filters of which there
# are any number push out each other, not what is asked for all the time.
MOST_STATEMENTS = 1_000

MOMENT = DateTimeField()
# What JSON has no form of, and is a text in it.
AS_TEXT = (DateField, TimeField, DurationField, DecimalField, UUIDField)
# So many arguments a function takes on every database.
MOST_ARGUMENTS = 90

S = TypeVar("S", bound="Statement")

_kept: OrderedDict[Hashable, Statement] = OrderedDict()
_lock = Lock()


class Slot(str):
    """Stands in a compiled statement's parameters for a value to come; the text is the value's name."""

    __slots__ = ()


class Parameter(Expression):
    """A value that is known when the statement runs, by its name."""

    def __init__(self, name: str):
        super().__init__()
        self.slot = Slot(name)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]  # Django 5.2 takes a list
        return "%s", [self.slot]


@ForeignObject.register_lookup  # the key of a page is its relation to the base page
@Field.register_lookup
class Among(Lookup[Any]):
    """`pk__among="keys"`: whether a value is in a list that is known when the statement runs, by its name.

    One parameter for however many values, so that the text of the statement stays the same.
    """

    lookup_name = "among"
    prepare_rhs = False

    def __init__(self, lhs: Any, rhs: str | Parameter):
        super().__init__(lhs, rhs)
        self.slot = rhs.slot if isinstance(rhs, Parameter) else Slot(rhs)

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        sql, parameters = self.process_lhs(compiler, connection)
        return f"{sql} IN (SELECT value FROM json_each(%s))", [*parameters, self.slot]  # noqa: S608  compiled by Django

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        sql, parameters = self.process_lhs(compiler, connection)
        return f"{sql} = ANY(%s)", [*parameters, self.slot]


def apart(expression: Any, kind: Field[Any, Any]) -> ExpressionWrapper[Any]:
    """Return the expression as a column of its own, with the field that gives its values.

    When a query is filtered by a window function Django drops a column that it selects already, such as a foreign key
    that is also the parent's key; wrapped, the two are not the same to it.
    """
    return ExpressionWrapper(expression, output_field=kind)


class CountAll(Func):
    """The number of rows. Not an aggregate to Django, which would count by group."""

    template = "COUNT(*)"
    output_field = IntegerField()


class Statement:
    """A compiled queryset, such as of `values_list`. Immutable, so threads may share it."""

    def __init__(self, queryset: QuerySet[Any]):
        self.alias = queryset.db
        compiler = queryset.query.get_compiler(self.alias)
        try:
            self.sql, parameters = compiler.as_sql(with_col_aliases=True)
        except EmptyResultSet:  # a condition that no row can meet
            self.sql, parameters = None, ()
            self.converters: list[tuple[int, list[Callable[..., Any]], Any]] = []
        else:
            selected = compiler.select[: compiler.col_count]
            columns = [expression for expression, _, _ in selected]
            self.columns = [(name, expression.output_field) for expression, _, name in selected]
            self.converters = [
                (place, [_stream(expression.output_field)] if _is_stream(expression) else functions, expression)
                for place, (functions, expression) in compiler.get_converters(columns).items()
            ]
            self.describe(compiler, queryset)
        self.parameters = tuple(parameters)

    def describe(self, compiler: Any, queryset: QuerySet[Any]) -> None:
        """Note what else the compiler knows about the rows."""

    def rows(self, values: dict[str, Any]) -> list[list[Any]]:
        """Run the statement with the values of its parameters, as the database takes them, and return the rows."""
        return [] if self.sql is None else self._run(self.sql, self.bound(values))

    def bound(self, values: dict[str, Any]) -> list[Any]:
        """Return the parameters with the values in their places."""
        return [values[one] if type(one) is Slot else one for one in self.parameters]

    def _run(self, sql: str, parameters: list[Any]) -> list[list[Any]]:
        return self._converted([list(row) for row in self._fetched(sql, parameters)])

    def _fetched(self, sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
        with connections[self.alias].cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()

    def _converted(self, rows: list[list[Any]]) -> list[list[Any]]:
        connection = connections[self.alias]
        for place, functions, expression in self.converters:
            for row in rows:
                value = row[place]
                for function in functions:
                    value = function(value, expression, connection)
                row[place] = value
        return rows

    # As JSON

    @cached_property
    def json(self) -> str:
        """The statement as an expression whose value is all of its rows, as lists of lists, in JSON.

        Raises TypeError for a column of floats, of which SQLite's JSON drops digits.
        """
        if rounded := [name for name, field in self.columns if isinstance(field, FloatField)]:
            raise TypeError(f"Read it by itself: in JSON {rounded[0]} would be rounded.")
        is_sqlite = connections[self.alias].vendor == "sqlite"
        group, array = ("json_group_array", "json_array") if is_sqlite else ("json_agg", "json_build_array")
        quote = connections[self.alias].ops.quote_name
        # PostgreSQL would put a value that is JSON into the rows as it is, and a decimal as a float.
        texts = () if is_sqlite else (*AS_TEXT, JSONField, StreamField)
        columns = [f"{quote(name)}::text" if isinstance(field, texts) else quote(name) for name, field in self.columns]
        lists = [f"{array}({', '.join(part)})" for part in _in_parts(columns)]
        return f"(SELECT {group}({array}({', '.join(lists)})) FROM ({self.sql}) AS part)"  # noqa: S608  compiled by Django

    def rows_from(self, text: str | None) -> list[list[Any]]:
        """Return the rows that the database gave as JSON."""
        rows = [[value for part in row for value in part] for row in json.loads(text or "[]")]
        if connections[self.alias].vendor != "sqlite":  # to SQLite they are texts anyway
            for place, (_, field) in enumerate(self.columns):
                if isinstance(field, AS_TEXT):
                    for row in rows:
                        row[place] = field.to_python(row[place])
        return self._converted(rows)


def rows_of_all(parts: Sequence[tuple[Statement, dict[str, Any]]]) -> list[list[Any]]:
    """Run statements with the same columns, each with values of its own, as one; return their rows one after the other."""
    parts = [(one, values) for one, values in parts if one.sql is not None]
    if len(parts) < 2:
        return [row for one, values in parts for row in one.rows(values)]
    sql = " UNION ALL ".join(f"SELECT * FROM ({one.sql}) AS part{i}" for i, (one, _) in enumerate(parts))  # noqa: S608  compiled by Django
    return parts[0][0]._run(sql, [value for one, values in parts for value in one.bound(values)])


def _in_parts(columns: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(columns), MOST_ARGUMENTS):
        yield columns[start : start + MOST_ARGUMENTS]


def together(parts: Sequence[tuple[Statement, dict[str, Any]]]) -> list[list[list[Any]]]:
    """Run statements of whatever columns as one, each with values of its own; return the rows of each."""
    asked = [(one, values) for one, values in parts if one.sql is not None]
    if not asked:
        return [[] for _ in parts]
    with connections[parts[0][0].alias].cursor() as cursor:
        # As text, or PostgreSQL's driver would read it.
        columns = ", ".join(f"CAST({one.json} AS text)" for one, _ in asked)
        cursor.execute(f"SELECT {columns}", [value for one, values in asked for value in one.bound(values)])
        found = iter(cursor.fetchone())
    return [one.rows_from(next(found)) if one.sql is not None else [] for one, _ in parts]


def _is_stream(expression: Any) -> bool:
    return isinstance(expression.output_field, StreamField)


def _stream(field: StreamField) -> Callable[..., Any]:
    """Return a StreamField's converter. Wagtail's own makes a new JSONField for every value."""

    def convert(value: Any, expression: Any, connection: Any) -> Any:
        return field.to_python(None if value is None else json.loads(value))

    return convert


def statement(
    key: Hashable,
    build: Callable[[], QuerySet[Any]],
    kind: Callable[[QuerySet[Any]], S] = Statement,  # type: ignore[assignment]  # mypy sees no default of a generic
) -> S:
    """Return the statement kept under the key; on the first call `kind` compiles it from the queryset that `build` returns.

    The key must name everything that the queryset depends on but the values of its parameters.
    """
    with _lock:
        kept = _kept.get(key)
        if kept is not None:
            _kept.move_to_end(key)
            return cast(S, kept)
    with timezone.override(None):  # not that of an editor who looks at a preview: the bounds of a year are compiled in
        made = kind(build())
    with _lock:
        _kept[key] = made
        if len(_kept) > MOST_STATEMENTS:
            _kept.popitem(last=False)
    return made


def forget_statements() -> None:
    """Forget all compiled statements: for tests that change what a key can't know, such as the database."""
    with _lock:
        _kept.clear()


# Values in the form that the database takes


def moment(value: datetime.datetime) -> Any:
    """Return a date and time as a parameter."""
    return MOMENT.get_db_prep_value(value, connections[DEFAULT_DB_ALIAS])


def several(values: Iterable[Any]) -> Any:
    """Return numbers or texts as the parameter of an `Among`."""
    values = list(values)
    return json.dumps(values) if connections[DEFAULT_DB_ALIAS].vendor == "sqlite" else values


def fitting(field: Field[Any, Any], value: Any) -> Any:
    """Return a value for comparison with a field. Raises ValidationError or ValueError when it doesn't fit."""
    return field.get_db_prep_value(field.to_python(value), connections[DEFAULT_DB_ALIAS])


def related(model: type[Model], name: str) -> type[Model]:
    """Return the model that a relation of the model leads to. Raises TypeError for a field that is no relation."""
    found = model._meta.get_field(name).related_model
    if not isinstance(found, type):
        raise TypeError(f"{model.__name__}.{name} is no relation.")
    return found


def field_at(model: type[Model], lookup: str) -> Any:
    """Return the field at the end of a lookup path, such as `work_stream__slug`."""
    *steps, last = lookup.split(LOOKUP_SEP)
    for step in steps:
        model = related(model, step)
    return model._meta.pk if last == "pk" else model._meta.get_field(last)
