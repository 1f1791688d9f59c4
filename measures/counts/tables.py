"""What the page “Counts” shows for a period: a chart and tables, with figures under five left out."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import Sum
from django.utils.formats import date_format
from wagtail.models import Page, Site

from cms.models import HubDocument
from measures.choices import CountKind, ReferringKind

from . import figures, sources
from .small import LEFT_OUT, ShownFigures, shown

SEARCH, JOINS, LEAVES = "search", "joins", "leaves"
OFFERED = (*CountKind.choices, (SEARCH, "Searches"), (JOINS, "Subscriptions begun"), (LEAVES, "Subscriptions ended"))
# Days of a period up to which the chart has a bar for each; longer ones have a bar for each month.
MOST_DAYS = 62
# Rows of a table on the page.
MOST_ROWS = 100
# Pixels.
HEIGHT, HIDDEN_HEIGHT = 120, 4
# Public pages of the hub that aren't Wagtail's, by the name of their view.
VIEWS = {"help": "Help", "programme:following": "Feeds and calendars", "past_days": "Past days"}
TOTAL = "All"
CAME_FROM = "Where readers came from"
# The visits from updates of the same days say roughly how many came from there.
KNOWN = {str(ReferringKind.NEWSLETTER.label)}


@dataclass(frozen=True)
class CountTable:
    """A table: its heading, the headings of its columns, and its rows with their figures as texts."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    note: str = ""

    @property
    def first_rows(self) -> list[list[str]]:
        """The rows for a page. A file has all."""
        return self.rows[:MOST_ROWS]

    @property
    def more(self) -> int:
        """The number of further rows."""
        return len(self.rows) - len(self.first_rows)


@dataclass(frozen=True)
class CountBar:
    """A bar of the chart: `x` and `width` in per cent, `y` and `height` in pixels, and what it says."""

    x: str
    width: str
    y: int
    height: int
    title: str
    is_hidden: bool


@dataclass(frozen=True)
class CountReport:
    """What is shown for a kind and a period, which may have been widened to whole months."""

    first: datetime.date
    last: datetime.date
    is_widened: bool
    total: str
    bars: list[CountBar] = field(default_factory=list)
    tables: list[CountTable] = field(default_factory=list)


def report(site: Site, what: str, first: datetime.date, last: datetime.date) -> CountReport:
    """Return the report of what is offered, for a site and the days from the first to the last."""
    asked = first, last
    if what in CountKind.values:
        first, last = figures.widened(site, first, last)
    span = _span(site, what, first, last)
    over_time = shown(_over_time(site, what, span))
    parts = [
        (title, column, shown(_sorted(numbers), known=KNOWN if title == CAME_FROM else ()))
        for title, column, numbers in _parts(site, what, first, last)
    ]
    if over_time.is_closed or any(part.is_closed for _, _, part in parts):
        # They all have the same total.
        over_time, parts = over_time.closed(), [(title, column, part.closed()) for title, column, part in parts]
    tables = [_table(title, column, part) for title, column, part in parts]
    if what == CountKind.UPDATE:
        tables.append(_landings(site, first, last, parts[0][2]))
    if what == SEARCH:
        tables.append(_words(site, first, last))
    word = "Day" if span.has_days else "Month"
    rows = [[span.name_of(day), text] for day, text in over_time.texts.items()]
    tables.append(CountTable(f"By {word.lower()}", [word, "Number"], [*rows, [TOTAL, over_time.total]]))
    return CountReport(first, last, (first, last) != asked, over_time.total, _bars(over_time, span), tables)


# Over time


@dataclass(frozen=True)
class CountSpan:
    """A period, by day or by month."""

    first: datetime.date
    last: datetime.date
    has_days: bool

    def start_of(self, day: datetime.date) -> datetime.date:
        """Return the day, or the first of its month."""
        return day if self.has_days else day.replace(day=1)

    def name_of(self, day: datetime.date) -> str:
        return date_format(day, "j F Y" if self.has_days else "F Y")


def _span(site: Site, what: str, first: datetime.date, last: datetime.date) -> CountSpan:
    """Return the period by day, unless it is long, or only the sums of some of its months are there."""
    newest = figures.last_month_kept(site) if what in CountKind.values else None
    has_months = newest is not None and newest >= first.replace(day=1)
    return CountSpan(first, last, (last - first).days < MOST_DAYS and not has_months)


def _over_time(site: Site, what: str, span: CountSpan) -> dict[datetime.date, int]:
    """Return the number of each day, or of each month by its first day, those with nothing too."""
    if what in CountKind.values:
        found = figures.by_day(site, CountKind(what), span.first, span.last)
    elif what == SEARCH:
        found = figures.searches_by_day(site, span.first, span.last)
    else:
        found = sources.by_day(site, span.first, span.last, left=what == LEAVES)
    length = (span.last - span.first).days + 1
    numbers = {span.start_of(span.first + datetime.timedelta(days=place)): 0 for place in range(length)}
    for day, number in found.items():
        numbers[span.start_of(day)] += number
    return numbers


