"""Years that a date can have: a slip such as 9999 is refused at the field, before a page or a calendar stumbles over it."""

from __future__ import annotations

import datetime

EARLIEST, LATEST = 1900, 2999


def objection_to(day: datetime.date) -> str:
    """Return a sentence about a date of a year that can't be meant, else an empty string. Takes a moment, too."""
    if EARLIEST <= day.year <= LATEST:
        return ""
    return f"The year {day.year} can’t be right. Give one from {EARLIEST} to {LATEST}."
