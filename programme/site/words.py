"""Dates, counts and statuses as sentences that people read."""

import datetime
import re

from django.utils import timezone
from django.utils.formats import date_format

from programme.choices import DatePrecision


def day(date: datetime.date, precision: str = DatePrecision.DAY) -> str:
    """Return a date as it is known: “22 June 2017”, or “December 2017” when only the month is."""
    return date_format(date, "F Y" if precision == DatePrecision.MONTH else "j F Y")


def says(title: str, date: str) -> bool:
    """Say whether a title has the date in it, as it is known: to say it beside the title would be to say it twice."""
    return re.search(rf"(?<!\w){re.escape(date)}(?!\w)", title) is not None


def clock(moment: datetime.datetime) -> str:
    """Return the time of day in Scotland: “9am”, “1.30pm”."""
    local = timezone.localtime(moment)
    minutes = f".{local:%M}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def span(start: datetime.datetime, end: datetime.datetime) -> str:
    """Return when something takes place: one day with its hours, or the first and the last day."""
    first, last = timezone.localtime(start).date(), timezone.localtime(end).date()
    if first == last:
        return f"{day(first)}, {clock(start)} to {clock(end)}"
    return f"{day(first)}, {clock(start)} to {day(last)}, {clock(end)}"


def period(start: datetime.date | None, end: datetime.date | None) -> str:
    """Return from when to when something held, as far as it is known; empty when neither day is."""
    if start and end:
        return f"{day(start)} to {day(end)}"
    if start:
        return f"since {day(start)}"
    return f"until {day(end)}" if end else ""


def listed(parts: list[str], last: str = "and") -> str:
    """Join parts to “a, b and c”, or with another word before the last."""
    return f" {last} ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
