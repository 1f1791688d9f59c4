"""Years that a date can have: a slip such as 9999 is refused at the field, before a page or a calendar stumbles over it."""

from __future__ import annotations

import datetime

EARLIEST, LATEST = 1900, 2999


def objection_to(day: datetime.date) -> str:
    """Return an error for a date or moment with an impossible year, otherwise an empty string."""
    if EARLIEST <= day.year <= LATEST:
        return ""
    return f"The year {day.year} can’t be right. Give one from {EARLIEST} to {LATEST}."
