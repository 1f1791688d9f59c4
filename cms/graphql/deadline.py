"""How long an operation may take: GRAPHQL_MAX_SECONDS, looked at whenever objects are resolved and around every statement.

A statement that runs on by itself is stopped by the database: PostgreSQL by `statement_timeout`, SQLite by its progress
handler. Both are put back when the operation ends, so the admin and commands, which share the connection, are not bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import ceil, inf
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import connection

# Steps of SQLite's virtual machine between two looks at the clock: about a millisecond.
SQLITE_STEPS = 50_000

_ends_at: ContextVar[float] = ContextVar("graphql_ends_at", default=inf)


class OutOfTimeError(BaseException):
    """The operation must end now. Not an Exception, as graphql-core would take one for the fault of a single field."""


def check_time() -> None:
    """Raise OutOfTimeError when the running operation has had its time; do nothing where none is running."""
    if monotonic() > _ends_at.get():
        raise OutOfTimeError


@contextmanager
def deadline() -> Iterator[None]:
    """Limit the time of what runs inside. Raises OutOfTimeError, also if only the end came too late."""
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
        # What the database stopped has come out as the error of a field.
        check_time()
    finally:
        _ends_at.reset(before)
        statements.release()


class _Statements:
    """Looks at the clock before each statement, and has the database look at it during one."""

    def __init__(self, seconds: float, ends_at: float):
        self.seconds = seconds
        self.ends_at = ends_at
        self.raw: Any = None

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not sql.startswith("ROLLBACK"):  # what was begun is undone also when time is up
            check_time()
        if self.raw is None:
            self.hold(context["connection"].connection)
        return execute(sql, params, many, context)

    def hold(self, raw: Any) -> None:
        """Set the limit, once an operation: past Django, so that it is no statement of the content's."""
        self.raw = raw
        if connection.vendor == "postgresql":
            raw.execute(f"SET statement_timeout = {ceil(self.seconds * 1000)}")
        else:
            raw.set_progress_handler(lambda: monotonic() > self.ends_at, SQLITE_STEPS)

    def release(self) -> None:
        """Take the limit off. A transaction that failed takes it off itself when it is rolled back."""
        if self.raw is None:
            return
        if connection.vendor != "postgresql":
            self.raw.set_progress_handler(None, 0)
        elif not self.raw.closed and self.raw.info.transaction_status.name != "INERROR":
            self.raw.execute("RESET statement_timeout")
