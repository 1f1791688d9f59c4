"""How long a statement waits for another writer, where an answer is more important than what is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def impatient(milliseconds: int) -> Iterator[None]:
    """Within the block, SQLite waits for another writer no longer than this. PostgreSQL locks rows, not the database."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    # The raw connection, so that this doesn't count as a statement of the answer.
    file = connection.connection
    (before,) = file.execute("PRAGMA busy_timeout").fetchone()
    file.execute(f"PRAGMA busy_timeout = {milliseconds}")
    try:
        yield
    finally:
        file.execute(f"PRAGMA busy_timeout = {int(before)}")
