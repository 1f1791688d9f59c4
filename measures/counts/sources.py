"""Sources of measures: reading and searching. And the days on which subscriptions began and ended."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.models import Site

from cms.sites.rows import rows_of
from measures.choices import CountKind
from measures.sources import FigureSource, sources
from newsletter.models import Subscription

from . import figures

CountDays = Callable[[Site, datetime.date, datetime.date], int]


def by_day(site: Site, first: datetime.date, last: datetime.date, *, left: bool = False) -> dict[datetime.date, int]:
    """Return how many subscriptions of a site were confirmed on each day, or ended with `left`, but for those that never were
    confirmed.
    """
    column = "ended_at" if left else "confirmed_at"
    here = Subscription.objects.filter(rows_of(site, "mailing_list__site"), **{f"{column}__date__range": (first, last)})
    if left:
        here = here.filter(confirmed_at__isnull=False)
    return dict(here.order_by().values_list(TruncDate(column)).annotate(number=Count("pk")))


def address(what: str, site: Site, first: datetime.date, last: datetime.date) -> str:
    """Return the address of the counts of a kind in the admin, for the same days."""
    given = {"what": what, "site": site.pk, "first": first.isoformat(), "last": last.isoformat()}
    return f"{reverse('counts')}?{urlencode(given)}"


def register() -> None:
    """Register the sources."""
    views, fetches = ("time read", "times read"), ("fetch", "fetches")
    searches = ("search", "searches")
    of_kinds = {
        CountKind.PAGE: ("Pages: times read", views),
        CountKind.DOCUMENT: ("Documents: times fetched", fetches),
        CountKind.FEED: ("Feeds and calendars: times fetched", fetches),
        CountKind.UPDATE: ("Visits from the newsletter", ("visit", "visits")),
    }
    for kind, (label, unit) in of_kinds.items():
        _add(f"counts.{kind}", label, unit, partial(_total, kind), str(kind))
    _add("counts.search", "Searches", searches, figures.searches, "search")
    _add("counts.nothing", "Searches that found nothing", searches, partial(figures.searches, in_vain=True), "search")


def _total(kind: CountKind, site: Site, first: datetime.date, last: datetime.date) -> int:
    return figures.total(site, kind, first, last)


def _add(name: str, label: str, unit: tuple[str, str], count: CountDays, what: str) -> None:
    sources.add(
        name,
        FigureSource(
            own_label=label, unit=unit, count=count, rows=partial(address, what), counts_people=True, hides_small=True
        ),
    )
