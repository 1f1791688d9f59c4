"""Temporary views that stand before the tables, for one connection: the versions of a perspective in place of the rows.

A temporary view with a table's name is found before the table (PostgreSQL: “Schemas”, section 5.9.3; SQLite: “Database
object name resolution”). So whatever reads through this connection (lists, menus, filters, totals) sees the versions, and
nobody else does. Nothing is written to the tables, so nobody waits for a lock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction
from wagtail.models import Site

from cms.visibility.period import no_period

PREFIX = "perspective_"
IS_VERSION = "is_version"


@dataclass
class TableRows:
    """Rows of one table, in the order of its columns, and conditions for those of the table that they replace."""

    rows: list[list[Any]] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)


class Overlay:
    """The views of one perspective. `is_searchable` says whether the search can answer from it."""

    def __init__(self, *, is_searchable: bool = True) -> None:
        self.is_searchable = is_searchable
        self._made: list[type[models.Model]] = []

    @property
    def schema(self) -> str:
        """The prefix of the tables themselves, past the views."""
        if connection.vendor == "sqlite":
            return "main."
        with connection.cursor() as cursor:
            cursor.execute("SELECT quote_ident(current_schema()) || '.'")
            return cursor.fetchone()[0]

    def put(self, tables: dict[type[models.Model], TableRows]) -> None:
        """Show the rows in place of those that they replace. Each table once."""
        schema = self.schema if tables else ""
        # All at once on PostgreSQL. On SQLite a transaction would lock the file, which temporary views don't need.
        with (
            transaction.atomic() if connection.vendor == "postgresql" else nullcontext(),
            connection.cursor() as cursor,
        ):
            for model, rows in tables.items():
                self._made.append(model)
                self._put(cursor, schema, model, rows)

    def _put(self, cursor: Any, schema: str, model: type[models.Model], rows: TableRows) -> None:
        table, meta = model._meta.db_table, model._meta
        columns = ", ".join(f'"{one.column}"' for one in meta.local_concrete_fields)
        temporary = f'"{PREFIX}{table}"'
        cursor.execute(f'CREATE TEMPORARY TABLE {temporary} AS SELECT {columns} FROM {schema}"{table}" WHERE 1 = 0')  # noqa: S608  names of our tables
        if rows.rows:
            values = ", ".join(["%s"] * len(meta.local_concrete_fields))
            cursor.executemany(f"INSERT INTO {temporary} VALUES ({values})", rows.rows)  # noqa: S608  the same
        place = "temp." if connection.vendor == "sqlite" else ""
        cursor.execute(f'CREATE INDEX {place}"{PREFIX}key_{table}" ON {temporary} ("{meta.pk.column}")')
        replaced = " OR ".join(f"({one})" for one in rows.replaced) or "1 = 0"
        # The condition comes after the union: PostgreSQL looks rows up by an index in a union only if its parts have none.
        cursor.execute(
            f'CREATE TEMPORARY VIEW "{table}" AS SELECT {columns} FROM'  # noqa: S608  names of our tables, and keys
            f" (SELECT {columns}, 1 AS {IS_VERSION} FROM {temporary}"
            f' UNION ALL SELECT {columns}, 0 FROM {schema}"{table}") AS either'
            f" WHERE {IS_VERSION} = 1 OR ({replaced}) IS NOT TRUE"
        )

    def remove(self) -> None:
        """Drop the views and the rows."""
        place = "temp." if connection.vendor == "sqlite" else "pg_temp."
        with connection.cursor() as cursor:
            for model in reversed(self._made):
                cursor.execute(f'DROP VIEW IF EXISTS {place}"{model._meta.db_table}"')
                cursor.execute(f'DROP TABLE IF EXISTS {place}"{PREFIX}{model._meta.db_table}"')


_current: ContextVar[Overlay | None] = ContextVar("overlay", default=None)


def current() -> Overlay | None:
    """Return the overlay through which this context reads; None if it reads the tables."""
    return _current.get()


@contextmanager
def overlaid(tables: dict[type[models.Model], TableRows], *, is_searchable: bool = True) -> Iterator[Overlay]:
    """Read the rows in place of those that they replace within the block, on this connection only.

    Nothing within the block uses a `Period`, whose values are for all readers of the process.
    """
    overlay = Overlay(is_searchable=is_searchable)
    before = _current.set(overlay)
    try:
        with no_period():
            overlay.put(tables)
            yield overlay
    finally:
        _current.reset(before)
        try:
            overlay.remove()
        except BaseException:
            connection.close()  # the views end with it
            raise
        finally:
            # Wagtail caches the paths of sites; one read within the block may belong to a draft.
            Site.clear_site_root_paths_cache()


def keys_in(column: str, keys: Iterable[int]) -> str:
    """Return the condition that a column has one of these keys."""
    return f'"{column}" IN ({", ".join(str(int(key)) for key in sorted(keys))})'


def merged(parts: Iterable[dict[type[models.Model], TableRows]]) -> dict[type[models.Model], TableRows]:
    """Return the rows of several parts by table."""
    found: dict[type[models.Model], TableRows] = defaultdict(TableRows)
    for part in parts:
        for model, rows in part.items():
            found[model].rows += rows.rows
            found[model].replaced += rows.replaced
    return dict(found)
