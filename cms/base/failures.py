"""Failures in words that hold nothing of what people typed: the messages of errors quote it."""

from __future__ import annotations

import traceback
from collections.abc import Iterator

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

# Errors whose messages name parts of the program or the state of a server, never a value.
SAFE = (AttributeError, NameError, ImportError, ImproperlyConfigured, OperationalError, MemoryError, RecursionError)


def summary(error: BaseException) -> str:
    """Return the error's type, with its message if that holds no value."""
    kind = type(error).__name__
    if isinstance(error, OSError) and type(error).__module__ == "builtins" and error.strerror:
        return f"{kind}: {error.strerror}"
    if isinstance(error, SAFE):
        return f"{kind}: {str(error).partition(chr(10))[0]}"
    return kind


def report(error: BaseException) -> str:
    """Return the error with its causes and the places in the code, as Python prints them but for messages."""
    return "".join(_parts(error, set())).rstrip()


def _parts(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _parts(before, seen)
        yield "\nand then\n\n"
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{summary(error)}\n"
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield "\nin the group\n\n"
            yield from _parts(one, seen)
