"""What the page “Counts” shows for a period: a chart and tables, with figures under five left out."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.db.models import Sum
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from wagtail.models import Page, Site

from cms.models import HubDocument
from cms.pages.addresses import in_tree_of
from cms.sites.rows import rows_of
from measures.choices import CountKind, ReferringKind
from measures.models import SurveyAnswer
from newsletter.models import IssuePage

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
TOTAL, ALL_PAGES = "All", "all pages"
# The views of one page or issue, by kind.
ADDRESSES = {str(CountKind.PAGE): "counts_of_page", str(CountKind.UPDATE): "counts_of_issue"}
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
    # Where the names of rows lead, such as to the figures of a page alone.
    addresses: Mapping[str, str] = field(default_factory=dict)

    @property
    def first_rows(self) -> list[tuple[str, str, list[str]]]:
        """The rows for a page, each as its name, the address where it leads, and the other cells. A file has all."""
        return [(name, self.addresses.get(name, ""), cells) for name, *cells in self.rows[:MOST_ROWS]]

    @property
    def more(self) -> int:
        """The number of further rows."""
        return max(len(self.rows) - MOST_ROWS, 0)


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


class SiteFigures(NamedTuple):
    """What is shown of a kind on a site: over time, and the tables, each with its title, first heading and figures."""

    over_time: ShownFigures[datetime.date]
    parts: list[tuple[str, str, ShownFigures[str]]]


def of_site(site: Site, what: str, span: CountSpan) -> SiteFigures:
    """Return the figures of what is offered. They all have the same total, so if one may not tell it, none does."""
    over_time = shown(_over_time(site, what, span))
    parts = [
        (title, column, shown(by_number(numbers), known=KNOWN if title == CAME_FROM else ()))
        for title, column, numbers in _parts(site, what, span.first, span.last)
    ]
    if over_time.is_closed or any(part.is_closed for _, _, part in parts):
        return SiteFigures(over_time.closed(), [(title, column, part.closed()) for title, column, part in parts])
    return SiteFigures(over_time, parts)


def report(site: Site, what: str, first: datetime.date, last: datetime.date) -> CountReport:
    """Return the report of what is offered, for a site and the days from the first to the last."""
    asked = first, last
    if what in CountKind.values:
        first, last = figures.widened(site, first, last)
    span = span_of(site, what, first, last)
    over_time, parts = of_site(site, what, span)
    tables = [table_of(title, column, part) for title, column, part in parts]
    if what in ADDRESSES and tables:
        tables[0] = replace(tables[0], addresses=_addresses(site, what, first, last))
    if what == CountKind.UPDATE:
        tables.append(_landings(site, first, last, parts[0][2]))
    if what == SEARCH:
        tables.append(_words(site, first, last))
    tables.append(table_over_time(over_time, span))
    return CountReport(first, last, (first, last) != asked, over_time.total, bars_of(over_time, span), tables)


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


def span_of(site: Site, what: str, first: datetime.date, last: datetime.date) -> CountSpan:
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


def bars_of(over_time: ShownFigures[datetime.date], span: CountSpan) -> list[CountBar]:
    """Return the bars of the chart."""
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


def table_over_time(over_time: ShownFigures[datetime.date], span: CountSpan) -> CountTable:
    """Return the table with the numbers of the chart."""
    word = "Day" if span.has_days else "Month"
    rows = [[span.name_of(day), text] for day, text in over_time.texts.items()]
    return CountTable(f"By {word.lower()}", [word, "Number"], [*rows, [TOTAL, over_time.total]])


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
        kind = CountKind.UPDATE
        yield "Issues", "Issue", _named(site, kind, figures.by("thing", site, kind, first, last))
    elif what in CountKind.values:
        kind = CountKind(what)
        found_by_name = figures.by("thing", site, kind, first, last)
        if kind == CountKind.SURVEY:
            yield kind.label, "Question and answer", _chosen(site, first, last, found_by_name)
            return
        yield kind.label, "Name", _named(site, kind, found_by_name)
        if kind == CountKind.PAGE:
            came, labels = figures.by("detail", site, kind, first, last), dict(ReferringKind.choices)
            yield CAME_FROM, "From", {labels.get(key, key): number for key, number in came.items()}


def by_number(numbers: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(numbers.items(), key=lambda one: (-one[1], one[0])))


def table_of(title: str, column: str, found: ShownFigures[str]) -> CountTable:
    # Among figures that aren't shown, the order would say which is larger.
    open_rows = [[name, text] for name, text in found.texts.items() if name in found.numbers]
    hidden = sorted([name, text] for name, text in found.texts.items() if name not in found.numbers)
    return CountTable(title, [column, "Number"], [*open_rows, *hidden, [TOTAL, found.total]])


def names_of(site: Site, kind: CountKind, keys: Collection[str]) -> dict[str, str]:
    """Return the names of things by key. Two pages may have one title; the path tells them apart."""
    found: dict[str, str] = {}
    numbered = [int(key) for key in keys if key.isdigit()]
    if kind == CountKind.PAGE:
        above = len(site.root_page.url_path) - 1
        pages = Page.objects.filter(pk__in=numbered)
        found = VIEWS | {str(page.pk): f"{page.title} ({page.url_path[above:]})" for page in pages}
    elif kind == CountKind.DOCUMENT:
        found = {str(one.pk): f"{one.title} ({one.filename})" for one in HubDocument.objects.filter(pk__in=numbered)}
    elif kind == CountKind.UPDATE:
        found = {key: f"Issue {key}" for key in keys}
    return {key: found.get(key) or (f"Deleted, number {key}" if key.isdigit() else key) for key in keys}


def _named(site: Site, kind: CountKind, numbers: Mapping[str, int]) -> dict[str, int]:
    """Return the numbers by name in place of key."""
    names, named = names_of(site, kind, numbers), Counter[str]()
    for key, number in numbers.items():
        named[names[key]] += number
    return dict(named)


def _chosen(site: Site, first: datetime.date, last: datetime.date, numbers: Mapping[str, int]) -> dict[str, int]:
    """Return the numbers by question and answer, also of answers that nobody chose while they were offered."""
    offered = SurveyAnswer.objects.filter(rows_of(site, "question__site")).select_related("question")
    asked = offered.filter(question__opens_on__lte=last, question__closes_on__gte=first) | offered.filter(
        pk__in=[int(key) for key in numbers if key.isdigit()]
    )
    names = {str(one.pk): name_of_answer(one) for one in asked}
    # A question may be asked again in the same words.
    found: Counter[str] = Counter(dict.fromkeys(names.values(), 0))
    for key, number in numbers.items():
        found[names.get(key) or f"Deleted, number {key}"] += number
    return dict(found)


def name_of_answer(answer: SurveyAnswer) -> str:
    """Return the name of an answer in the table: with its question."""
    return f"{answer.question} – {answer}"


def _addresses(site: Site, what: str, first: datetime.date, last: datetime.date) -> dict[str, str]:
    """Return where the rows of pages and issues lead: to the figures of each alone, for the same days."""
    keys = list(figures.by("thing", site, CountKind(what), first, last))
    days = urlencode({"first": first.isoformat(), "last": last.isoformat()})
    if what == CountKind.PAGE:
        names = names_of(site, CountKind.PAGE, keys)
        there = Page.objects.filter(pk__in=[int(key) for key in keys if key.isdigit()]).values_list("pk", flat=True)
        found = {names[str(pk)]: pk for pk in there}
    else:
        issues = IssuePage.objects.filter(in_tree_of(site), number__in=keys).order_by("-part")
        found = {f"Issue {number}": pk for number, pk in issues.values_list("number", "pk")}
    return {name: f"{reverse(ADDRESSES[what], args=[pk])}?{days}" for name, pk in found.items()}


def landings(
    site: Site, first: datetime.date, last: datetime.date, issues: ShownFigures[str]
) -> dict[str, ShownFigures[str]]:
    """Return the visits from updates, by issue and by the key of the page; for all pages of an issue together (`ALL_PAGES`)
    where the figure of the issue isn't shown, or would tell those of its pages."""
    rows = figures.counts(site, CountKind.UPDATE, first, last).values_list("thing", "detail")
    landed: dict[str, dict[str, int]] = {issue: {} for issue in issues.texts}
    for issue, page, number in rows.annotate(sum=Sum("number")):
        landed[f"Issue {issue}"][page] = number
    found = {}
    for issue, on_pages in landed.items():
        part = shown(by_number(on_pages))
        if issue not in issues.numbers or set(part.texts.values()) == {LEFT_OUT}:
            whole = {ALL_PAGES: issues.numbers[issue]} if issue in issues.numbers else {}
            part = ShownFigures({ALL_PAGES: issues.texts[issue]}, whole, issues.texts[issue])
        found[issue] = part
    return found


def titles_of(pages: Iterable[str]) -> dict[str, str]:
    """Return the titles of the pages where readers landed, by key; with the slug if two have one title."""
    found = Page.objects.filter(pk__in=[int(page) for page in pages if page.isdigit()])
    titles = Counter(page.title for page in found)
    return VIEWS | {
        str(page.pk): page.title if titles[page.title] == 1 else f"{page.title} ({page.slug})" for page in found
    }


def _landings(site: Site, first: datetime.date, last: datetime.date, issues: ShownFigures[str]) -> CountTable:
    found = landings(site, first, last, issues)
    titles = titles_of({page for part in found.values() for page in part.texts})
    texts: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for issue, part in found.items():
        texts |= {f"{issue}: {titles.get(page, page)}": text for page, text in part.texts.items()}
        numbers |= {f"{issue}: {titles.get(page, page)}": number for page, number in part.numbers.items()}
    return table_of("Where readers land", "Issue and page", ShownFigures(texts, numbers, issues.total))


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
