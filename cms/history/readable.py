"""From when to when the public can read a thing as of past days, for those who take it away from the public."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from cms.visibility.period import no_period

from . import spans, withheld
from .moments import beginning
from .past import as_of
from .tables import SINCE, UNTIL, WITHHELD, HistoryOf, histories
from .things import PastThing, kinds

Times = list[tuple[spans.Moment, spans.Moment]]


def model_of(thing: Model) -> type[Model]:
    """Return the model under which a thing is withheld."""
    return Page if isinstance(thing, Page) else type(thing)


def readable(thing: Model) -> PastThing | None:
    """Return a thing with the first moment at which the public can read it, and the first after the last; None as that while
    it is public. None in all if it never was public, or if all is withheld.

    The visibility rule is asked at each moment at which something about it changed, from both ends.
    """
    model, first_known = model_of(thing), beginning()
    one = kinds().get(model._meta.label_lower)
    if one is None or first_known is None:
        return None
    times = _live_times(one, thing.pk)
    edges = sorted({max(edge, first_known) for edge in _edges(one, thing.pk, times)})
    within = [edge for edge in edges if any(since <= edge < until for since, until in times)]
    first = next((edge for edge in within if _could_read(model, thing.pk, edge)), None)
    if first is None:
        return None
    last = next(edge for edge in reversed(within) if _could_read(model, thing.pk, edge))
    end = next(edge for edge in edges if edge > last)
    return PastThing(model, thing.pk, str(thing), first, None if end >= timezone.now() else end)


def _could_read(model: type[Model], key: Any, moment: spans.Moment) -> bool:
    if moment > timezone.now():
        return False
    with no_period(), as_of(moment):
        return withheld.is_public(model, key)


def _live_times(one: HistoryOf, key: Any) -> Times:
    """Return the times in which a thing was live and isn't withheld. Of a page, versions in one place are one time."""
    live = ' AND "live"' if "live" in one.columns else ""
    place = '"path"' if one.model is Page else SINCE
    found: list[tuple[Any, spans.Moment, spans.Moment]] = []
    for where, since, until in spans.selected(
        f'SELECT {place}, {SINCE}, {UNTIL} FROM "{one.name}" WHERE "{one.key}" = %s AND NOT {WITHHELD}{live}'  # noqa: S608
        f" ORDER BY {SINCE}",
        [key],
    ):
        if found and (found[-1][0], found[-1][2]) == (where, since):
            since = found.pop()[1]
        found.append((where, since, until))
    return [(since, until) for _, since, until in found]


def _edges(one: HistoryOf, key: Any, times: Times) -> Iterator[spans.Moment]:
    """Yield the moments at which it may have become readable or unreadable."""
    rules = _rules_of(key) if one.model is Page else []
    for since, until in (*times, *rules):
        yield since
        yield until


def _rules_of(page: Any) -> Times:
    """Return the times in which a page above one wasn't live, those of the restrictions of any of them, and those of sites,
    which may have begun elsewhere."""
    pages, restrictions, sites = (histories()[model._meta.db_table] for model in (Page, PageViewRestriction, Site))
    paths = {row[0] for row in spans.selected(f'SELECT "path" FROM "{pages.name}" WHERE "id" = %s', [page])}  # noqa: S608
    above = {path[:end] for path in paths for end in range(Page.steplen, len(path), Page.steplen)}
    select = f'SELECT "id", "live", {SINCE}, {UNTIL} FROM "{pages.name}"'  # noqa: S608  names of our tables
    rows = list(spans.among(select, "path", above))
    keys = {page, *(row[0] for row in rows)}
    select = f'SELECT {SINCE}, {UNTIL} FROM "{restrictions.name}"'  # noqa: S608  the same
    return [
        *((since, until) for _, live, since, until in rows if not live),
        *spans.among(select, "page_id", keys),
        *spans.selected(f'SELECT {SINCE}, {UNTIL} FROM "{sites.name}"', []),  # noqa: S608  the same
    ]
