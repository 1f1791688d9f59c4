"""All rows of one database into another, a few tables at a time, each compared with its source before the next.

An interrupted transfer leaves a mark in the target: run again, it skips the tables that are the same already.
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
from cms.operations.health import TRANSFER_MARK
from cms.settings.environment import DATABASES
from cms.visibility import indexes, triggers

from . import numbers, rows
from .errors import TransferError
from .files import FILES
from .tables import HubTable, all_tables, states_tables, units

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
        for table in (table for unit in _units(source) for table in unit):
            fit = rows.Fit(target, table)
            number, problem = 0, ""
            for row in rows.read(source, table):
                number += 1
                problem = problem or fit.problem(row)
            yield table, number, problem


def copy(source: str, target: str, *, replace: bool = False, say: Say) -> None:
    """Copy all rows, and leave the target as `migrate` would, with triggers and statistics.

    Raises TransferError if the two aren't of the same version, if the target has content and `replace` doesn't allow to
    delete it, if a row doesn't fit, or if a table isn't the same afterwards. Run again, it goes on.
    """
    _check_migrations(source, target)
    began = _mark(target)
    if not replace and began is None and not is_new(target):
        raise TransferError(
            f"There is content in {named(target)}. Name a database that only `migrate` has filled, "
            "or add --replace to delete all that it holds."
        )
    if not replace and began not in (None, named(source)):
        raise TransferError(f"A transfer from {began} isn't finished. Go on with that, or add --replace to begin anew.")
    if replace or began is None:
        _empty(source, target)
    with snapshot(source):
        for unit in _units(source):
            _copy_unit(unit, source, target, say)
    _finish(source, target)


def is_new(using: str) -> bool:
    """Say whether a database has nothing but what `migrate` makes."""
    pages = Page.objects.using(using).filter(depth__gt=DEEPEST_OF_NEW)
    others = (model._base_manager.using(using) for model in (*FILES, get_user_model()))
    return not any(found.exists() for found in (pages, *others))


def is_unfinished(using: str) -> bool:
    """Say whether a transfer into a database was interrupted: it holds only part of a hub."""
    return _mark(using) is not None


def _units(source: str) -> list[list[HubTable]]:
    return [*units(all_tables()), *([table] for table in states_tables(source))]


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


def _mark(using: str) -> str | None:
    """Return from where the unfinished transfer into a database comes; None if there is none."""
    if TRANSFER_MARK not in connections[using].introspection.table_names():
        return None
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT source FROM hub_transfer")
        return cursor.fetchone()[0]


def _empty(source: str, target: str) -> None:
    """Delete all rows and the triggers, and leave the mark. Without triggers nothing is kept of what comes, neither answers
    nor states: those of the source come themselves.
    """
    connection = connections[target]
    names = [table.name for table in (*all_tables(), *states_tables(target))]
    names += [name for name in connection.introspection.table_names() if name == "wagtailsearch_indexentry"]
    with transaction.atomic(using=target), connection.cursor() as cursor:
        triggers.remove(target)
        of_history.remove(target)
        for statement in connection.ops.sql_flush(no_style(), names, reset_sequences=True):
            cursor.execute(statement)
        cursor.execute("CREATE TABLE IF NOT EXISTS hub_transfer (source varchar(1000) NOT NULL)")
        cursor.execute("DELETE FROM hub_transfer")
        cursor.execute("INSERT INTO hub_transfer (source) VALUES (%s)", [named(source)])


def _copy_unit(unit: list[HubTable], source: str, target: str, say: Say) -> None:
    if any(rows.count(target, table) for table in unit):
        if any(rows.digest(source, table) != rows.digest(target, table) for table in unit):
            names = ", ".join(map(str, unit))
            raise TransferError(
                f"{names}: changed in the source since the transfer began. Add --replace to begin anew."
            )
        for table in unit:
            say(f"{table}: there already")
        return
    arrived = []
    with transaction.atomic(using=target):
        for table in unit:
            read = rows.Digest()
            rows.write(target, table, read.counting(table, _fitting(target, table, rows.read(source, table))))
            if rows.digest(target, table) != read:
                raise TransferError(f"{table}: the rows that arrived aren't those that were sent.")
            if read.rows:
                arrived.append(f"{table}: {read.rows}")
    for line in arrived:
        say(line)


def _fitting(target: str, table: HubTable, found: Iterable[rows.Row]) -> Iterator[rows.Row]:
    fit = rows.Fit(target, table)
    for row in found:
        if problem := fit.problem(row):
            raise TransferError(problem)
        yield row


def _finish(source: str, target: str) -> None:
    with transaction.atomic(using=target):
        numbers.count_on(target, all_tables(), source)
        triggers.install(target)
        of_history.install(target)
        with connections[target].cursor() as cursor:
            cursor.execute("DROP TABLE hub_transfer")
    indexes.update_statistics(target)
