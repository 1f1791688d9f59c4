"""The numbers that new rows get: higher than any that was ever given, those of deleted rows included.

Links that were mailed, and records of deleted pages, name rows by number; a new row must not answer to them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.management.color import no_style
from django.db import connections
from django.db.models import AutoField

from .tables import HubTable


def count_on(using: str, tables: Iterable[HubTable], source: str) -> None:
    """Let new rows get higher numbers than those that are there, and than any that the source has given."""
    connection = connections[using]
    tables = [table for table in tables if isinstance(table.model._meta.pk, AutoField)]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables]):
            cursor.execute(statement)
    for table in tables:
        given = last_given(source, table)
        if given > last_given(using, table):
            _go_on_after(connection, table, given)


def last_given(using: str, table: HubTable) -> int:
    """Return the highest number that a row of the table ever got; 0 if none did."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.name])
        else:
            cursor.execute(
                "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass), 0)", _column(table)
            )
        row = cursor.fetchone()
    return row[0] if row else 0


def _go_on_after(connection: Any, table: HubTable, number: int) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.name, number])
        else:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [*_column(table), number])


def _column(table: HubTable) -> list[str]:
    return [f'"{table.name}"', table.columns[table.key]]
