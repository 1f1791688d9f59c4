"""On which sites readers are counted. It is read with a period's opening, so that no page costs a statement more."""

from __future__ import annotations

from django.db.models import QuerySet
from wagtail.models import Site

from cms.visibility.period import Period, current_period, openings
from measures.models import CountsSettings

COUNTED_SITES = "sites that count"


def counted_sites() -> QuerySet[CountsSettings, int]:
    """Return the keys of the sites on which readers are counted."""
    return CountsSettings.objects.filter(counts_readers=True).order_by().values_list("site", flat=True)


def _rows() -> QuerySet[CountsSettings, tuple[int]]:
    return counted_sites().values_list("site")


def sites_in(period: Period) -> frozenset[int]:
    """Return the keys of the sites on which readers are counted in the period."""
    return period.fact(COUNTED_SITES, lambda: frozenset(key for (key,) in period.opening[COUNTED_SITES]))


def is_on(site: Site | None, period: Period | None = None) -> bool:
    """Say whether readers of a site are counted, in the period or now."""
    period = period or current_period()
    if site is None:
        return False
    return site.pk in (sites_in(period) if period else set(counted_sites()))


openings.add(COUNTED_SITES, _rows)
