"""Database triggers that renew the token of `ContentVersion` when public content changes.

Django's signals would miss changes made without them: moves in the tree (treebeard's SQL), `update()`, `bulk_create()`
of redirects and renditions, manual repairs. And a signal is sent after the statement, which outside a transaction means
after its commit. A trigger is part of the statement.

Changes that only editors see don't count. The columns in `BOOKKEEPING` change with every draft; rows of a page or a
term that isn't live before or after the change are a draft. (One case is knowingly ignored: a typed link to an address
without a page stays in kept answers when a draft is created there; the address was already public.) But the moment at
which a worker is to publish a draft counts as soon as it is set: otherwise the present period would outlive it.

On PostgreSQL the triggers run at the commit (deferred constraint triggers). The row is locked only during the commit,
so that editors don't wait for each other, and after all that the transaction's own statements have locked. SQLite has
only one writer at a time anyway.

Triggers name tables and columns that a migration may drop; so `migrate` begins by dropping them and ends by creating
them.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, cast

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction
from django.db.backends.utils import truncate_name
from django.db.models import ForeignKey, Model
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    DraftStateMixin,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)

from cms.visibility.rule import has_rule

from . import moments
from .content_version import ContentVersion

# Models without a rule on which the visibility, addresses or routes of others depend. Any other model whose data
# appears on pages declares `shows_on_pages`.
ALSO = (Collection, CollectionViewRestriction, Locale, PageViewRestriction, Redirect, Site)
BOOKKEEPING = {
    *("latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes", "live_revision"),
    *("locked", "locked_by", "locked_at", "owner", "numchild", "file_hash", "indexed_at"),
}
VERSION = ContentVersion._meta.db_table
PREFIX = "hub_version_"


@dataclass(frozen=True)
class Watched:
    """A table, its public columns, and the condition for rows that count, with `{row}` for OLD and NEW."""

    table: str
    columns: tuple[str, ...]
    condition: str = ""

    @property
    def name(self) -> str:
        """The name of its trigger."""
        return truncate_name(PREFIX + self.table, 56)


def watched() -> Iterator[Watched]:
    """Yield the table of every model with public data, or with moments at which a worker changes it."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        if is_shown(model):
            source = _source(model)
            columns = [
                str(field.column) for field in model._meta.local_concrete_fields if field.name not in BOOKKEEPING
            ]
            yield Watched(model._meta.db_table, tuple(columns), " AND ".join(_conditions(model, source)))
    for awaited in (one for one in moments.registered() if one.awaited):
        model = awaited.rows().model
        column = model._meta.get_field(awaited.column).column
        yield Watched(model._meta.db_table, (column,), f'{{row}}."{column}" IS NOT NULL')


def is_shown(model: type[Model]) -> bool:
    """Say whether readers see something of the model's rows, or of others through them."""
    return has_rule(_source(model)) or issubclass(model, ALSO) or getattr(model, "shows_on_pages", False)


def _source(model: type[Model]) -> type[Model]:
    """Return the model; for a many-to-many table the one that declares it, to which it belongs."""
    return cast(type[Model], model._meta.auto_created or model)


def _conditions(model: type[Model], source: type[Model]) -> Iterator[str]:
    for column, values in getattr(model, "watched_values", {}).items():
        listed = ", ".join("'{}'".format(value.replace("'", "''")) for value in values)
        yield f'{{row}}."{column}" IN ({listed})'
    for name, value in getattr(model, "hidden_while", {}).items():
        if value is True:
            yield f'NOT {{row}}."{name}"'
    if held := _held_owner(model):
        yield held
    if "live" in {field.name for field in model._meta.local_fields} and issubclass(model, DraftStateMixin):
        yield '{row}."live"'
    elif owner := _page_column(model, source):
        pages = Page._meta.db_table
        live = f'"{pages}"."id" = {{row}}."{owner}" AND "{pages}"."live"'
        yield f'EXISTS (SELECT 1 FROM "{pages}" WHERE {live})'  # noqa: S608  names from our models


def _held_owner(model: type[Model]) -> str | None:
    """Return the condition that the file to which a row belongs isn't held, if it may be."""
    parent = getattr(model, "visibility_parent", None)
    field = model._meta.get_field(parent) if parent else None
    if not isinstance(field, ForeignKey) or "is_held" not in getattr(field.related_model, "hidden_while", {}):
        return None
    table = field.related_model._meta.db_table
    shown = f'"{table}"."id" = {{row}}."{field.column}" AND NOT "{table}"."is_held"'
    return f'EXISTS (SELECT 1 FROM "{table}" WHERE {shown})'  # noqa: S608  names from our models


def _page_column(model: type[Model], source: type[Model]) -> str | None:
    """Return the column with the page to which a row belongs, if it belongs to one."""
    if issubclass(model, Page):
        return model._meta.pk.column
    if model._meta.auto_created:
        owners = [field for field in model._meta.local_fields if getattr(field, "related_model", None) is source]
        return owners[0].column if issubclass(source, Page) else None
    if issubclass(model, ALSO):
        return None
    parent = getattr(model, "visibility_parent", None)
    field = model._meta.get_field(parent) if parent else None
    return field.column if isinstance(field, ForeignKey) and issubclass(field.related_model, Page) else None


