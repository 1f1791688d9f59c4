"""Rows between databases, in a form that neither has of its own: what JSON can hold.

Django's models aren't asked: a StreamField, say, would drop blocks that it no longer knows.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import connections, models
from django.db.models import Field, ForeignKey
from django.db.models.expressions import Col

from cms.history.spans import written
from cms.history.tables import SINCE, UNTIL

from .tables import HubTable, StatesTable, TransferError

CHUNK = 1_000  # rows that are read or written together
DIGITS = 2**128

Row = list[Any]

# What each kind of column holds, if databases differ in it: how it becomes a value of JSON, and the reverse.
FORMS: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "BinaryField": (lambda value: base64.b64encode(bytes(value)).decode(), base64.b64decode),
    "DateField": (lambda value: value.isoformat(), datetime.date.fromisoformat),
    # On SQLite it is a number, with fewer digits after the point than the column may have.
    "DecimalField": (lambda value: f"{value.normalize():f}", Decimal),
    "DateTimeField": (lambda value: value.astimezone(datetime.UTC).isoformat(), datetime.datetime.fromisoformat),
    "TimeField": (lambda value: value.isoformat(), datetime.time.fromisoformat),
    "UUIDField": (str, uuid.UUID),
}
FIELDS: dict[str, Field] = {
    "BinaryField": models.BinaryField(),
    "BooleanField": models.BooleanField(),
    "DateField": models.DateField(),
    "DateTimeField": models.DateTimeField(),
    "DecimalField": models.DecimalField(max_digits=30, decimal_places=10),
    "TimeField": models.TimeField(),
    "UUIDField": models.UUIDField(),
}
# And those in which they don't.
NUMBERS = {"AutoField", "BigAutoField", "BigIntegerField", "FloatField", "IntegerField", "SmallIntegerField"}
NUMBERS |= {"PositiveBigIntegerField", "PositiveIntegerField", "PositiveSmallIntegerField"}
TEXTS = {"CharField", "FileField", "JSONField", "SlugField", "TextField"}


def kind_of(field: Field) -> str:
    """Return the kind of a column; that of a foreign key is the kind of the key to which it leads.

    Raises TransferError for one that isn't known here.
    """
    while isinstance(field, ForeignKey):
        field = field.target_field
    kind = field.get_internal_type()
    if kind not in FIELDS.keys() | NUMBERS | TEXTS:
        raise TransferError(f"{field.model._meta.db_table}.{field.column} is a {kind}, which can't be transferred.")
    return kind


def read(using: str, table: HubTable) -> Iterator[Row]:
    """Yield a table's rows as values of JSON."""
    connection = connections[using]
    steps = [_reader(field, connection) for field in table.fields]
    names = ", ".join(map(connection.ops.quote_name, table.columns))
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {connection.ops.quote_name(table.name)}")  # noqa: S608  names of ours
        while rows := cursor.fetchmany(CHUNK):
            for row in rows:
                yield [None if value is None else step(value) for step, value in zip(steps, row, strict=True)]


def _reader(field: Field, connection: Any) -> Callable[[Any], Any]:
    kind = kind_of(field)
    if kind not in FIELDS:
        return lambda value: value
    expression = Col("", FIELDS[kind])
    converters = connection.ops.get_db_converters(expression)
    form = FORMS[kind][0] if kind in FORMS else bool

    def step(value: Any) -> Any:
        for converter in converters:
            value = converter(value, expression, connection)
        return form(value)

    return step


def write(using: str, table: HubTable, rows: Iterable[Row]) -> None:
    """Insert rows that `read` yielded."""
    connection = connections[using]
    steps = [_writer(field, connection) for field in table.fields]
    names = ", ".join(map(connection.ops.quote_name, table.columns))
    marks = ", ".join(["%s"] * len(table.columns))
    statement = f"INSERT INTO {connection.ops.quote_name(table.name)} ({names}) VALUES ({marks})"  # noqa: S608  names of ours
    rows = iter(rows)
    with connection.cursor() as cursor:
        while chunk := list(islice(rows, CHUNK)):
            cursor.executemany(
                statement,
                [
                    [None if value is None else step(value) for step, value in zip(steps, row, strict=True)]
                    for row in chunk
                ],
            )


def _writer(field: Field, connection: Any) -> Callable[[Any], Any]:
    if field.name in (SINCE, UNTIL):  # whose texts on SQLite the triggers compare
        return lambda value: written(datetime.datetime.fromisoformat(value), connection)
    kind = kind_of(field)
    if kind not in FORMS:
        return lambda value: value
    form, plain = FORMS[kind][1], FIELDS[kind]
    return lambda value: plain.get_db_prep_value(form(value), connection, prepared=True)


@dataclass
class Digest:
    """The number of rows, and a hash of them in whatever order."""

    rows: int = 0
    sum: int = 0

    def counting(self, table: HubTable, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows, and add each to the digest."""
        documents = [place for place, field in enumerate(table.fields) if kind_of(field) == "JSONField"]
        for row in rows:
            same = list(row)
            for place in documents:
                same[place] = _canonical(same[place])
            found = hashlib.blake2b(json.dumps(same, ensure_ascii=False).encode(errors="surrogatepass"), digest_size=16)
            self.sum = (self.sum + int.from_bytes(found.digest(), "big")) % DIGITS
            self.rows += 1
            yield row


def digest(using: str, table: HubTable) -> Digest:
    """Return the digest of a table."""
    found = Digest()
    for _ in found.counting(table, read(using, table)):
        pass
    return found


def _canonical(text: str | None) -> str | None:
    """Return the one form of a JSON document: PostgreSQL orders keys in its own way and writes numbers in its own."""
    if text is None:
        return None
    document = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    return json.dumps(document, sort_keys=True, ensure_ascii=False, default=lambda number: str(number.normalize()))


class Fit:
    """Whether rows fit into a table of the target. SQLite holds texts of any length, numbers of any size and null characters."""

    def __init__(self, using: str, table: HubTable):
        self.connection = connections[using]
        self.table = table
        self.checks = [(place, self._check(field)) for place, field in enumerate(table.fields)]

    def problem(self, row: Row) -> str:
        """Return a sentence about the first value that doesn't fit; empty if all do."""
        if self.connection.vendor != "postgresql":
            return ""
        for place, check in self.checks:
            if row[place] is not None and (reason := check(row[place])):
                return f"{self.table}, row {row[self.table.key]}: {self.table.columns[place]} {reason}."
        return ""

    def _check(self, field: Field) -> Callable[[Any], str]:
        kind = kind_of(field)
        if kind in NUMBERS - {"FloatField"}:
            least, most = self.connection.ops.integer_field_range(kind)
            return lambda value: "" if least <= value <= most else f"isn't a number from {least} to {most}"
        if kind == "JSONField":
            return lambda value: "holds a null character" if "\\u0000" in value else ""
        if kind in TEXTS:
            is_limited = "varchar" in (field.db_type(self.connection) or "") and not isinstance(self.table, StatesTable)
            longest = field.max_length if is_limited else None
            return lambda value: _wrong_text(value, longest)
        return lambda value: ""


def _wrong_text(value: str, longest: int | None) -> str:
    if "\0" in value:
        return "holds a null character"
    return f"is longer than {longest} characters" if longest and len(value) > longest else ""
