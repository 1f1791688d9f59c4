"""Reading the counts of a site: totals, by thing, by day, and by where readers came from.

Days become months after a time. A period that begins or ends within such a month is widened to the whole of it, so that
days, months and machines add up.
"""

from __future__ import annotations

import datetime

from django.db.models import Max, QuerySet, Sum
from wagtail.models import Site

from measures.choices import CountKind
from measures.models import DailyCount
from measures.objectives.periods import last_of_month
from search.models import counted_on

# Words of a search are shown once they came on this number of days.
DAYS_OF_WORDS = 5


def last_month_kept(site: Site) -> datetime.date | None:
    """Return the first day of the newest month whose days are gone; None while all days are there."""
    return DailyCount.objects.filter(site=site, is_month=True).aggregate(newest=Max("day"))["newest"]


def widened(site: Site, first: datetime.date, last: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Return the period, from the first day of a month or to the last, where only the month is known."""
    newest = last_month_kept(site)
    if newest is None:
        return first, last
    end = last_of_month(newest)
    return (first.replace(day=1) if first <= end else first), (last_of_month(last) if last <= end else last)


def counts(site: Site, kind: CountKind, first: datetime.date, last: datetime.date) -> QuerySet[DailyCount]:
    """Return the rows of a kind from the first to the last day, both included."""
    first, last = widened(site, first, last)
    return DailyCount.objects.filter(site=site, kind=kind, day__range=(first, last)).order_by()


def total(site: Site, kind: CountKind, first: datetime.date, last: datetime.date) -> int:
    """Return the number of a kind from the first to the last day."""
    return counts(site, kind, first, last).aggregate(sum=Sum("number"))["sum"] or 0


def by(column: str, site: Site, kind: CountKind, first: datetime.date, last: datetime.date) -> dict[str, int]:
    """Return the numbers of a kind by `thing` or `detail`."""
    rows = counts(site, kind, first, last).values_list(column).annotate(sum=Sum("number"))
    return dict(rows)


def by_day(site: Site, kind: CountKind, first: datetime.date, last: datetime.date) -> dict[datetime.date, int]:
    """Return the numbers of a kind by day, or by the first day of a month if its days are gone."""
    return dict(counts(site, kind, first, last).values_list("day").annotate(sum=Sum("number")))


# Searches. Their log is that of the search: it has no searches that were answered with help.


def searches(site: Site, first: datetime.date, last: datetime.date, *, in_vain: bool = False) -> int:
    """Return the number of searches, or of those that found nothing."""
    rows = counted_on(site).filter(day__range=(first, last), **({"found": 0} if in_vain else {}))
    return rows.aggregate(sum=Sum("times"))["sum"] or 0


def searches_by_day(site: Site, first: datetime.date, last: datetime.date) -> dict[datetime.date, int]:
    """Return the number of searches by day."""
    rows = counted_on(site).filter(day__range=(first, last)).order_by()
    return dict(rows.values_list("day").annotate(sum=Sum("times")))


def words(site: Site, first: datetime.date, last: datetime.date) -> dict[str, tuple[int, int]]:
    """Return words that came on at least five days of the period: how often, and how often they found nothing."""
    days: dict[str, set[datetime.date]] = {}
    found: dict[str, tuple[int, int]] = {}
    rows = counted_on(site).filter(day__range=(first, last)).values_list("text", "day", "times", "found")
    for text, day, times, results in rows:
        days.setdefault(text, set()).add(day)
        asked, in_vain = found.get(text, (0, 0))
        found[text] = asked + times, in_vain + (0 if results else times)
    return {text: numbers for text, numbers in found.items() if len(days[text]) >= DAYS_OF_WORDS}
