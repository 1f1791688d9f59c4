"""The time limit of an operation: GRAPHQL_MAX_SECONDS, checked whenever objects are resolved and around every
statement.

A running statement is stopped by the database: PostgreSQL by `statement_timeout`, SQLite by its progress handler. Both
are reset when the operation ends, so the admin and commands, which share the connection, are not affected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import ceil, inf
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

# Steps of SQLite's virtual machine between two checks of the clock: about a millisecond.
SQLITE_STEPS = 50_000

# Even out of time a transaction must be rolled back, and a temporary view dropped.
CLEANING_UP = ("ROLLBACK", "DROP")

_ends_at: ContextVar[float] = ContextVar("graphql_ends_at", default=inf)


class OutOfTimeError(BaseException):
    """The operation must end now. Not an Exception, which graphql-core would take for an error in a single field."""


def check_time() -> None:
    """Raise OutOfTimeError if the running operation is out of time; do nothing if none is running."""
    if monotonic() > _ends_at.get():
        raise OutOfTimeError


@contextmanager
def deadline() -> Iterator[None]:
    """Limit the time of the block. Raises OutOfTimeError, even if only the end came too late."""
    seconds = settings.GRAPHQL_MAX_SECONDS
    if not seconds:
        yield
        return
    ends_at = monotonic() + seconds
    before = _ends_at.set(ends_at)
    statements = _Statements(seconds, ends_at)
    try:
        with connection.execute_wrapper(statements):
            yield
        # A statement stopped by the database has surfaced as the error of a field.
        check_time()
    except DatabaseError:
        check_time()  # the database has stopped a statement before any field was resolved
        raise
    finally:
        _ends_at.reset(before)
        statements.release()


class _Statements:
    """Checks the clock before each statement, and makes the database check it during one."""

    def __init__(self, seconds: float, ends_at: float):
        self.seconds = seconds
        self.ends_at = ends_at
        self.raw: Any = None

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not sql.startswith(CLEANING_UP):
            check_time()
        if self.raw is None:
            self.hold(context["connection"].connection)
        return execute(sql, params, many, context)

    def hold(self, raw: Any) -> None:
        """Set the limit, once per operation: bypassing Django, so that it doesn't count as a statement."""
        self.raw = raw
        if connection.vendor == "postgresql":
            raw.execute(f"SET statement_timeout = {ceil(self.seconds * 1000)}")
        else:
            raw.set_progress_handler(lambda: monotonic() > self.ends_at, SQLITE_STEPS)

    def release(self) -> None:
        """Remove the limit. Rolling back a failed transaction removes it as well."""
        if self.raw is None:
            return
        if connection.vendor != "postgresql":
            self.raw.set_progress_handler(None, 0)
        elif not self.raw.closed and self.raw.info.transaction_status.name != "INERROR":
            self.raw.execute("RESET statement_timeout")
