"""Reads JSON that a client sent."""

from __future__ import annotations

import json
from typing import Any

from .errors import RequestError


def parse_json(text: str | bytes, what: str) -> Any:
    """Return the value of a JSON text. Raises RequestError (400)."""
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise RequestError(400, f"{what} is not valid JSON.") from None


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is Python's, not JSON's.")
