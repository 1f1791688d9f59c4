"""Turns at SQLite, which has one writer at a time and no queue."""

from __future__ import annotations

import time
from typing import Any

SECONDS = 1.0  # of writing until others have their turn
# A process that waits asks again after 0.1 s at the latest (`sqliteDefaultBusyCallback` of SQLite).
PAUSE = 0.15


class Turns:
    """Lets others write between the transactions of a long work.

    Without a pause each transaction follows the last within a millisecond, in which hardly any process that waits asks
    whether the database is free. It would fail with “database is locked” after a while.
    """

    def __init__(self, connection: Any):
        self.needed = connection.vendor == "sqlite"
        self.since = time.monotonic()

    def is_up(self) -> bool:
        """Say whether the work has written long enough since others had their turn."""
        return time.monotonic() - self.since >= SECONDS

    def give(self) -> None:
        """Begin a new turn if this one is up, on SQLite after a pause. Call it outside a transaction."""
        if self.is_up():
            if self.needed:
                time.sleep(PAUSE)
            self.since = time.monotonic()
