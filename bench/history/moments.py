"""When the pages of the site changed."""

from __future__ import annotations

import datetime

# The states of each page, the present one among them.
STATES = 10
DAY = datetime.timedelta(days=1)
# The last state began the day before yesterday, so the site looks the same whichever day it is.
FIRST = datetime.datetime.now(datetime.UTC).replace(hour=0, minute=0, second=0, microsecond=0) - (STATES + 1) * DAY


def begins(number: int) -> datetime.datetime:
    """Return the moment at which a state of each page began."""
    return FIRST + number * DAY
