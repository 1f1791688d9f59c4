"""What copies a database while the hub runs, and puts a copy back. Each kind of database has its own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from cms.base.restorations import Restoration

from .media_files import Read


@dataclass(frozen=True)
class DatabaseCopy:
    """A copy of the database in a file, and what can be read from the same state of it."""

    file: Path
    read: Read
    columns: dict[str, set[str]]

    def rows(self) -> dict[str, int]:
        """Return the number of rows of each table."""
        return {table: self.read(f'SELECT COUNT(*) FROM "{table}"')[0][0] for table in sorted(self.columns)}  # noqa: S608  names of ours

    def migrations(self) -> list[str]:
        """Return the migrations that were applied."""
        return [
            f"{app}.{name}" for app, name in self.read("SELECT app, name FROM django_migrations ORDER BY app, name")
        ]


class DatabaseCopier(ABC):
    """Copies a kind of database and restores it."""

    # Django's word for the kind, the name of the copy in an archive, and whether it is worth compressing.
    vendor: str
    part: str
    compress: bool
    # Selects the tables whose rows are copied, with their columns.
    select_columns: str

    @abstractmethod
    def snapshot(self, folder: Path) -> AbstractContextManager[DatabaseCopy]:
        """Copy the database into the folder; yield the copy. Raises BackupError."""

    @abstractmethod
    def scratch(self, file: Path) -> AbstractContextManager[BaseDatabaseWrapper]:
        """Restore a copy into a database of its own that is there as long as the block lasts. Raises BackupError."""

    @abstractmethod
    def replace(self, file: Path, restoration: Restoration) -> None:
        """Put a copy in the place of everything in the database, with a row for the restoration, or change nothing.

        Raises BackupError.
        """

    def opened(self, own: BaseDatabaseWrapper, file: Path) -> DatabaseCopy:
        """Return what can be read on a connection to a copy."""

        def read(statement: str) -> list[tuple[Any, ...]]:
            with own.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall()

        return DatabaseCopy(file, read, self.columns(read))

    def columns(self, read: Read) -> dict[str, set[str]]:
        """Return the columns of each table."""
        found: dict[str, set[str]] = {}
        for table, column in read(self.select_columns):
            found.setdefault(table, set()).add(column)
        return found
