"""Counts are written before a process of the server ends."""

from __future__ import annotations

from typing import Any

from django.db import connection

from .tally import tally


def write(sender: Any, **kwargs: Any) -> None:
    """Write what this process counted."""
    tally.end()
    connection.close()
