"""One operation after another where the database works inside this process.

SQLite lets go of Python's global lock at each step to a row. If several threads answer at once, each such moment hands the
processor to another thread, and the work takes up to a third longer than one after another. A server in another process
is different: while one thread waits for it, others should work.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.db import connection

# Seconds after which an operation goes ahead out of turn: a slow one holds nobody up for longer.
PATIENCE = 0.05

_turn = Lock()


@contextmanager
def turn() -> Iterator[None]:
    """Wait until it is this thread's turn, for a moment at most."""
    taken = connection.vendor == "sqlite" and _turn.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        if taken:
            _turn.release()
