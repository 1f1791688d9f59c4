"""A report's content as it is shown: for the team with links to the rows, for readers without small numbers of people."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from measures.counts.small import FEWER, LEFT_OUT, is_small
from measures.models import Measure, PeriodReport
from measures.models.objectives import number_in_words
from measures.objectives.periods import month_in_words
from measures.objectives.values import NO_FIGURE, rows_of_measure
from measures.sources import sources

from .charts import MonthChart, chart_of
from .contents import SECTIONS, shown_months

# The months of one could be reckoned from those of the others: what is active now is what was, and joined, and didn't leave.
TOGETHER = frozenset({"joined", "left", "active"})


@dataclass(frozen=True)
class ShownFigure:
    """A figure in words. `months` are texts with the addresses of their rows; an address is empty for readers."""

    label: str
    unit: str
    number: str
    rows: str
    months: list[tuple[str, str, str]]  # month, number, address
    objective: str = ""
    target: str = ""
    result: str = ""
    chart: MonthChart | None = None
    one: str = ""  # the unit, if the number is 1

    @property
    def in_words(self) -> str:
        """The number with its unit."""
        return self.number if self.number == NO_FIGURE else f"{self.number} {self.one or self.unit}"


@dataclass(frozen=True)
class ShownPart:
    """A part of a section: figures, or a table. Either may be empty; then `none` says so."""

    caption: str
    figures: list[ShownFigure]
    months: list[str]
    headings: list[str]
    rows: list[list[str]]
    none: str = ""
    has_targets: bool = False

    @property
    def named_rows(self) -> list[tuple[str, str, list[str]]]:
        """The rows of a table as `plain_table.html` takes them: they lead nowhere."""
        return [(name, "", cells) for name, *cells in self.rows]


@dataclass(frozen=True)
class ShownSection:
    """A section with the editor's comment, which may be empty."""

    name: str
    title: str
    comment: str
    parts: list[ShownPart]


def sections_of(report: PeriodReport, *, for_readers: bool) -> list[ShownSection]:
    """Return the sections of a report. For readers there are no links into the admin, and no small numbers of people."""
    shown = _Showing(report, for_readers=for_readers)
    return [
        ShownSection(
            one["name"],
            SECTIONS[one["name"]],
            getattr(report, f"{one['name']}_comment"),
            [shown.part(part) for part in one["parts"]],
        )
        for one in report.content.get("sections", [])
    ]


class _Showing:
    def __init__(self, report: PeriodReport, *, for_readers: bool):
        self.report, self.for_readers = report, for_readers
        self.months = shown_months(report.first, report.last, timezone.localdate(report.made_at))
        self.measures = {} if for_readers else {one.pk: one for one in Measure.objects.select_related("objective")}
        rows = [row for one in report.content.get("sections", []) for part in one["parts"] for row in part["rows"]]
        hidden = {_source_of(row) for row in rows if isinstance(row, dict) and self._hides_months(row)}
        self.hidden_together = TOGETHER if for_readers and hidden & TOGETHER else frozenset()

    def part(self, part: dict[str, Any]) -> ShownPart:
        if part["kind"] == "table":
            return ShownPart(part["caption"], [], [], part["headings"], part["rows"], part["none"])
        figures = [self._figure(row) for row in part["rows"]]
        names = [month_in_words(first) for first, _ in self.months]
        none = "" if figures else "No measure is recorded."
        return ShownPart(part["caption"], figures, names, [], [], none, part.get("has_targets", False))

    def _figure(self, row: dict[str, Any]) -> ShownFigure:
        hides_months = self._hides_months(row) or _source_of(row) in self.hidden_together
        shown = [
            (
                month_in_words(first),
                LEFT_OUT if hides_months else _text(number),
                "" if self.for_readers or not number else self._rows(row, first, last),
            )
            for (first, last), number in zip(self.months, row["months"], strict=False)
        ]
        is_few = self._hides(row) and is_small(row["number"])
        is_hidden = row.get("is_hidden", False)
        numbers = [] if hides_months else list(zip((name for name, _, _ in shown), row["months"], strict=False))
        met = "" if row.get("met") is None else "reached" if row["met"] else "not reached"
        return ShownFigure(
            row["label"],
            self._units(row),
            LEFT_OUT if is_hidden else FEWER if is_few else _text(row["number"]),
            "" if self.for_readers or not row["number"] else self._rows(row, self.report.first, self.report.last),
            shown,
            row.get("objective", ""),
            row.get("target", ""),
            "" if is_hidden or is_few else met,
            # What the hub counts has its chart in another section.
            None if row.get("counted") else chart_of([(name, number) for name, number in numbers]),
            row["unit"] if row["number"] == 1 and not (is_hidden or is_few) else "",
        )

    def _hides(self, row: dict[str, Any]) -> bool:
        return row["people"] and (self.for_readers or row.get("hides_small", False))

    def _hides_months(self, row: dict[str, Any]) -> bool:
        """Say whether a small number is among those of a row: a small month could be reckoned from the others and the sum."""
        if row.get("hides_months", False):
            return True
        return self._hides(row) and any(is_small(number) for number in [row["number"], *row["months"]])

    @staticmethod
    def _units(row: dict[str, Any]) -> str:
        """Return the unit for several: it doesn't say that there was one."""
        source = sources.get(row.get("source", ""))
        return source.unit[1] if source else row["unit"]

    def _rows(self, row: dict[str, Any], first: datetime.date, last: datetime.date) -> str:
        site = self.report.own_site
        if "source" in row:
            source = sources.get(row["source"])
            return source.rows(site, first, last) if source and site else ""
        measure = self.measures.get(row["measure"])
        return rows_of_measure(measure, first, last) if measure else ""


def _source_of(row: dict[str, Any]) -> str:
    return row.get("source") or row.get("counted", "")


def _text(number: float | None) -> str:
    return NO_FIGURE if number is None else number_in_words(Decimal(str(number)))


def csv_rows(report: PeriodReport) -> Iterator[list[str]]:
    """Yield the lines of the CSV file for readers: headings, then a line for each figure, month and row of a table."""
    yield ["Section", "Part", "What", "When", "Number", "Unit", "More"]
    for section in sections_of(report, for_readers=True):
        for part in section.parts:
            for figure in part.figures:
                more = "; ".join(filter(None, [figure.objective, figure.target, figure.result]))
                start = [section.title, part.caption, figure.label]
                yield [*start, "Whole period", figure.number, figure.unit, more]
                for month, number, _ in figure.months:
                    yield [*start, month, number, figure.unit, ""]
            for row in part.rows:
                day = row[0] if part.headings[0] == "Day" else ""
                rest = row[1:] if day else row
                names = part.headings[1:] if day else part.headings
                more = "; ".join(f"{name}: {cell}" for name, cell in zip(names[1:], rest[1:], strict=True) if cell)
                yield [section.title, part.caption, rest[0], day, "", "", more]
