"""Days as readers count them."""

import datetime

from django.utils import timezone


def today() -> datetime.date:
    """Return today's date in the site's time zone. For migrations a plain function, not a lambda."""
    return timezone.localdate()


def length(days: int) -> str:
    """Return a number of days in the unit that people would use, such as “9 weeks”."""
    for unit, size, least in (("year", 365, 2 * 365), ("week", 7, 14)):
        if days >= least:
            return f"{days // size} {unit}s"
    return f"{days} day{'' if days == 1 else 's'}"


# As addresses say it, as people in Scotland write it, and as the pages themselves write it.
FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y", "%d %B %Y", "%d %b %Y")
LONGEST = 30


def written(typed: str) -> datetime.date | None:
    """Return the date that somebody typed, or None if it is none."""
    if len(typed) > LONGEST or not typed.isascii():
        return None
    for form in FORMATS:
        try:
            return datetime.datetime.strptime(typed, form).date()
        except ValueError:
            continue
    return None
