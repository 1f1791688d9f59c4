"""The geometry of charts, for SVG rendered on the server: no script, no style, and text that doesn't shrink with the
width.

Horizontal positions are in per cent of the width, vertical ones in pixels. So a chart fits a phone as well as a
desktop, and its text keeps its size. Statuses differ in pattern as well as colour, and a table has the same numbers.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format

from cms.base.partial_dates import PartialDate
from programme.progress import Ledger, Totals, as_known, changes, series

from .progress import Status, counts

# Pixels above, in and below the plot area, and per cent to the left of it for the numbers.
ABOVE, FIELD, BELOW, LEFT = 12, 220, 28, 9
# More steps than this can't be distinguished; more lines and years would crowd the chart.
MOST_STEPS, MOST_LINES, MOST_YEARS = 90, 6, 5


@dataclass(frozen=True)
class Bar:
    """A rectangle for one status, or for “not recorded”: `x` and `width` in per cent, `y` and `height` in pixels, and the
    name of its pattern."""

    status: str
    fill: str
    x: str
    y: str
    width: str
    height: str
    right: str


@dataclass(frozen=True)
class Mark:
    """A horizontal line with its number (`at` in pixels), or a day below the chart (`at` in per cent)."""

    at: str
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Chart:
    """Counts by status over time, in steps from each day to the next."""

    bars: list[Bar]
    lines: list[Mark]
    days: list[Mark]
    points: list[tuple[datetime.date, Totals]]
    known: dict[datetime.date, PartialDate]
    total: int

    height = ABOVE + FIELD + BELOW
    left = f"{LEFT}%"
    ground = ABOVE + FIELD
    days_at = ABOVE + FIELD + 20

    @property
    def first(self) -> PartialDate:
        """The day on which the chart begins, as precisely as it is known."""
        return self.known[self.points[0][0]]

    @property
    def statuses(self) -> list[Status]:
        """The statuses in the chart and “not recorded”, for the legend."""
        each_day = zip(*(counts(counted) for _, counted in self.points), strict=True)
        return [cells[0][0] for cells in each_day if any(number for _, number in cells)]

    @property
    def rows(self) -> list[tuple[PartialDate, list[tuple[Status, int]]]]:
        """The days, as precisely as they are known, and their counts, newest first, for the table."""
        return [(self.known[day], counts(counted)) for day, counted in self.points[::-1]]


def over_time(ledgers: Sequence[Ledger], day: datetime.date) -> Chart | None:
    """Return the chart of the ledgers up to the day, or None if nothing is recorded by that day."""
    days = [change for change in changes(ledgers) if change <= day]
    if not days or days[0] == day:
        return None
    points = series(ledgers, _thinned(days))
    total, start, length = points[0][1].total, points[0][0], (day - points[0][0]).days
    ends = [*(moment for moment, _ in points[1:]), day]
    bars = []
    for (begin, counted), end in zip(points, ends, strict=True):
        x, right = _across(begin, start, length), _across(end, start, length)
        below = 0
        # From the bottom up: completed commitments are the base of each step.
        for status, number in counts(counted):
            if number:
                top = below + number
                bars.append(_bar(status, x, right, ABOVE + FIELD * (1 - top / total), FIELD * number / total))
                below = top
    known = as_known(ledgers)
    return Chart(bars, _lines(total), _days(known[start], day, length), points, known, total)


def bar(counted: Totals) -> list[Bar]:
    """Return one horizontal bar of the number with each status; empty if there are none."""
    bars, x = [], 0.0
    for status, number in counts(counted):
        if number:
            width = 100 * number / counted.total
            bars.append(_bar(status, x, x + width, 0, 24))
            x += width
    return bars


def _bar(status: Status, x: float, right: float, y: float, height: float) -> Bar:
    return Bar(status.name, status.fill, f"{x:.2f}%", f"{y:.1f}", f"{right - x:.2f}%", f"{height:.1f}", f"{right:.2f}%")


def _across(day: datetime.date, start: datetime.date, length: int) -> float:
    return LEFT + (100 - LEFT) * (day - start).days / length


def _thinned(days: list[datetime.date]) -> list[datetime.date]:
    """Return the days; if there are too many, an even selection with the first and the last."""
    if len(days) <= MOST_STEPS:
        return days
    step = (len(days) - 1) / (MOST_STEPS - 1)
    return [days[round(number * step)] for number in range(MOST_STEPS)]


def _lines(total: int) -> list[Mark]:
    steps = (base * 10**power for power in range(6) for base in (1, 2, 5))
    step = next(step for step in steps if total / step <= MOST_LINES - 1)
    return [Mark(f"{ABOVE + FIELD * (1 - number / total):.1f}", str(number)) for number in range(0, total + 1, step)]


def _days(begin: PartialDate, end: datetime.date, length: int) -> list[Mark]:
    """Return the first days of years or, for a chart of less than two years, its first and last day."""
    start = begin.first_day
    years = [datetime.date(year, 1, 1) for year in range(start.year + 1, end.year + 1)]
    if len(years) < 2:
        return [
            Mark(f"{LEFT}%", str(begin) if begin.is_vague else date_format(start, "j M Y"), "start"),
            Mark("100%", date_format(end, "j M Y"), "end"),
        ]
    step = -(-len(years) // MOST_YEARS)
    return [
        # The last label must not overflow the chart.
        Mark(f"{at:.2f}%", str(year.year), "end" if at > 95 else "middle")
        for year in years[::step]
        for at in [_across(year, start, length)]
    ]
