"""Trials, which are rolled back: the log says nothing of what they make, since it never comes to be."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_silent: ContextVar[tuple[str, ...]] = ContextVar("silent", default=())


def _is_told(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or record.name not in _silent.get()


@contextmanager
def no_lines(*loggers: str) -> Iterator[None]:
    """Drop what these loggers would write meanwhile in this request, except warnings and errors."""
    for name in loggers:
        logging.getLogger(name).addFilter(_is_told)  # once: a filter that is there isn't added again
    token = _silent.set(loggers)
    try:
        yield
    finally:
        _silent.reset(token)
