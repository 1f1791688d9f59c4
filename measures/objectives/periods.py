"""Periods: quarters, years, months, and between any two days."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from cms.base.choices import DatePrecision
from cms.base.dates import today
from cms.base.partial_dates import PartialDate
from measures.models.objectives import days_in_words

QUARTER = re.compile(r"(\d{4})-q([1-4])")
YEAR = re.compile(r"\d{4}")
OFFERED = 8  # quarters


def quarter_of(day: datetime.date) -> str:
    """Return the name of the quarter that a day is in, such as 2026-q3."""
    return f"{day.year}-q{(day.month + 2) // 3}"


def days_of(name: str) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last day of a quarter (2026-q3) or a year (2026); None if the name isn't one."""
    if found := QUARTER.fullmatch(name):
        year, quarter = int(found[1]), int(found[2])
        return datetime.date(year, quarter * 3 - 2, 1), last_of_month(datetime.date(year, quarter * 3, 1))
    if YEAR.fullmatch(name) and int(name):
        return datetime.date(int(name), 1, 1), datetime.date(int(name), 12, 31)
    return None


def last_of_month(day: datetime.date) -> datetime.date:
    """Return the last day of the month that a day is in."""
    return PartialDate(day, DatePrecision.MONTH).last_day


def months(first: datetime.date, last: datetime.date) -> Iterator[tuple[datetime.date, datetime.date]]:
    """Yield the first and last day of each month between two days; the first and the last month may be parts of one."""
    while first <= last:
        end = min(last_of_month(first), last)
        yield first, end
        first = end + datetime.timedelta(days=1)


def month_in_words(day: datetime.date) -> str:
    """Return the month of a day: “July 2026”."""
    return str(PartialDate(day, DatePrecision.MONTH))


def in_words(first: datetime.date, last: datetime.date) -> str:
    """Return a period in words: “July to September 2026”, “2026”, or the two days."""
    if (first.month, first.day) == (1, 1) and last == datetime.date(first.year, 12, 31):
        return str(first.year)
    if first.day != 1 or last != last_of_month(last):
        return days_in_words(first, last)
    if (first.year, first.month) == (last.year, last.month):
        return month_in_words(first)
    begin = f"{first:%B}" if first.year == last.year else month_in_words(first)
    return f"{begin} to {month_in_words(last)}"


def choices() -> list[tuple[str, str]]:
    """Return the quarters and years to choose from, the latest that is over first."""
    now, found = today(), []
    first = days_of(quarter_of(now))[0]  # type: ignore[index]  # of a name that is one
    for _ in range(OFFERED + 1):
        name = quarter_of(first)
        begin, end = days_of(name)  # type: ignore[misc]  # the same
        found.append((name, f"{in_words(begin, end)}{' (until today)' if end >= now else ''}"))
        first = (begin - datetime.timedelta(days=1)).replace(day=1)
        first = days_of(quarter_of(first))[0]  # type: ignore[index]  # the same
    years = [
        (str(year), f"{year}{' (until today)' if year == now.year else ''}")
        for year in range(now.year, now.year - 3, -1)
    ]
    return [*found[1:], found[0], *years]
