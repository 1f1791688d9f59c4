"""Copies of SQLite databases."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from cms.base.restorations import Restoration

from .copiers import DatabaseCopier, DatabaseCopy
from .errors import BackupError

# Seconds for which a lock of another process is waited for; SQLite itself would wait for ever.
PATIENCE = 60.0


class SqliteCopier(DatabaseCopier):
    """Uses SQLite's own online backup: one state of the database, while others read and write."""

    vendor = "sqlite"
    part = "database.sqlite3"
    compress = True
    select_columns = (
        "SELECT tables.name, columns.name FROM sqlite_master tables, pragma_table_info(tables.name) columns "
        "WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite~_%' ESCAPE '~'"
    )

    @contextmanager
    def snapshot(self, folder: Path) -> Iterator[DatabaseCopy]:
        file = folder / self.part
        connection.ensure_connection()
        with closing(sqlite3.connect(file)) as copy:
            try:
                connection.connection.backup(copy, progress=_patience())
                copy.execute("PRAGMA journal_mode=DELETE")
                (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
            except sqlite3.DatabaseError as error:
                raise BackupError(f"The database can't be copied to {folder.parent}: {error}.") from error
            if verdict != "ok":
                raise BackupError(f"The database itself is damaged: {verdict}. Restore the last backup.")

            def read(statement: str) -> list[tuple[Any, ...]]:
                return copy.execute(statement).fetchall()

            yield DatabaseCopy(file, read, self.columns(read))

    @contextmanager
    def scratch(self, file: Path) -> Iterator[BaseDatabaseWrapper]:
        own = connection.copy()
        own.settings_dict["NAME"] = str(file)
        try:
            yield own
        except DatabaseError as error:
            raise BackupError(f"The database in this backup can't be read: {error}.") from error
        finally:
            own.close()

    def replace(self, file: Path, restoration: Restoration) -> None:
        with self.scratch(file) as own, own.cursor() as cursor:
            moments = (restoration.restored_at, restoration.backed_up_at)
            values = [own.ops.adapt_datetimefield_value(moment) for moment in moments]
            cursor.execute("INSERT INTO cms_restoration (restored_at, backed_up_at) VALUES (%s, %s)", values)
        try:
            connection.ensure_connection()
            with closing(sqlite3.connect(file)) as copy:
                # A transaction of its own: others read the old state until it ends.
                copy.backup(connection.connection, progress=_patience())
        except (DatabaseError, sqlite3.DatabaseError) as error:
            raise BackupError(f"The database can't be replaced: {error}.") from error


def _patience() -> Callable[[int, int, int], None]:
    """Return what SQLite calls after each step. It raises BackupError if another process has locked the database too long."""
    end = time.monotonic() + PATIENCE

    def look(status: int, remaining: int, total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > end:
            raise BackupError("Another process has locked the database and doesn't let go. Stop it, then try again.")

    return look
