"""The id of the request in hand: in every line of the log, in the answer, and on pages that say that something broke."""

from __future__ import annotations

import os
import re
from contextvars import ContextVar
from typing import Any

HEADER = "X-Request-Id"
# An id of a proxy in front is taken over if it is one: nothing else may be put into the log.
GIVEN = re.compile(r"[A-Za-z0-9_-]{8,64}")

_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """Return the id of the request in hand; empty outside of any."""
    return _current.get()


def begin(request_id: str) -> None:
    """Make it the id of the request in hand, until Django has finished that: it logs errors after all middleware."""
    _current.set(request_id)


def end(**kwargs: Any) -> None:
    """Forget the id: no request is in hand."""
    _current.set("")


def chosen(given: str | None) -> str:
    """Return the id that a request came with, or a new one."""
    return given if given and GIVEN.fullmatch(given) else os.urandom(16).hex()
