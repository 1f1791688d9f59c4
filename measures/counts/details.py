"""The figures of one page, and of one issue of the update. What the report of the site doesn't show isn't shown here either."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Sum
from wagtail.models import Page, Site

from measures.choices import CountKind, ReferringKind
from measures.objectives.periods import last_of_month
from newsletter.models import IssuePage

from . import figures
from .breakdowns import broken_down
from .middleware import pdf_key
from .small import LEFT_OUT, ShownFigures
from .tables import (
    ALL_PAGES,
    CAME_FROM,
    JOINS,
    LEAVES,
    CountBar,
    CountReport,
    CountSpan,
    CountTable,
    bars_of,
    landings,
    names_of,
    of_site,
    report,
    span_of,
    table_of,
    table_over_time,
    titles_of,
)

NOT_SHOWN = "Not shown: with the figures of the whole site, figures under 5 could be worked out."
NOBODY = "Nothing was counted in these days."
# The visits from issues are in a table of their own, whose figures under five a number of both would tell.
TOGETHER = {ReferringKind.NEWSLETTER, ReferringKind.DIRECT}
UPDATE_OR_TYPED = "The regular update; typed, bookmarked or not known"
OTHER_PLACES = "Places that the report of the site doesn’t show"
OF_ALL = "All of the programme’s: nobody knows whether this issue made somebody join or leave."
FROM_ISSUES = "Visits from issues of the newsletter"

Days = tuple[datetime.date, datetime.date]


def of_page(site: Site, page: Page, first: datetime.date, last: datetime.date) -> CountReport:
    """Return the figures of a page of the site, in whole months."""
    days, key = figures.widened(site, first.replace(day=1), last_of_month(last)), str(page.pk)
    found = _Breakdown(site, CountKind.PAGE, CountSpan(*days, has_days=False))
    came = found.by_place(key)
    bars, over_time = _over_time(found, key)
    tables = [
        table_of(CAME_FROM, "From", came) if came else _closed(CAME_FROM, found.total(key)),
        _from_updates(site, days, key),
        over_time,
    ]
    return CountReport(*days, days != (first, last), found.total(key), bars, tables)


def of_issue(site: Site, issue: IssuePage, first: datetime.date, last: datetime.date) -> CountReport:
    """Return the visits from the links of an issue, how often it was read itself, and the subscriptions of these days."""
    days, key = figures.widened(site, first, last), str(issue.number)
    found = _Breakdown(site, CountKind.UPDATE, span_of(site, CountKind.UPDATE, *days))
    bars, over_time = _over_time(found, key)
    tables = [
        _landed(site, days, f"Issue {key}", found.things),
        CountTable("The issue itself", ["Where", "Number"], _read(site, found.span, issue)),
        over_time,
        *_subscriptions(site, *days),
    ]
    return CountReport(*days, days != (first, last), found.total(key), bars, tables)


class _Breakdown:
    """What the site's report shows of a kind, and the figures of single things beside it."""

    def __init__(self, site: Site, kind: CountKind, span: CountSpan):
        self.site, self.kind, self.span = site, kind, span
        self._shown = of_site(site, kind, span)
        # The report has the totals of things, for these days by day or by month as it shows them.
        own = span_of(site, kind, span.first, span.last)
        self.things = (self._shown if own == span else of_site(site, kind, own)).parts[0][2]
        keys = list(figures.by("thing", site, kind, span.first, span.last))
        self._names = names_of(site, kind, keys)

    def total(self, key: str) -> str:
        """Return how often a thing was read, as the site's report shows it."""
        return self.things.texts.get(self._names.get(key, ""), "0")

    def over_time(self, key: str) -> ShownFigures[datetime.date] | None:
        """Return its figures by day or month; None if only its total may be shown."""
        known = self._shown.over_time.numbers

        def column(day: datetime.date) -> datetime.date | None:
            start = self.span.start_of(day)
            return start if start in known else None

        found = self._of(key, "day", column, self._shown.over_time.texts)
        if found is None:
            return None
        texts = {day: found.texts.get(day, LEFT_OUT) for day in self._shown.over_time.texts}
        return ShownFigures(texts, {day: found.numbers[day] for day in texts if day in found.numbers}, found.total)

    def by_place(self, key: str) -> ShownFigures[str] | None:
        """Return its figures by where readers came from; None if only its total may be shown."""
        came = next((part for title, _, part in self._shown.parts if title == CAME_FROM))
        hidden = came.texts.keys() - came.numbers.keys()

        def column(kind: str) -> str:
            kinds = TOGETHER if kind in TOGETHER else {ReferringKind(kind)}
            if hidden & {str(one.label) for one in kinds}:
                return OTHER_PLACES
            return UPDATE_OR_TYPED if kind in TOGETHER else str(ReferringKind(kind).label)

        return self._of(key, "detail", column, ReferringKind.values)

    def _of(
        self, key: str, detail: str, column: Callable[[Any], Any], values: Iterable[Any]
    ) -> ShownFigures[Any] | None:
        """Return the figures of a thing by column: each value of a detail belongs to one. Those that the site's report doesn't
        show are one column together, since their sum is known."""
        numbers: dict[str, Counter[Any]] = defaultdict(Counter)
        rows = figures.counts(self.site, self.kind, self.span.first, self.span.last)
        for thing, value, number in rows.values_list("thing", detail).annotate(sum=Sum("number")):
            numbers[thing][column(value)] += number
        # Deleted pages and views have no figures of their own, so nothing else is known of them.
        among = [one for one in numbers if one.isdigit() and self._names.get(one) in self.things.numbers]
        return broken_down(numbers, list(dict.fromkeys(map(column, values))), among).get(key)


