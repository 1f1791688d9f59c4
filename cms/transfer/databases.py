"""All rows of one database into another, in one transaction, each table compared with its source.

An interrupted transfer leaves the target as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import environ
from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from wagtail.models import Page

from cms.history import triggers as of_history
from cms.settings.environment import DATABASES
from cms.visibility import indexes, triggers

from . import numbers, rows
from .files import FILES
from .tables import HubTable, TransferError, all_tables, states_tables

SOURCE = "source"
ADDRESS = "sqlite:////folder/hub.sqlite3 or postgres://user:password@host/name"
# Pages that `migrate` makes are at depth 1 and 2.
DEEPEST_OF_NEW = 2

Say = Callable[[str], None]


def connect(address: str, alias: str = SOURCE) -> str:
    """Let a database be used under an alias. Raises TransferError if the address is wrong or it can't be reached."""
    if address.partition(":")[0] not in DATABASES:
        raise TransferError(f"The address of the other database must be {ADDRESS}.")
    config: dict[str, Any] = environ.Env.db_url_config(address)
    if "sqlite" in config["ENGINE"]:
        if not Path(config["NAME"]).is_file():
            raise TransferError(f"There is no file {config['NAME']}.")
        config["ENGINE"] = "cms.base.sqlite"
    connections.settings[alias] = connections.configure_settings({DEFAULT_DB_ALIAS: {}, alias: config})[alias]
    try:
        connections[alias].ensure_connection()
    except DatabaseError as error:
        raise TransferError(f"The other database can't be reached: {error}") from error
    return alias


def named(using: str) -> str:
    """Return the name of a database, without password."""
    settings = connections[using].settings_dict
    place = f"{settings['HOST']}:{settings['PORT']}/" if settings["HOST"] else ""
    return f"{connections[using].vendor} {place}{settings['NAME']}"


def survey(source: str, target: str) -> Iterator[tuple[HubTable, int, str]]:
    """Yield what a transfer would copy: each table, its number of rows, and the first that doesn't fit. Writes nothing.

    Raises TransferError as `copy` does.
    """
    _check_migrations(source, target)
    with snapshot(source):
        for table in _tables(source):
            fit = rows.Fit(target, table)
            number, problem = 0, ""
            for row in rows.read(source, table):
                number += 1
                problem = problem or fit.problem(row)
            yield table, number, problem


def copy(source: str, target: str, *, replace: bool = False, say: Say) -> None:
    """Copy all rows, and leave the target as `migrate` would, with triggers and statistics.

    Raises TransferError if the two aren't of the same version, if the target has content and `replace` doesn't allow to
    delete it, if a row doesn't fit, or if a table isn't the same afterwards; the target is then as it was.
    """
    _check_migrations(source, target)
    if not replace and not is_new(target):
        raise TransferError(
            f"There is content in {named(target)}. Name a database that only `migrate` has filled, "
            "or add --replace to delete all that it holds."
        )
    with snapshot(source), transaction.atomic(using=target):
        _empty(target)
        for table in _tables(source):
            if number := _copy_table(table, source, target):
                say(f"{table}: {number}")
        connections[target].check_constraints()
        numbers.count_on(target, all_tables(), source)
        triggers.install(target)
        of_history.install(target)
    indexes.update_statistics(target)


def is_new(using: str) -> bool:
    """Say whether a database has nothing but what `migrate` makes."""
    pages = Page.objects.using(using).filter(depth__gt=DEEPEST_OF_NEW)
    others = (model._base_manager.using(using) for model in (*FILES, get_user_model()))
    return not any(found.exists() for found in (pages, *others))


def _tables(source: str) -> list[HubTable]:
    return [*all_tables(), *states_tables(source)]


def _check_migrations(source: str, target: str) -> None:
    executor = MigrationExecutor(connections[target])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise TransferError("Migrations are missing in the hub's database: run `manage.py migrate` first.")
    theirs, ours = (set(MigrationRecorder(connections[one]).applied_migrations()) for one in (source, target))
    if theirs != ours:
        app, name = min(theirs ^ ours)
        where = "The other database lacks" if (app, name) in ours else "Only the other database has"
        raise TransferError(f"{where} the migration {app}.{name}. Bring both to the same version first.")


@contextmanager
def snapshot(source: str) -> Iterator[None]:
    """Let the source be read as it is at the beginning, whatever is written into it meanwhile."""
    connection = connections[source]
    with transaction.atomic(using=source):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _empty(target: str) -> None:
    """Delete all rows and the triggers. Without triggers nothing is kept of what comes, neither answers nor states: those
    of the source come themselves.
    """
    connection = connections[target]
    names = [table.name for table in _tables(target)]
    names += [name for name in connection.introspection.table_names() if name == "wagtailsearch_indexentry"]
    triggers.remove(target)
    of_history.remove(target)
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), names, reset_sequences=True):
            cursor.execute(statement)


def _copy_table(table: HubTable, source: str, target: str) -> int:
    """Copy a table's rows, and return their number."""
    read = rows.Digest()
    rows.write(target, table, read.counting(table, _fitting(target, table, rows.read(source, table))))
    if rows.digest(target, table) != read:
        raise TransferError(f"{table}: the rows that arrived aren't those that were sent.")
    return read.rows


def _fitting(target: str, table: HubTable, found: Iterable[rows.Row]) -> Iterator[rows.Row]:
    fit = rows.Fit(target, table)
    for row in found:
        if problem := fit.problem(row):
            raise TransferError(problem)
        yield row
