"""Cursors of connections: the values of the sort keys of a row, and a mark of the list that it is from."""

from __future__ import annotations

import base64
import datetime
import json
from typing import Any

from .errors import ApiError, ErrorCode
from .orders import Key


def encode_cursor(mark: str, values: list[Any]) -> str:
    """Return the values of the sort keys as an opaque cursor of the list with the mark."""
    return base64.urlsafe_b64encode(json.dumps([mark, *values], default=_exactly).encode()).decode().rstrip("=")


def _exactly(value: datetime.date) -> str:
    """Write a day or moment in full precision: a rounded cursor would miss its row."""
    return value.isoformat()


def decode_cursor(cursor: str, mark: str, keys: tuple[Key, ...]) -> list[Any]:
    """Return the values in a cursor. Raises ApiError unless it belongs to a list with this mark and these keys."""
    try:
        found, *values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if found == mark:
            return [key.parsed(value) for key, value in zip(keys, values, strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError):
        pass
    raise ApiError(ErrorCode.BAD_CURSOR, "This cursor isn't from this list, or the list was in another order.")