def _bars(over_time: ShownFigures[datetime.date], span: CountSpan) -> list[CountBar]:
    most = max(over_time.numbers.values(), default=0) or 1
    width = 100 / max(len(over_time.texts), 1)
    bars = []
    for place, (day, text) in enumerate(over_time.texts.items()):
        number = over_time.numbers.get(day)
        height = HIDDEN_HEIGHT if number is None else round(HEIGHT * number / most)
        title = f"{span.name_of(day)}: {text}"
        bars.append(
            CountBar(f"{place * width:.3f}%", f"{width * 0.8:.3f}%", HEIGHT - height, height, title, number is None)
        )
    return bars


# By thing


def _parts(
    site: Site, what: str, first: datetime.date, last: datetime.date
) -> Iterator[tuple[str, str, Mapping[str, int]]]:
    """Yield the tables besides that by day: the title, the heading of the first column, and the numbers by name."""
    if what == SEARCH:
        in_vain = figures.searches(site, first, last, in_vain=True)
        found = figures.searches(site, first, last) - in_vain
        yield "Searches", "Outcome", {"Found something": found, "Found nothing": in_vain}
    elif what == CountKind.UPDATE:
        issues = figures.by("thing", site, CountKind.UPDATE, first, last)
        yield "Issues", "Issue", {f"Issue {key}": number for key, number in issues.items()}
    elif what in CountKind.values:
        kind = CountKind(what)
        yield kind.label, "Name", _named(site, kind, figures.by("thing", site, kind, first, last))
        if kind == CountKind.PAGE:
            came, labels = figures.by("detail", site, kind, first, last), dict(ReferringKind.choices)
            yield CAME_FROM, "From", {labels.get(key, key): number for key, number in came.items()}


def _sorted(numbers: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(numbers.items(), key=lambda one: (-one[1], one[0])))


def _table(title: str, column: str, found: ShownFigures[str]) -> CountTable:
    # Among figures that aren't shown, the order would say which is larger.
    open_rows = [[name, text] for name, text in found.texts.items() if name in found.numbers]
    hidden = sorted([name, text] for name, text in found.texts.items() if name not in found.numbers)
    return CountTable(title, [column, "Number"], [*open_rows, *hidden, [TOTAL, found.total]])


def _named(site: Site, kind: CountKind, numbers: Mapping[str, int]) -> dict[str, int]:
    """Return the numbers by name in place of key. Two pages may have one title; the path tells them apart."""
    keys, names = [int(key) for key in numbers if key.isdigit()], {}
    if kind == CountKind.PAGE:
        above = len(site.root_page.url_path) - 1
        names = VIEWS | {
            str(page.pk): f"{page.title} ({page.url_path[above:]})" for page in Page.objects.filter(pk__in=keys)
        }
    elif kind == CountKind.DOCUMENT:
        names = {str(one.pk): f"{one.title} ({one.filename})" for one in HubDocument.objects.filter(pk__in=keys)}
    named: Counter[str] = Counter()
    for key, number in numbers.items():
        named[names.get(key) or (f"Deleted, number {key}" if key.isdigit() else key)] += number
    return dict(named)


def _landings(site: Site, first: datetime.date, last: datetime.date, issues: ShownFigures[str]) -> CountTable:
    """Return the visits from updates by issue and page; by issue alone where the figure of an issue isn't shown, or would tell
    those of its pages."""
    rows = figures.counts(site, CountKind.UPDATE, first, last).values_list("thing", "detail")
    found = list(rows.annotate(sum=Sum("number")))
    keys = {int(page) for _, page, _ in found if page.isdigit()}
    names = VIEWS | {str(page.pk): page.title for page in Page.objects.filter(pk__in=keys)}
    landed: dict[str, Counter[str]] = {issue: Counter() for issue in issues.texts}
    for issue, page, number in found:
        landed[f"Issue {issue}"][names.get(page, page)] += number
    texts: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for issue, on_pages in landed.items():
        part = shown(_sorted(on_pages))
        if issue not in issues.numbers or set(part.texts.values()) == {LEFT_OUT}:
            whole = {"all pages": issues.numbers[issue]} if issue in issues.numbers else {}
            part = ShownFigures({"all pages": issues.texts[issue]}, whole, issues.texts[issue])
        texts |= {f"{issue}: {page}": text for page, text in part.texts.items()}
        numbers |= {f"{issue}: {page}": number for page, number in part.numbers.items()}
    return _table("Where readers land", "Issue and page", ShownFigures(texts, numbers, issues.total))


def _words(site: Site, first: datetime.date, last: datetime.date) -> CountTable:
    words = figures.words(site, first, last)
    rows = []
    for text, (times, in_vain) in sorted(words.items(), key=lambda one: (-one[1][0], one[0])):
        outcomes = shown({"something": times - in_vain, "nothing": in_vain})
        rows.append([text, outcomes.total, outcomes.texts["nothing"]])
    rows.sort(key=lambda row: row[1] == LEFT_OUT)  # among the others, its place would tell the number
    return CountTable(
        "Words",
        ["Words", "Searches", "Found nothing"],
        rows,
        note=f"Words that came on at least {figures.DAYS_OF_WORDS} days of the period. Others aren’t listed here.",
    )
