"""The programme's calendars: of all kinds (events, meetings and others), of one kind, work stream or group, and of
single pages.

Meetings and events without a time are all-day entries. Pages dated only by month
or year are in no calendar: iCalendar has no such dates (RFC 5545, 3.3.4), and an entry for the whole month would be
wrong.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from cms.base import words
from cms.base.choices import DatePrecision
from cms.base.partial_dates import PartialDate
from cms.delivery import calendars
from cms.delivery.calendars import CalendarKind, Item
from cms.delivery.conditional import holds_until_a_change
from cms.models import BasePage
from cms.pages import kinds
from cms.pages.languages import in_language
from cms.visibility.rule import Visibility
from programme.models import EventPage, GroupPage, MeetingPage, WorkStreamPage

from .feeds import first_public

# The latest items of each kind: enough for ten years of a busy programme.
MOST = 500
A_DAY = datetime.timedelta(days=1)
IN_CALENDARS = (DatePrecision.TIME, DatePrecision.DAY)
# The end of an event, or of the wait for minutes, is no change of content; calendars show it within the hour.
for_an_hour = holds_until_a_change(and_for=datetime.timedelta(hours=1))


def _event_item(page: EventPage, visibility: Visibility) -> Item:
    online = "" if page.is_over_at(visibility.now) else page.online_address
    description = "\n\n".join(filter(None, [page.summary, online]))
    start, end = page.start, page.end
    if DatePrecision.TIME not in (page.start_precision, page.end_precision):
        start, end = PartialDate.of(page, "start").first_day, PartialDate.of(page, "end").last_day + A_DAY
    return Item(page, page.title, start, end, page.place or online, description)


def meeting_items(visibility: Visibility, pages: QuerySet[MeetingPage]) -> list[Item]:
    """Return the latest public meetings with a known day. One query."""
    found = visibility.filter(
        calendars.with_sequence(pages.filter(date_precision=DatePrecision.DAY), visibility).select_related("group")
    ).order_by("-date", "-pk")[:MOST]
    return [_meeting_item(page) for page in found]


def _meeting_item(page: MeetingPage) -> Item:
    title, start = f"{page.group.title}: {page.title}", page.starts_at
    if start is None:
        return Item(page, title, page.date, page.date + A_DAY, page.place, page.record)
    # Without an end an entry takes no time, and apps show it at its beginning.
    return Item(page, title, start, page.ends_at or start, page.place, page.record)


def reader_of(
    model: type[BasePage], item_of: Callable[[Any, Visibility], Item]
) -> Callable[[Visibility, QuerySet], list[Item]]:
    """Return a function that reads the latest public pages of a type with a known day, as its kind declares. One query."""
    kind = model.page_kind

    def read(visibility: Visibility, pages: QuerySet) -> list[Item]:
        for name in filter(None, [kind.date, kind.end]):
            if kinds.has_field(model, f"{name}_precision"):
                pages = pages.filter(**{f"{name}_precision__in": IN_CALENDARS})
        pages = kinds.with_related(pages.exclude(**{kind.date: None}))
        found = calendars.with_sequence(pages, visibility)
        shown = in_language(visibility.filter(found), visibility)
        return [item_of(page, visibility) for page in shown.order_by(f"-{kind.date}", "-pk")[:MOST]]

    return read


def _item(page: BasePage, visibility: Visibility) -> Item:
    kind = page.page_kind
    start = kinds.known_date(page, kind.date)
    end = kinds.known_date(page, kind.end) or start
    days = (start.first_day, end.last_day + A_DAY)
    begins, ends = (start.date, end.date) if start.precision == end.precision == DatePrecision.TIME else days
    return Item(page, kinds.full_title(page), begins, ends, getattr(page, "place", ""), kinds.summary(page))


event_items = reader_of(EventPage, _event_item)


def register() -> None:
    """Register a calendar for every kind of page that has one."""
    own = {EventPage: event_items, MeetingPage: meeting_items}
    for model in sorted(kinds.models(calendar=True), key=lambda model: model.page_kind.feed_order):
        kind = model.page_kind
        calendars.kinds.add(
            kind.address, CalendarKind(kind.address, kind.plural, model, own.get(model) or reader_of(model, _item))
        )


@for_an_hour
def everything(request: HttpRequest, visibility: Visibility) -> HttpResponse:
    """Return the items of all kinds. One query a kind."""
    items = [item for kind in calendars.kinds.values() for item in kind.read(visibility, kind.model.objects.all())]
    return calendars.response(title_of_all(), request.path, items, visibility)


def title_of_all() -> str:
    """Return the title of the calendar of all kinds: “Events and meetings”."""
    first, *others = [kind.title for kind in calendars.kinds.values()]
    return words.listed([first, *(title.lower() for title in others)])


@for_an_hour
def of_kind(request: HttpRequest, visibility: Visibility, name: str) -> HttpResponse:
    """Return the calendar of a kind. Raises Http404 if no kind of that name has a calendar."""
    kind = _kind(name)
    return calendars.response(kind.title, request.path, kind.read(visibility, kind.model.objects.all()), visibility)


@for_an_hour
def of_stream(request: HttpRequest, visibility: Visibility, slug: str) -> HttpResponse:
    """Return the events of a work stream. Raises Http404."""
    stream = first_public(WorkStreamPage.objects.filter(slug=slug), visibility)
    items = event_items(visibility, EventPage.objects.filter(work_streams=stream.pk))
    return calendars.response(f"{stream.title}: events", request.path, items, visibility)


@for_an_hour
def of_group(request: HttpRequest, visibility: Visibility, slug: str) -> HttpResponse:
    """Return the meetings of a group. Raises Http404."""
    group = first_public(GroupPage.objects.filter(slug=slug), visibility)
    items = meeting_items(visibility, MeetingPage.objects.filter(group=group.pk))
    return calendars.response(f"{group.title}: meetings", request.path, items, visibility)


@for_an_hour
def one_of_kind(request: HttpRequest, visibility: Visibility, name: str, slug: str) -> HttpResponse:
    """Return one page of a kind. Raises Http404."""
    kind = _kind(name)
    if not kinds.is_directly_listed(kind.model):
        raise Http404
    return _one(request, visibility, kind.read(visibility, kind.model.objects.filter(slug=slug)))


@for_an_hour
def one_meeting(request: HttpRequest, visibility: Visibility, group: str, slug: str) -> HttpResponse:
    """Return one meeting of a group. Raises Http404."""
    items = meeting_items(visibility, MeetingPage.objects.filter(group__slug=group, slug=slug))
    return _one(request, visibility, items)


def _kind(name: str) -> CalendarKind:
    kind = calendars.kinds.get(name)
    if kind is None:
        raise Http404
    return kind


def _one(request: HttpRequest, visibility: Visibility, items: list[Item]) -> HttpResponse:
    """Return the calendar of one page, in the site's own language if there are several. Raises Http404 if there is
    none."""
    if not items:
        raise Http404
    item = min(items, key=lambda item: item.page.path)
    return calendars.response(item.title, request.path, [item], visibility)
