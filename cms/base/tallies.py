"""Counts of what a request costs: statements, and answers that were kept. The middleware of requests reads them."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Any

STATEMENTS = "statements"


class _Tallies(threading.local):
    def __init__(self) -> None:
        self.counts: dict[str, int] = defaultdict(int)


_of_this_thread = _Tallies()


def count(name: str) -> None:
    """Count one more of what the request in hand costs."""
    _of_this_thread.counts[name] += 1


def begin() -> dict[str, int]:
    """Return the counts of a request that begins in this thread. They grow until the next begins."""
    counts: dict[str, int] = defaultdict(int)
    _of_this_thread.counts = counts
    return counts


def count_statement(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Count a statement: a wrapper for `connection.execute_wrappers`."""
    _of_this_thread.counts[STATEMENTS] += 1
    return execute(sql, params, many, context)


def watch(connection: Any, **kwargs: Any) -> None:
    """Count the statements of a connection that was opened."""
    if count_statement not in connection.execute_wrappers:
        connection.execute_wrappers.append(count_statement)
