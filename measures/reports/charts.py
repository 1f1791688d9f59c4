"""Bar charts by month, as SVG made on the server: no script, and a table with the same numbers beside it.

As in `programme.site.chart`, horizontal positions are in per cent and vertical ones in pixels, so that text keeps its
size on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from measures.models.objectives import number_in_words

ABOVE, FIELD, BELOW = 20, 120, 24  # pixels above, in and below the bars
MOST_LABELS = 3
# Pixels: a chart on a phone, a character of a number, and half the name of a month.
NARROW, CHARACTER, HALF_A_LABEL = 320, 7, 38
LEAST_HEIGHT = 1.0  # so that a small number can still be seen

Number = Decimal | int | None


@dataclass(frozen=True)
class MonthBar:
    """The bar of one month: positions in per cent and pixels, the number above it, and the month below it, if shown.

    Where the numbers of all bars would touch on a phone, only those of the highest and the last have room.
    """

    x: str
    middle: str
    y: str
    width: str
    height: str
    number: str
    label: str
    number_at: str
    label_from: str
    anchor: str
    has_room: bool


@dataclass(frozen=True)
class MonthChart:
    """Bars by month. `target_at` is where a line for the target is; empty without one."""

    bars: list[MonthBar]
    target_at: str = ""

    height = ABOVE + FIELD + BELOW
    ground = ABOVE + FIELD
    labels_at = ABOVE + FIELD + 17


def chart_of(points: Sequence[tuple[str, Number]], *, target: Number = None) -> MonthChart | None:
    """Return the chart of numbers by month; None if there is nothing to compare: one month, or no number but zero."""
    numbers = [float(number or 0) for _, number in points]
    if len(points) < 2 or not any(numbers):
        return None
    top = max(*numbers, float(target or 0))
    step, every = 100 / len(points), -(-len(points) // MOST_LABELS)
    roomy = _with_room(numbers, [number_in_words(number) for _, number in points])
    bars = []
    for place, (label, number) in enumerate(points):
        height = FIELD * float(number or 0) / top
        height = max(height, LEAST_HEIGHT) if number else 0
        x, y = place * step + step * 0.15, ABOVE + FIELD - height
        shown = label.replace(" 20", " ’") if place % every == 0 else ""
        words = number_in_words(number)
        bars.append(
            MonthBar(
                *(f"{x:.2f}%", f"{place * step + step / 2:.2f}%", f"{y:.1f}", f"{step * 0.7:.2f}%", f"{height:.1f}"),
                *(words, shown, f"{y - 4:.1f}"),
                *_label_at(place, step, x),
                has_room=place in roomy,
            )
        )
    at = f"{ABOVE + FIELD * (1 - float(target) / top):.1f}" if target else ""
    return MonthChart(bars, at)


def _with_room(numbers: list[float], texts: list[str]) -> set[int]:
    """Return the places of the numbers that have room on a phone."""
    if (max(map(len, texts)) + 1) * CHARACTER <= NARROW / len(numbers):
        return set(range(len(numbers)))
    highest, last = numbers.index(max(numbers)), len(numbers) - 1
    return {highest, last} if last - highest > 2 else {highest}


def _label_at(place: int, step: float, x: float) -> tuple[str, str]:
    """Return from where a label is written, and how: below the middle of its bar, unless it would leave the chart."""
    middle = place * step + step / 2
    if middle / 100 * NARROW < HALF_A_LABEL:
        return f"{x:.2f}%", "start"
    if (100 - middle) / 100 * NARROW < HALF_A_LABEL:
        return f"{x + step * 0.7:.2f}%", "end"
    return f"{middle:.2f}%", "middle"
