"""The bar at the top of a past day's page: which day it is, when the page changed before and after, and the way to today."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from cms.base.dates import moment_in_words
from cms.base.typed_dates import in_words
from cms.batches.reader import BatchReader
from cms.history.addresses import address_as_at, history_address
from cms.history.moments import DAY, beginning
from cms.history.past import in_the_present
from cms.pages.addresses import page_at
from cms.pages.models import Change
from cms.pages.viewer import in_period, visibility_of
from cms.visibility.period import Period
from cms.visibility.rule import Visibility

from .past_days import PastDay


@dataclass(frozen=True)
class DayLink:
    """A day on which the page changed."""

    words: str
    # Empty if nothing is known of the day.
    address: str


@dataclass(frozen=True)
class PastBar:
    """What the bar says. Addresses are paths at the host."""

    words: str
    is_moment: bool
    # The path of what is shown, without the day.
    path: str
    before: DayLink | None
    after: DayLink | None
    # Today's page; empty if there is none for readers.
    today: str
    home: str
    history: str


def past_bar(request: HttpRequest, day: PastDay, page: Page | None) -> PastBar:
    """Return what the bar says of the page, or of the path where there is none. At most four statements."""
    visibility = visibility_of(request)
    moment = visibility.now
    path = visibility.path_of(page) if page else day.path
    before = _changes(visibility, page).filter(at__lt=_start(moment)).first() if page else None
    with in_the_present() as present:
        first = beginning()
        view = _present_view(visibility, present)
        found = _present_page(view, day.path, page) if view and not day.is_of_today else None
        after = _changes(view, page).filter(at__gt=moment).reverse().first() if view and page else None
        home = f"{view.prefix}/" if view else "/"
        today = view.path_of(found) if view and found else ""
    if day.is_of_today:
        today = day.path
    local = timezone.localtime(moment)
    is_moment = not DAY.fullmatch(day.text)
    return PastBar(
        words=moment_in_words(moment) if is_moment else in_words(local.date()),
        is_moment=is_moment,
        path=path,
        before=_link(before, path, first),
        after=_link(after, path, first),
        today=today,
        home=home,
        history=history_address(found, view) if found and view else "",
    )


def _start(moment: datetime.datetime) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(timezone.localdate(moment), datetime.time.min))


def _changes(visibility: Visibility, page: Page) -> QuerySet[Change, Any]:
    """Return what readers may know of the page's changes, the newest first, by day."""
    seen = Change.objects.filter(Change.visible_condition(visibility, ""), page=page.pk)
    return seen.order_by("-at", "-pk").values_list("at", "kind")


def _present_view(visibility: Visibility, present: Period | None) -> Visibility | None:
    """Return the present view of the site; None if there is no such programme for readers any more."""
    sites = Visibility(None, period=present).sites
    found = next((one for one in sites if one.site_key == visibility.site_key and not one.is_closed), None)
    return Visibility(in_period(present, found.site_key, found.read_site), period=present) if found else None


def _present_page(view: Visibility, path: str, page: Page | None) -> Page | None:
    """Return the same page as readers have it today, or without one what is at the path today."""
    if page is None:
        return page_at(path, BatchReader.for_visibility(view))
    return view.filter(Page.objects.filter(pk=page.pk)).first()


def _link(change: tuple[datetime.datetime, str] | None, path: str, first: datetime.datetime | None) -> DayLink | None:
    if change is None:
        return None
    day = timezone.localdate(change[0])
    is_known = first is not None and day >= timezone.localdate(first)
    return DayLink(in_words(day), address_as_at(day, path) if is_known else "")
