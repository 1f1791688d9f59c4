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
MOST_LABELS = 4
LEAST_HEIGHT = 1.0  # so that a small number can still be seen

Number = Decimal | int | None


@dataclass(frozen=True)
class MonthBar:
    """The bar of one month: positions in per cent and pixels, the number above it, and the month below it, if shown."""

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
                # The first label must not begin outside of the chart.
                *(("middle", f"{place * step + step / 2:.2f}%") if place else ("start", f"{x:.2f}%"))[::-1],
            )
        )
    at = f"{ABOVE + FIELD * (1 - float(target) / top):.1f}" if target else ""
    return MonthChart(bars, at)
