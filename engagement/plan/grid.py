"""The grid of the plan: a row for each audience, channel, message or colleague, a column for each week or month."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cms.base.local_texts import worded_label
from engagement.choices import PlanChannel
from engagement.models import QuietPeriod
from engagement.plan.entries import PlanEntry

A_DAY = datetime.timedelta(days=1)
WEEKS, MONTHS = 8, 6  # that are shown at once
UNITS = {"week": "Weeks", "month": "Months"}
ROWS = {
    "audience": "Audience",
    "channel": "Channel",
    "message": worded_label("Key message"),
    "responsible": "Responsible",
}
# The row of entries that are in none of the others.
OTHERS = {
    "audience": "No audience named",
    "message": worded_label("No key message"),
    "responsible": "Nobody named",
}


@dataclass(frozen=True)
class PlanColumn:
    """A week or a month, with the names of the quiet periods in it."""

    first: datetime.date
    last: datetime.date
    label: str
    is_now: bool
    quiet: Sequence[str]


@dataclass(frozen=True)
class PlanRow:
    """A row with its entries by column, in the order of the columns."""

    label: str
    cells: Sequence[tuple[PlanColumn, Sequence[PlanEntry]]]


def begin_of(day: datetime.date, unit: str) -> datetime.date:
    """Return the first day of the week or month in which the day is."""
    return day.replace(day=1) if unit == "month" else day - datetime.timedelta(days=day.weekday())


def stepped(day: datetime.date, unit: str, steps: int) -> datetime.date:
    """Return the day some weeks or months later; in a shorter month its last day. Raises OverflowError."""
    if unit != "month":
        return day + datetime.timedelta(weeks=steps)
    months = day.year * 12 + day.month - 1 + steps
    year, month = divmod(months, 12)
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        raise OverflowError
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def columns(
    first: datetime.date, unit: str, today: datetime.date, quiet: Iterable[QuietPeriod] = ()
) -> list[PlanColumn]:
    """Return the weeks or months that begin with the one in which the day is."""
    first, found = begin_of(first, unit), []
    for step in range(MONTHS if unit == "month" else WEEKS):
        begin, end = stepped(first, unit, step), stepped(first, unit, step + 1) - A_DAY
        label = f"{begin:%B %Y}" if unit == "month" else _week(begin, end)
        names = [one.name for one in quiet if one.first <= end and one.last >= begin]
        found.append(PlanColumn(begin, end, label, begin <= today <= end, names))
    return found


def _week(first: datetime.date, last: datetime.date) -> str:
    begins = f"{first.day}" if first.month == last.month else f"{first.day} {first:%b}"
    return f"{begins} to {last.day} {last:%b %Y}"


def rows(by: str, entries: Sequence[PlanEntry], shown: Sequence[PlanColumn], names: Mapping[int, str]) -> list[PlanRow]:
    """Return the rows. `names` has those of audiences or messages; each has a row, also without an entry."""
    found: dict[object, list[PlanEntry]] = {}
    for entry in entries:
        for key in _keys(by, entry, names) or [None]:
            found.setdefault(key, []).append(entry)
    if by == "channel":
        labels: dict[Any, str] = {channel: str(channel.label) for channel in PlanChannel}
    elif by == "responsible":
        people = {entry.responsible: entry.responsible_name for entry in entries if entry.responsible}
        labels = dict(sorted(people.items(), key=lambda one: one[1].lower()))
    else:
        labels = dict(names)
    if None in found or not labels:
        labels[None] = str(OTHERS.get(by, ""))
    return [
        PlanRow(
            label,
            [
                (column, [one for one in found.get(key, ()) if column.first <= one.day <= column.last])
                for column in shown
            ],
        )
        for key, label in labels.items()
    ]


def _keys(by: str, entry: PlanEntry, names: Mapping[int, str]) -> list[object]:
    if by == "channel":
        return [entry.channel]
    if by == "responsible":
        return [entry.responsible] if entry.responsible else []
    return [key for key in (entry.audiences if by == "audience" else entry.messages) if key in names]
