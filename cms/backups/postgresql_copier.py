"""Copies of PostgreSQL databases, by its own programs: `pg_dump`, `pg_restore` and `psql`.

All that a copy holds, and the manifest's numbers of rows, are read from one snapshot. Rows of unlogged tables are left out: they
don't outlive a crash either, and that of `DatabaseRun` must not outlive a restoration.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.client import DatabaseClient

from cms.base.restorations import Restoration

from .copiers import DatabaseCopier, DatabaseCopy
from .errors import BackupError

MISSING = "{} isn't installed. Install PostgreSQL's client programs, of the server's version or newer."
TOO_FEW_LOCKS = (
    "The database server can't lock all tables and indexes of the hub at once. Set max_locks_per_transaction to 256 in its "
    "configuration, restart it, and try again. Nothing was changed."
)
TOO_OLD = "{} is older than the server. Install PostgreSQL's client programs of the server's version or newer."
# Marks a database in which a backup is tried, and finds those whose process was killed.
SCRATCH = "Made by manage.py restore --check"
LEFT = """
SELECT datname FROM pg_database found WHERE shobj_description(oid, 'pg_database') = %s AND starts_with(datname, %s)
AND NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datid = found.oid)
"""
# Empties the hub's schema, whose name is in the setting `hub.schema`, as its tables' owner may. Functions of extensions stay.
EMPTY = """
DO $$ DECLARE thing record; BEGIN
  FOR thing IN SELECT format('DROP TABLE IF EXISTS %I.%I CASCADE', schemaname, tablename) AS statement
      FROM pg_tables WHERE schemaname = current_setting('hub.schema') LOOP EXECUTE thing.statement; END LOOP;
  FOR thing IN SELECT format('DROP FUNCTION IF EXISTS %s CASCADE', p.oid::regprocedure) AS statement
      FROM pg_proc p WHERE p.pronamespace = current_setting('hub.schema')::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP EXECUTE thing.statement;
  END LOOP;
END $$;
"""


class PostgresqlCopier(DatabaseCopier):
    """Uses `pg_dump` in its own format, which is compressed."""

    vendor = "postgresql"
    part = "database.dump"
    compress = False
    select_columns = (
        "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
        "WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relpersistence = 'p' "
        "AND a.attnum > 0 AND NOT a.attisdropped"
    )

    @contextmanager
    def snapshot(self, folder: Path) -> Iterator[DatabaseCopy]:
        file, own = folder / self.part, connection.copy()
        try:
            own.set_autocommit(False)
            with own.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SELECT pg_export_snapshot()")
                (name,) = cursor.fetchone()
            options = ["--format=custom", "--no-owner", "--no-privileges", "--no-unlogged-table-data"]
            _run("pg_dump", [*options, f"--snapshot={name}", f"--file={file}"], own.settings_dict)
            yield self.opened(own, file)
            own.rollback()
        finally:
            own.close()

    @contextmanager
    def scratch(self, file: Path) -> Iterator[BaseDatabaseWrapper]:
        own, server = connection.copy(), connection.copy()
        prefix = f"{server.settings_dict['NAME']}_check_"
        name = f"{prefix}{uuid4().hex[:8]}"
        quoted = server.ops.quote_name(name)
        own.settings_dict["NAME"] = name
        try:
            with server.cursor() as cursor:
                cursor.execute(LEFT, [SCRATCH, prefix])
                for (left,) in cursor.fetchall():
                    cursor.execute(f"DROP DATABASE IF EXISTS {server.ops.quote_name(left)}")
                try:
                    cursor.execute(f"CREATE DATABASE {quoted}")
                    cursor.execute(f"COMMENT ON DATABASE {quoted} IS '{SCRATCH}'")
                except DatabaseError as error:
                    raise BackupError(
                        "The hub's user may not create a database to try the backup in: ALTER ROLE … CREATEDB lets it."
                    ) from error
                try:
                    # Nobody reads it before it is whole: a transaction would only need a lock for each of its objects.
                    self._put(file, own.settings_dict, at_once=False)
                    yield own
                finally:
                    own.close()
                    cursor.execute(f"DROP DATABASE {quoted} WITH (FORCE)")
        finally:
            server.close()

    def replace(self, file: Path, restoration: Restoration) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            (schema,) = cursor.fetchone()
        table = f"{connection.ops.quote_name(schema)}.cms_restoration"
        moments = f"'{restoration.restored_at.isoformat()}', '{restoration.backed_up_at.isoformat()}'"
        connection.close()  # whose transaction, if there is one, would be waited for
        self._put(
            file,
            connection.settings_dict,
            before=f"SET hub.schema = '{schema}';{EMPTY}",
            after=f"INSERT INTO {table} (restored_at, backed_up_at) VALUES ({moments});",  # noqa: S608  our own moments
        )

    def _put(self, file: Path, to: dict[str, Any], *, before: str = "", after: str = "", at_once: bool = True) -> None:
        """Run the dump's statements between others, all in one transaction if it is `at_once`."""
        statements = [file.with_suffix(f".{part}.sql") for part in ("before", "dump", "after")]
        _run("pg_restore", ["--no-owner", "--no-privileges", f"--file={statements[1]}", str(file)])
        statements[0].write_text(before)
        statements[2].write_text(after)
        options = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", *(["--single-transaction"] if at_once else [])]
        _run("psql", [*options, *(f"--file={one}" for one in statements)], to)
        for one in statements:
            one.unlink()


def _run(program: str, options: list[str], database: dict[str, Any] | None = None) -> None:
    """Run one of PostgreSQL's programs, on a database if its settings are given. Raises BackupError."""
    found = shutil.which(program)
    if found is None:
        raise BackupError(MISSING.format(program))
    arguments, environment = options, None
    if database is not None:
        (_, *arguments), environment = DatabaseClient.settings_to_cmd_args_env(database, options)
    done = subprocess.run(  # noqa: S603  arguments of ours
        [found, *arguments],
        env=os.environ | (environment or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return
    if "version mismatch" in done.stderr or "unsupported version" in done.stderr:
        raise BackupError(TOO_OLD.format(program))
    if "out of shared memory" in done.stderr:
        raise BackupError(TOO_FEW_LOCKS)
    first = next((line for line in done.stderr.splitlines() if "error" in line.lower()), done.stderr.strip())
    raise BackupError(f"{program} failed: {first.strip()}")
