"""The programme's calendars: events and meetings, together, apart, by work stream and by group, and each one alone.

A meeting is known by its day, so it takes the whole day; so does an event without a time. What is known by its month or
year alone is in no calendar: iCalendar has no such dates (RFC 5545, 3.3.4), and a whole month would claim 31 days.
"""

from __future__ import annotations

import datetime

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from cms import calendars
from cms.calendars import Item
from cms.choices import DatePrecision
from cms.conditional import holds_until_a_change
from cms.partial_dates import PartialDate
from cms.visibility.rule import Visibility
from programme.models import EventPage, GroupPage, MeetingPage

from .feeds import stream_at
from .lists import record_of

# The latest of each; a calendar for ten years of a busy programme.
MOST = 500
A_DAY = datetime.timedelta(days=1)
IN_CALENDARS = (DatePrecision.TIME, DatePrecision.DAY)
# That an event is over, or that minutes aren't awaited any more, is no change of content; calendars say so within the hour.
for_an_hour = holds_until_a_change(and_for=datetime.timedelta(hours=1))


def event_items(visibility: Visibility, pages: QuerySet[EventPage]) -> list[Item]:
    """Return the latest public ones of the events whose days are known. One query."""
    pages = pages.filter(start_precision__in=IN_CALENDARS, end_precision__in=IN_CALENDARS)
    found = visibility.filter(calendars.with_sequence(pages, visibility)).order_by("-start", "-pk")[:MOST]
    return [_event_item(page, visibility) for page in found]


def _event_item(page: EventPage, visibility: Visibility) -> Item:
    online = "" if page.is_over_at(visibility.now) else page.online_address
    description = "\n\n".join(filter(None, [page.summary, online]))
    start, end = page.start, page.end
    if DatePrecision.TIME not in (page.start_precision, page.end_precision):
        start, end = PartialDate.of(page, "start").first_day, PartialDate.of(page, "end").last_day + A_DAY
    return Item(page, page.title, start, end, page.place or online, description)


def meeting_items(visibility: Visibility, pages: QuerySet[MeetingPage]) -> list[Item]:
    """Return the latest public ones of the meetings whose day is known. One query."""
    found = visibility.filter(
        calendars.with_sequence(pages.filter(date_precision=DatePrecision.DAY), visibility).select_related("group")
    ).order_by("-date", "-pk")[:MOST]
    return [
        Item(
            page,
            f"{page.group.title}: {page.title}",
            page.date,
            page.date + A_DAY,
            page.place,
            record_of(page),
        )
        for page in found
    ]


@for_an_hour
def everything(request: HttpRequest, visibility: Visibility) -> HttpResponse:
    """Return all events and meetings."""
    items = event_items(visibility, EventPage.objects.all()) + meeting_items(visibility, MeetingPage.objects.all())
    return calendars.response("Events and meetings", request.path, items, visibility)


@for_an_hour
def events(request: HttpRequest, visibility: Visibility) -> HttpResponse:
    """Return all events."""
    return calendars.response("Events", request.path, event_items(visibility, EventPage.objects.all()), visibility)


@for_an_hour
def meetings(request: HttpRequest, visibility: Visibility) -> HttpResponse:
    """Return all meetings of all groups."""
    items = meeting_items(visibility, MeetingPage.objects.all())
    return calendars.response("Meetings", request.path, items, visibility)


@for_an_hour
def of_stream(request: HttpRequest, visibility: Visibility, slug: str) -> HttpResponse:
    """Return the events of a work stream. Raises Http404."""
    stream = stream_at(slug, visibility)
    items = event_items(visibility, EventPage.objects.filter(work_streams=stream.pk))
    return calendars.response(f"{stream.title}: events", request.path, items, visibility)


@for_an_hour
def of_group(request: HttpRequest, visibility: Visibility, slug: str) -> HttpResponse:
    """Return the meetings of a group. Raises Http404."""
    group = visibility.filter(GroupPage.objects.filter(slug=slug).order_by("path")).first()
    if group is None:
        raise Http404
    items = meeting_items(visibility, MeetingPage.objects.filter(group=group.pk))
    return calendars.response(f"{group.title}: meetings", request.path, items, visibility)


@for_an_hour
def one_event(request: HttpRequest, visibility: Visibility, slug: str) -> HttpResponse:
    """Return one event. Raises Http404."""
    items = event_items(visibility, EventPage.objects.filter(slug=slug))
    return _one(request, visibility, items)


@for_an_hour
def one_meeting(request: HttpRequest, visibility: Visibility, group: str, slug: str) -> HttpResponse:
    """Return one meeting of a group. Raises Http404."""
    items = meeting_items(visibility, MeetingPage.objects.filter(group__slug=group, slug=slug))
    return _one(request, visibility, items)


def _one(request: HttpRequest, visibility: Visibility, items: list[Item]) -> HttpResponse:
    """Return the calendar of one thing; of several languages, in the site's own. Raises Http404 if there is none."""
    if not items:
        raise Http404
    item = min(items, key=lambda item: item.page.path)
    return calendars.response(item.title, request.path, [item], visibility)
