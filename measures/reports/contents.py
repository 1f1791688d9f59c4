"""Makes the content of a report: every figure and list as it is now, as data that are kept with the report.

A content is a list of sections with parts. A part is a list of figures, each with its months, or a table of texts:

    {"name": "communicated", "parts": [
        {"kind": "figures", "caption": "…", "rows": [{"label", "unit", "number", "months", "source" or "measure", …}]},
        {"kind": "table", "caption": "…", "headings": […], "rows": [[…], …], "none": "…"}]}

Numbers are exact. `measures.reports.sections` decides what of them readers see.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

from wagtail.models import Site

from cms.base import words
from cms.base.dates import today
from cms.base.own_words import worded
from cms.pages.kinds import known_date
from cms.sites.rows import rows_of
from cms.visibility.rule import Visibility
from engagement.choices import ENGAGEMENT_KINDS
from engagement.models import Engagement, YouSaidEntry
from measures.items.sources import NAMES as TYPED_AT_ITEMS
from measures.models import Measure, Objective
from measures.models.objectives import before_the_programme, days_in_words
from measures.objectives.hub_sources import sends
from measures.objectives.periods import months
from measures.objectives.values import PeriodValues, counts_people, is_level
from measures.sources import FigureSource, sources
from measures.surveys import sources as surveys
from programme.models import (
    CommitmentPage,
    EventPage,
    KeyMessagePage,
    NewsPage,
    ProgressEntry,
    PublicationPage,
)

SECTIONS = {
    "promised": "What we promised to tell",
    "communicated": "What we communicated, and to whom",
    "came_back": "What came back",
    "changed": "What we changed",
}
# The sources in each section, by name.
TOLD = ("news", "publications", "events", "sends", "messages", "active", "posts", "key-messages", "engagements")
CAME_BACK = ("feedback", "feedback-answered", "feedback-in-time", "attendance", "joined", "left")
CHANGED = ("you-said", "progress")
MOST_MONTHS = 12  # beyond that a table of months is too wide
LONGEST_YEARS = 3

Part = dict[str, Any]
Day = datetime.date


class ReportRefusedError(ValueError):
    """No report can be made of the period. The message says why in a sentence."""


def check(site: Site, first: datetime.date, last: datetime.date) -> None:
    """Raise ReportRefusedError for a period that no report can be of."""
    if last < first:
        raise ReportRefusedError("The last day is before the first.")
    if first > today():
        raise ReportRefusedError(f"{words.day(first)} is in the future: there is nothing to report yet.")
    if (last - first).days > LONGEST_YEARS * 366:
        raise ReportRefusedError(f"A report is of {LONGEST_YEARS} years at most.")
    if objection := before_the_programme(site, last):
        raise ReportRefusedError(objection)


def make(site: Site, first: datetime.date, last: datetime.date) -> list[dict[str, Any]]:
    """Return the content of a report. Raises ReportRefusedError, also for a period in which nothing is recorded."""
    check(site, first, last)
    maker = _Maker(site, first, last)
    content: list[dict[str, Any]] = [
        {"name": "promised", "parts": maker.promised()},
        {"name": "communicated", "parts": maker.communicated()},
        {"name": "came_back", "parts": maker.came_back()},
        {"name": "changed", "parts": maker.changed()},
    ]
    if not any(_has_data(part) for section in content[1:] for part in section["parts"]):
        raise ReportRefusedError(f"Nothing is recorded for {days_in_words(first, last)}, so no report was made.")
    return content


def shown_months(first: Day, last: Day, made: Day) -> list[tuple[Day, Day]]:
    """Return the months of a period that are shown: those that had begun on the day on which the report was made."""
    found = [days for days in months(first, last) if days[0] <= made]
    return found if 1 < len(found) <= MOST_MONTHS else []


def _has_data(part: Part) -> bool:
    if part["kind"] == "figures":
        # The state at the end of a period says nothing of the period.
        return any(row["number"] not in (None, 0) and not row["level"] for row in part["rows"])
    return bool(part["rows"])


class _Maker:
    """Reads the records of one site for one period."""

    def __init__(self, site: Site, first: datetime.date, last: datetime.date):
        self.site, self.first, self.last = site, first, last
        self.view = Visibility(site)
        self.months = shown_months(first, last, today())
        self.values = PeriodValues(site, first, last)

    def promised(self) -> list[Part]:
        objectives = Objective.objects.filter(rows_of(self.site), live=True).prefetch_related("measures")
        rows = [
            [one.title, one.description, "; ".join(_with_target(measure) for measure in one.measures.all())]
            for one in objectives
        ]
        messages = self.view.filter(KeyMessagePage.objects.filter(alias_of=None).order_by("path"))
        due = CommitmentPage.objects.filter(due_date__range=(self.first, self.last), alias_of=None)
        return [
            _table("Objectives", ["Objective", "What it means", "Measures"], rows, "No objective is recorded."),
            _table(
                worded("Key messages"),
                [worded("Key message"), "In short"],
                [[page.title, page.summary] for page in messages],
                "No key message is published.",
            ),
            _table(
                worded("Recommendations and actions due in this period"),
                ["What", "Due"],
                [[_name_of(page), page.due or _day(page.due_date)] for page in self._commitments(due)],
                "None was due.",
            ),
        ]

    def _commitments(self, pages):
        return self.view.filter(pages.select_related("work_stream").order_by("due_date", "path"))

    def communicated(self) -> list[Part]:
        return [
            self._figures("Published, sent and said", TOLD),
            _table("What was published", ["Day", "Kind", "Title"], self._published(), "Nothing was published."),
            _table(
                "Updates sent",
                ["Day", "Update"],
                [[_day(row.day), row.title] for row in sends(self.site, self.first, self.last)[:]],
                "No update was sent.",
            ),
            self._messages(),
            self._engagements(),
        ]

    def _published(self) -> list[list[str]]:
        found = []
        for model in (NewsPage, PublicationPage, EventPage):
            name = model.page_kind.date
            days = {f"{name}__date__range" if model is EventPage else f"{name}__range": (self.first, self.last)}
            for page in self.view.filter(model.objects.filter(alias_of=None, **days)):
                found.append((getattr(page, name), str(known_date(page, name)), model.page_kind.label, page.title))
        return [list(rest) for _, *rest in sorted(found, key=lambda row: (str(row[0]), row[3]))]

    def _messages(self) -> Part:
        counted: dict[int, Counter[str]] = defaultdict(Counter)
        for one in self.values.told:
            counted[one.message][one.channel] += 1
        channels = sorted({channel for found in counted.values() for channel in found})
        messages = self.view.filter(KeyMessagePage.objects.filter(alias_of=None).order_by("path"))
        rows = [
            [page.title, *(str(counted[page.pk][channel]) for channel in channels), str(counted[page.pk].total())]
            for page in messages
        ]
        headings = [worded("Key message"), *channels, "All"]
        # Messages without a use are in the table, too, unless none has any.
        return _table(worded("Uses of each key message"), headings, rows if counted else [], "No key message was used.")

    def _engagements(self) -> Part:
        found = Engagement.objects.filter(
            rows_of(self.site), date__range=(self.first, self.last), is_planned=False
        ).prefetch_related("organisations")
        number: Counter[str] = Counter()
        organisations: dict[str, set[int]] = defaultdict(set)
        for one in found:
            number[one.kind] += 1
            organisations[one.kind] |= {body.pk for body in one.organisations.all()}
        rows = [
            [str(ENGAGEMENT_KINDS(kind).label), str(number[kind]), str(len(organisations[kind]))]
            for kind in sorted(number, key=lambda kind: (-number[kind], kind))
        ]
        return _table("Engagements by kind", ["Kind", "Number", "Organisations"], rows, "No engagement is logged.")

    def came_back(self) -> list[Part]:
        measured = [
            self._of_measure(measure)
            for measure in Measure.objects.filter(rows_of(self.site), objective__live=True).select_related("objective")
        ]
        said = self._figures("What people said and did", (*CAME_BACK, *TYPED_AT_ITEMS, *self._of_survey()))
        # Nothing typed in says nothing, least of all that nobody came.
        said["rows"] = [row for row in said["rows"] if row["number"] or row["source"] not in TYPED_AT_ITEMS]
        return [
            said,
            {"kind": "figures", "caption": "Measures of the objectives", "rows": measured, "has_targets": True},
        ]

    def _of_survey(self) -> tuple[str, ...]:
        """Return the sources of the survey, if a question was asked in the period."""
        was_asked = surveys.asked(self.site, self.first, self.last)
        return (surveys.ANSWERS, surveys.UNDERSTOOD) if was_asked else ()

    def changed(self) -> list[Part]:
        said = self.view.filter(YouSaidEntry.objects.filter(date__range=(self.first, self.last)).order_by("date", "pk"))
        entries = ProgressEntry.objects.filter(date__range=(self.first, self.last), corrected_on=None)
        entries = self.view.filter(entries.select_related("page__work_stream").order_by("date", "pk"))
        return [
            self._figures("Changes", CHANGED),
            _table(
                "You said, we did",
                ["Day", "You said", "We did"],
                [[words.day(one.date), one.said, one.did] for one in said],
                "No entry of this period.",
            ),
            _table(
                "Progress",
                ["Day", "What", "Status", "Note"],
                [
                    [words.day(one.date, one.date_precision), _name_of(one.page), one.get_status_display(), one.note]
                    for one in entries
                ],
                "No progress of this period is recorded.",
            ),
        ]

    def _figures(self, caption: str, names: tuple[str, ...]) -> Part:
        rows = []
        for name in names:
            source = sources[name]
            number = self.values.of_source(name, self.first, self.last)
            rows.append(
                {
                    **{"label": source.label, "unit": source.unit[number != 1], "source": name},
                    "number": number,
                    "months": [self.values.of_source(name, *days) for days in self.months],
                    "people": source.counts_people,
                    "hides_small": source.hides_small,
                    "level": is_level(source),
                    **self._hidden(source),
                }
            )
        return {"kind": "figures", "caption": worded(caption), "rows": rows}

    def _hidden(self, source: FigureSource | None) -> dict[str, bool]:
        """Return which of a source's numbers nobody is shown, if there are any."""
        found = self.values.hidden(source, self.months)
        return {"is_hidden": found.whole, "hides_months": found.parts} if found.parts else {}

    def _of_measure(self, measure: Measure) -> dict[str, Any]:
        number = self.values.of(measure, self.first, self.last)
        return {
            **{"label": measure.label, "unit": measure.unit, "measure": measure.pk, "number": _plain(number)},
            "months": [_plain(self.values.of(measure, *days)) for days in self.months],
            "people": counts_people(measure),
            "hides_small": measure.counted is not None and measure.counted.hides_small,
            "level": is_level(measure.counted) or not (measure.source or measure.adds_up),
            **self._hidden(measure.counted),
            "counted": measure.source,
            "objective": measure.objective.title,
            "target": measure.target_in_words,
            "met": measure.is_met_by(number),
        }


def _table(caption: str, headings: list[str], rows: list[list[str]], none: str) -> Part:
    plain = [[str(cell) for cell in row] for row in rows]
    return {
        "kind": "table",
        "caption": worded(caption),
        "headings": [worded(one) for one in headings],
        "rows": plain,
        "none": worded(none),
    }


def _with_target(measure: Measure) -> str:
    return f"{measure.label} ({measure.target_in_words})" if measure.target_in_words else measure.label


def _day(date: datetime.date | None) -> str:
    return words.day(date) if date else ""


def _name_of(page: CommitmentPage) -> str:
    return f"{page.work_stream.title}: {page.title}"


def _plain(number: Decimal | int | None) -> int | float | None:
    if number is None or isinstance(number, int):
        return number
    return int(number) if number == int(number) else float(number)
