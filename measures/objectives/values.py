"""The numbers of measures: for a period, and month by month."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.urls import reverse
from wagtail.models import Site

from cms.sites.rows import rows_of
from measures.counts.small import LEFT_OUT, is_small
from measures.models import Measure, TypedFigure
from measures.models.objectives import number_in_words
from measures.sources import FigureSource, sources

from .key_messages import KEY_MESSAGES, ToldMessage, tellings
from .periods import month_in_words, months

NO_FIGURE = "no figure"


@dataclass(frozen=True)
class MonthValue:
    """The number of one month, and the address of what it counts; `number` is None where nothing is recorded."""

    first: datetime.date
    last: datetime.date
    number: Decimal | int | None
    rows: str

    @property
    def label(self) -> str:
        """The month in words."""
        return month_in_words(self.first)


class HiddenNumbers(NamedTuple):
    """Whether the number of a period isn't shown, and whether those of its parts aren't."""

    whole: bool
    parts: bool


class PeriodValues:
    """The numbers of sources and measures of one site within a period. Each is read once, however often it is asked for."""

    def __init__(self, site: Site, first: datetime.date, last: datetime.date):
        self.site, self.first, self.last = site, first, last
        self._counted: dict[tuple[str, datetime.date, datetime.date], int] = {}

    @cached_property
    def told(self) -> list[ToldMessage]:
        """The key messages in what was published in the period."""
        return tellings(self.site, self.first, self.last)

    @cached_property
    def _figures(self) -> dict[int, list[TypedFigure]]:
        """The typed figures of all measures, the latest first."""
        found: dict[int, list[TypedFigure]] = defaultdict(list)
        rows = TypedFigure.objects.filter(rows_of(self.site), first__gte=self.first, last__lte=self.last)
        for one in rows.order_by("-last", "-pk"):
            found[one.measure_id].append(one)
        return found

    def of_source(self, name: str, first: datetime.date, last: datetime.date) -> int:
        """Return the number of a source for days of the period."""
        key = (name, first, last)
        if key not in self._counted:
            if name == KEY_MESSAGES:
                self._counted[key] = sum(first <= one.day <= last for one in self.told)
            else:
                self._counted[key] = sources[name].count(self.site, first, last)
        return self._counted[key]

    def of(self, measure: Measure, first: datetime.date, last: datetime.date) -> Decimal | int | None:
        """Return the number of a measure for days of the period; None if it is typed in and nothing is recorded."""
        if measure.counted:
            return self.of_source(measure.source, first, last)
        # One that reaches beyond the days counts in the longer period.
        figures = [
            one.number for one in self._figures[measure.pk] if first <= one.first and (one.last or one.first) <= last
        ]
        if not figures:
            return None
        return sum(figures, Decimal(0)) if measure.adds_up else figures[0]

    def hidden(
        self, source: FigureSource | None, parts: Iterable[tuple[datetime.date, datetime.date]]
    ) -> HiddenNumbers:
        """Say of a source's number of the period, and of those of its parts, whether they aren't shown to anybody."""
        if source is None or source.hides is None:
            return HiddenNumbers(whole=False, parts=False)
        whole = source.hides(self.site, self.first, self.last)
        # If one isn't shown, none is: it could be reckoned from the others.
        return HiddenNumbers(whole, whole or any(source.hides(self.site, *days) for days in parts))

    def by_month(self, measure: Measure) -> list[MonthValue]:
        """Return the numbers of a measure month by month."""
        return [
            MonthValue(begin, end, self.of(measure, begin, end), rows_of_measure(measure, begin, end))
            for begin, end in months(self.first, self.last)
        ]


def value_of(measure: Measure, first: datetime.date, last: datetime.date) -> Decimal | int | None:
    """Return the number of a measure from the first to the last day; None if it is typed in and nothing is recorded."""
    site = measure.own_site
    return PeriodValues(site, first, last).of(measure, first, last) if site else None


def rows_of_measure(measure: Measure, first: datetime.date, last: datetime.date) -> str:
    """Return the address of the list of what a measure counts."""
    source, site = measure.counted, measure.own_site
    if source and site:
        return source.rows(site, first, last)
    return f"{reverse('objectives:figures', args=[measure.pk])}?from={first}&to={last}"


def figures_of(measure: Measure, first: datetime.date, last: datetime.date):
    """Return the typed figures whose days are all in the period. One that reaches beyond it counts in the longer period."""
    return TypedFigure.objects.filter(measure=measure, first__gte=first, last__lte=last)


def is_level(source: FigureSource | None) -> bool:
    """Say whether a source counts the state on a day, so that its months don't add up."""
    return source is not None and source.is_level


def shown_months(
    points: list[MonthValue], number: Decimal | int | None, source: FigureSource | None, *, hidden: bool = False
) -> list[str]:
    """Return the numbers of months as the team sees them; none where one would tell a small number that nobody is to see, or
    with `hidden`."""
    hides_small = source is not None and source.hides_small
    if hidden or (hides_small and any(map(is_small, [number, *(one.number for one in points)]))):
        return [LEFT_OUT] * len(points)
    return [NO_FIGURE if one.number is None else number_in_words(one.number) for one in points]


def counts_people(measure: Measure) -> bool:
    """Say whether small numbers of the measure aren't for readers."""
    source = measure.counted
    return measure.counts_people or (source is not None and source.counts_people)
