"""Before the migrations of a new version: a copy of the SQLite database, to which the old version can return."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from django.core.management.base import CommandError
from django.db import connection

# In the folder of the database. The next upgrade with migrations replaces it.
COPY = "before-upgrade.sqlite3"


def copy_of_sqlite() -> Path | None:
    """Copy the database while others use it, and return where to; None unless it is a file of SQLite.

    Raises CommandError if the copy can't be written. An earlier copy is replaced only by a whole one.
    """
    name = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor != "sqlite" or not name.is_file():
        return None
    copy = name.with_name(COPY)
    unfinished = copy.with_suffix(".unfinished")
    connection.ensure_connection()
    try:
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(unfinished)) as target:
            connection.connection.backup(target)
        unfinished.replace(copy)
    except (OSError, sqlite3.Error) as error:
        raise CommandError(f"The database can't be copied to {copy}; nothing was changed: {error}") from error
    return copy