def _over_time(found: _Breakdown, key: str) -> tuple[list[CountBar], CountTable]:
    """Return the chart and its table, which may be empty."""
    over_time = found.over_time(key)
    if over_time is None:
        return [], _closed("By day" if found.span.has_days else "By month", found.total(key))
    return bars_of(over_time, found.span), table_over_time(over_time, found.span)


def _closed(title: str, total: str) -> CountTable:
    return CountTable(title, [], [], note=NOBODY if total == "0" else NOT_SHOWN)


def _from_updates(site: Site, days: Days, page: str) -> CountTable:
    issues = of_site(site, CountKind.UPDATE, span_of(site, CountKind.UPDATE, *days)).parts[0][2]
    found = landings(site, *days, issues)
    rows = [[issue, part.texts[page]] for issue, part in found.items() if page in part.texts]
    if not rows:
        return CountTable(FROM_ISSUES, [], [], note="No visit to this page is known to be from an issue.")
    return CountTable(FROM_ISSUES, ["Issue", "Number"], rows)


def _landed(site: Site, days: Days, issue: str, issues: ShownFigures[str]) -> CountTable:
    part = landings(site, *days, issues).get(issue)
    if part is None:
        return CountTable("Where readers land", [], [], note=NOBODY)
    titles = titles_of(part.texts) | {ALL_PAGES: "All pages together"}
    return table_of("Where readers land", "Page", _renamed(part, titles))


def _renamed(part: ShownFigures[str], names: Mapping[str, str]) -> ShownFigures[str]:
    texts = {names.get(key, key): text for key, text in part.texts.items()}
    return ShownFigures(texts, {names.get(key, key): number for key, number in part.numbers.items()}, part.total)


def _read(site: Site, span: CountSpan, issue: IssuePage) -> list[list[str]]:
    page, pdf = (_Breakdown(site, kind, span) for kind in (CountKind.PAGE, CountKind.DOCUMENT))
    return [
        ["On the web: times read", page.total(str(issue.pk))],
        ["As PDF: times fetched", pdf.total(pdf_key(issue.number, issue.part))],
    ]


def _subscriptions(site: Site, first: datetime.date, last: datetime.date) -> Iterator[CountTable]:
    """Yield the subscriptions begun and ended: of all, since nobody knows who came or left because of an issue."""
    for what, title in ((JOINS, "Subscriptions begun"), (LEAVES, "Subscriptions ended")):
        yield replace(report(site, what, first, last).tables[-1], title=title, note=OF_ALL)