# Connected in cms.visibility.signals


def remove(using: str, **kwargs: Any) -> None:
    """Drop all triggers and the token before migrations: without triggers, nothing may be kept."""
    dialect = _dialect(using)
    with at_once(dialect.connection):
        dialect.remove()
    if VERSION in dialect.connection.introspection.table_names():
        ContentVersion.objects.using(using).all().delete()


def install(using: str, **kwargs: Any) -> None:
    """Create missing triggers after migrations, and give the content a token.

    After `migrate APP`, tables or columns of other apps may not be there yet. Then there are no triggers, and nothing is kept,
    until all migrations have run.
    """
    dialect = _dialect(using)
    tables = list(watched())
    if not dialect.has_all([*tables, Watched(VERSION, ("token",))]):
        return
    there = dialect.present()
    with at_once(dialect.connection):
        for table in tables:
            if table.name not in there:
                dialect.create(table)
    ContentVersion.objects.using(using).update_or_create(pk=1, defaults={"token": uuid.uuid4().hex})


def at_once(connection: Any) -> AbstractContextManager[Any]:
    """Return a block within which the schema changes on SQLite, to be seen by others as one change.

    SQLite reads the schema anew after each change, and fails with “database schema has changed” if another comes meanwhile.
    PostgreSQL locks tables, which are better locked one at a time.
    """
    return transaction.atomic(connection.alias) if connection.vendor == "sqlite" else nullcontext()


def _dialect(using: str) -> SQLite | PostgreSQL:
    connection = connections[using]
    kinds = {"sqlite": SQLite, "postgresql": PostgreSQL}
    if connection.vendor not in kinds:
        raise ImproperlyConfigured(f"The hub runs on SQLite and PostgreSQL, not on {connection.vendor}.")
    return kinds[connection.vendor](connection)


class SQLite:
    """One trigger each for insert, update and delete. A table's trigger is named after that for insert."""

    def __init__(self, connection: Any):
        self.connection = connection

    def has_all(self, tables: Iterable[Watched]) -> bool:
        """Say whether all these tables are there with their columns."""
        found = self.connection.introspection
        with self.connection.cursor() as cursor:
            there = set(found.table_names(cursor))
            return all(
                one.table in there
                and set(one.columns) <= {column.name for column in found.get_table_description(cursor, one.table)}
                for one in tables
            )

    def present(self) -> set[str]:
        return set(self._select("SELECT name FROM sqlite_master WHERE type = 'trigger'"))

    def remove(self) -> None:
        for name in self.present():
            if name.startswith(PREFIX):
                self._run(f'DROP TRIGGER "{name}"')

    def create(self, watched: Watched) -> None:
        columns = ", ".join(f'"{column}"' for column in watched.columns)
        raised = f"UPDATE {VERSION} SET token = lower(hex(randomblob(16)))"  # noqa: S608  a constant
        for suffix, event, rows in (
            ("", "INSERT", ("NEW",)),
            ("_update", f"UPDATE OF {columns}", ("OLD", "NEW")),
            ("_delete", "DELETE", ("OLD",)),
        ):
            conditions = " OR ".join(f"({watched.condition.format(row=row)})" for row in rows)
            when = f"WHEN {conditions}" if watched.condition else ""
            name = watched.name + suffix
            self._run(f'CREATE TRIGGER "{name}" AFTER {event} ON "{watched.table}" {when} BEGIN {raised}; END')

    def _run(self, sql: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(sql)

    def _select(self, sql: str) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql)
            return [row[0] for row in cursor.fetchall()]


class PostgreSQL(SQLite):
    """One deferred trigger for each table, and a function with the table's condition.

    All triggers have the same name, so that the tests can use `SET CONSTRAINTS hub_version IMMEDIATE`.
    """

    def present(self) -> set[str]:
        return set(self._select("SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"))

    def remove(self) -> None:
        for name in self.present():
            if name.startswith(PREFIX):
                self._run(f'DROP FUNCTION "{name}" CASCADE')

    def create(self, watched: Watched) -> None:
        columns = ", ".join(f'"{column}"' for column in watched.columns)
        # OLD is empty for an insert and NEW for a delete, so a condition on them isn't true.
        conditions = " OR ".join(f"({watched.condition.format(row=row)})" for row in ("OLD", "NEW"))
        raised = (
            f"UPDATE {VERSION} SET token = replace(gen_random_uuid()::text, '-', ''), "  # noqa: S608  constants
            "transaction = txid_current(), statement = statement_timestamp() "
            "WHERE (transaction, statement) IS DISTINCT FROM (txid_current(), statement_timestamp())"
        )
        self._run(f"""CREATE FUNCTION "{watched.name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF {conditions if watched.condition else "true"} THEN {raised}; END IF; RETURN NULL; END $$""")
        self._run(f"""CREATE CONSTRAINT TRIGGER hub_version AFTER INSERT OR UPDATE OF {columns} OR DELETE
            ON "{watched.table}" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "{watched.name}"()""")
