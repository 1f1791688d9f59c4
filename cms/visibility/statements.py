"""Statements compiled once and run often.

Building and compiling a queryset costs Django more time than the database needs to answer. Requests for the same
document differ only in a few values: the moment, the keys of the parents, the position of a cursor. So a queryset is
built with a `Parameter` or an `Among` in place of such values, compiled, and cached under a key that names everything
else; later requests fill in the values and run it.
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

# A hub's frontends send some dozens of documents, and its pages have some dozens of lists. One-off documents and
# filters evict each other, not frequent ones.
MOST_STATEMENTS = 1_000

MOMENT = DateTimeField()
# Types not in JSON, which become texts.
AS_TEXT = (DateField, TimeField, DurationField, DecimalField, UUIDField)
# The number of function arguments that every database allows.
MOST_ARGUMENTS = 90

S = TypeVar("S", bound="Statement")

_kept: OrderedDict[Hashable, Statement] = OrderedDict()
_lock = Lock()


class Slot(str):
    """A placeholder for a value in a compiled statement's parameters; the text is the value's name."""

    __slots__ = ()


class Parameter(Expression):
    """A named value, given when the statement runs."""

    def __init__(self, name: str):
        super().__init__()
        self.slot = Slot(name)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]  # Django 5.2 takes a list
        return "%s", [self.slot]


@ForeignObject.register_lookup  # the key of a page is its relation to the base page
@Field.register_lookup
class Among(Lookup[Any]):
    """`pk__among="keys"`: whether a value is in a named list, given when the statement runs.

    One parameter for any number of values, so that the text of the statement stays the same.
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
    """Return the expression as a separate column, with the field that converts its values.

    If a query is filtered by a window function, Django drops a column that is already selected, such as a foreign key
    that is also the parent's key; the wrapper keeps the two distinct.
    """
    return ExpressionWrapper(expression, output_field=kind)


class CountAll(Func):
    """The number of rows. Not a Django aggregate, which would count by group."""

    template = "COUNT(*)"
    output_field = IntegerField()


class Statement:
    """A compiled queryset, such as a `values_list`. Immutable, so threads may share it."""

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
        """Hook for subclasses: keep further information from the compiler."""

    def rows(self, values: dict[str, Any]) -> list[list[Any]]:
        """Run the statement with the values of its parameters, in the database's form, and return the rows."""
        return [] if self.sql is None else self._run(self.sql, self.bound(values))

    def bound(self, values: dict[str, Any]) -> list[Any]:
        """Return the parameters with the values filled in."""
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
        """The statement as an expression whose value is all its rows as JSON, in lists of lists.

        Raises TypeError for a column of floats, whose last digits SQLite's JSON drops.
        """
        if rounded := [name for name, field in self.columns if isinstance(field, FloatField)]:
            raise TypeError(f"Read it separately: in JSON {rounded[0]} would be rounded.")
        is_sqlite = connections[self.alias].vendor == "sqlite"
        group, array = ("json_group_array", "json_array") if is_sqlite else ("json_agg", "json_build_array")
        quote = connections[self.alias].ops.quote_name
        # PostgreSQL would embed a JSON value in the rows unquoted, and a decimal as a float.
        texts = () if is_sqlite else (*AS_TEXT, JSONField, StreamField)
        columns = [f"{quote(name)}::text" if isinstance(field, texts) else quote(name) for name, field in self.columns]
        lists = [f"{array}({', '.join(part)})" for part in _in_parts(columns)]
        return f"(SELECT {group}({array}({', '.join(lists)})) FROM ({self.sql}) AS part)"  # noqa: S608  compiled by Django

    def rows_from(self, text: str | None) -> list[list[Any]]:
        """Return the rows from the database's JSON."""
        rows = [[value for part in row for value in part] for row in json.loads(text or "[]")]
        if connections[self.alias].vendor != "sqlite":  # in SQLite they are texts anyway
            for place, (_, field) in enumerate(self.columns):
                if isinstance(field, AS_TEXT):
                    for row in rows:
                        row[place] = field.to_python(row[place])
        return self._converted(rows)


def rows_of_all(parts: Sequence[tuple[Statement, dict[str, Any]]]) -> list[list[Any]]:
    """Run statements with the same columns, each with its own values, as one; return their rows in turn."""
    parts = [(one, values) for one, values in parts if one.sql is not None]
    if len(parts) < 2:
        return [row for one, values in parts for row in one.rows(values)]
    sql = " UNION ALL ".join(f"SELECT * FROM ({one.sql}) AS part{i}" for i, (one, _) in enumerate(parts))  # noqa: S608  compiled by Django
    return parts[0][0]._run(sql, [value for one, values in parts for value in one.bound(values)])


def _in_parts(columns: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(columns), MOST_ARGUMENTS):
        yield columns[start : start + MOST_ARGUMENTS]


def together(parts: Sequence[tuple[Statement, dict[str, Any]]]) -> list[list[list[Any]]]:
    """Run statements with any columns, each with its own values, as one; return the rows of each."""
    asked = [(one, values) for one, values in parts if one.sql is not None]
    if not asked:
        return [[] for _ in parts]
    with connections[parts[0][0].alias].cursor() as cursor:
        # As text, or PostgreSQL's driver would parse it.
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
    """Return the statement cached under the key; on the first call `kind` compiles it from the queryset that `build`
    returns.

    The key must cover every input of `build` except the values of its parameters: two inputs under one key would share
    SQL.
    """
    with _lock:
        kept = _kept.get(key)
        if kept is not None:
            _kept.move_to_end(key)
            return cast(S, kept)
    with timezone.override(None):  # not the time zone of an editor with a preview: the bounds of a year are compiled in
        made = kind(build())
    with _lock:
        _kept[key] = made
        if len(_kept) > MOST_STATEMENTS:
            _kept.popitem(last=False)
    return made


def forget_statements() -> None:
    """Forget all compiled statements, for tests that change something no key covers, such as the database."""
    with _lock:
        _kept.clear()


# Values in the database's form


def moment(value: datetime.datetime) -> Any:
    """Return a date and time as a parameter."""
    return MOMENT.get_db_prep_value(value, connections[DEFAULT_DB_ALIAS])


def several(values: Iterable[Any]) -> Any:
    """Return numbers or texts as the parameter of an `Among`."""
    values = list(values)
    return json.dumps(values) if connections[DEFAULT_DB_ALIAS].vendor == "sqlite" else values


def fitting(field: Field[Any, Any], value: Any) -> Any:
    """Return a value for comparison with a field. Raises ValidationError or ValueError if it doesn't fit."""
    return field.get_db_prep_value(field.to_python(value), connections[DEFAULT_DB_ALIAS])


def related(model: type[Model], name: str) -> type[Model]:
    """Return the target model of a relation. Raises TypeError if the field isn't a relation."""
    found = model._meta.get_field(name).related_model
    if not isinstance(found, type):
        raise TypeError(f"{model.__name__}.{name} isn't a relation.")
    return found


def field_at(model: type[Model], lookup: str) -> Any:
    """Return the field at the end of a lookup path, such as `work_stream__slug`."""
    *steps, last = lookup.split(LOOKUP_SEP)
    for step in steps:
        model = related(model, step)
    return model._meta.pk if last == "pk" else model._meta.get_field(last)
