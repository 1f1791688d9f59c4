"""Calendars to subscribe to (RFC 5545, with the names of RFC 7986): what an item is, and how a calendar is written.

Times are in UTC, which every program turns into its owner's time: nothing here recurs, so no rule of summer time is needed.
An item keeps its UID whatever becomes of its address; SEQUENCE counts how often it was published anew. What is no longer
public is left out, and programs that subscribe drop it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from urllib.parse import urlsplit

import icalendar
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.utils import timezone
from wagtail.models import Page

from cms.choices import ChangeKind
from cms.conditional import last_modified
from cms.graphql.context import Context
from cms.models import Change, HubSettings
from cms.visibility.rule import Visibility

PRODUCER = "-//Programme hub//Calendar//EN"
ASK_AGAIN = datetime.timedelta(hours=12)


@dataclass(frozen=True)
class Item:
    """Something with a time: from a moment to a moment, or a whole day."""

    page: Page
    title: str
    start: datetime.datetime | datetime.date
    end: datetime.datetime | datetime.date
    place: str = ""
    description: str = ""


def with_sequence(pages: QuerySet, visibility: Visibility) -> QuerySet:
    """Return the pages, each with `sequence`: how often it was published anew, so that programs know which copy is newer."""
    changes = Change.objects.filter(page=OuterRef("pk"), at__lte=visibility.now, kind=ChangeKind.CHANGED)
    counted = changes.order_by().values("page").annotate(number=Count("pk")).values("number")
    return pages.annotate(sequence=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


def response(name: str, path: str, items: list[Item], visibility: Visibility) -> HttpResponse:
    """Return a calendar. `path` is where it is; its last part is the name of the file. One query, for the site's name."""
    context = Context.for_visibility(visibility)
    name = f"{name} – {HubSettings.for_site(visibility.site).site_name}" if visibility.site else name
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("source", context.base_url + path, parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(ASK_AGAIN))
    for item in items:
        calendar.add_component(_event(item, context))
    if not items:
        # A calendar holds at least one component, and this one says nothing.
        calendar.add_component(icalendar.Timezone.from_tzid(timezone.get_default_timezone_name()))
    answer = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{path.rpartition("/")[2]}"'
    return last_modified(answer, max((_changed(item.page) for item in items), default=None))


def _event(item: Item, context: Context) -> icalendar.Event:
    page, url = item.page, context.url_of(item.page)
    event = icalendar.Event()
    event.add("uid", f"page-{page.pk}@{urlsplit(context.base_url).hostname}")
    event.add("dtstamp", _changed(page))
    event.add("last-modified", _changed(page))
    event.add("sequence", page.sequence)
    event.add("summary", item.title)
    event.add("dtstart", _in_utc(item.start))
    event.add("dtend", _in_utc(item.end))
    if not isinstance(item.start, datetime.datetime):
        event.add("transp", "TRANSPARENT")  # a day in the calendar, not a day on which nobody has time
    if item.place:
        event.add("location", item.place)
    event.add("description", "\n\n".join(filter(None, [item.description, url])))
    event.add("url", url)
    return event


def _in_utc(moment: datetime.datetime | datetime.date) -> datetime.datetime | datetime.date:
    return moment.astimezone(datetime.UTC) if isinstance(moment, datetime.datetime) else moment


def _changed(page: Page) -> datetime.datetime:
    """Return when the page was published last; for one that never was, a moment that stays the same."""
    return (page.last_published_at or datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)).astimezone(datetime.UTC)
