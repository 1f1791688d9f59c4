"""Calendars to subscribe to (RFC 5545, with names from RFC 7986): their items and their format.

Times are in UTC, which every calendar app converts to local time: nothing here recurs, so no rule for summer time is
needed. An item keeps its UID even if its address changes; SEQUENCE counts its publications. Items no longer public are
left out, and subscribed apps drop them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

import icalendar
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.utils import timezone
from wagtail.models import Page

from cms.base.choices import ChangeKind
from cms.base.registry import Registry
from cms.delivery.conditional import last_modified
from cms.delivery.models import HubSettings
from cms.pages.models import Change
from cms.visibility.rule import Visibility

PRODUCER = "-//Programme hub//Calendar//EN"
ASK_AGAIN = datetime.timedelta(hours=12)
# The last change of what was never published, or doesn't say.
NEVER = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Item:
    """An item with a start and end time, or an all-day item."""

    page: Page
    title: str
    start: datetime.datetime | datetime.date
    end: datetime.datetime | datetime.date
    place: str = ""
    description: str = ""


@dataclass(frozen=True)
class CalendarEntry:
    """What a calendar says of one item. `key` is its permanent name, unique in the hub, and `changed` its last change."""

    key: str
    title: str
    start: datetime.datetime | datetime.date
    end: datetime.datetime | datetime.date
    url: str
    changed: datetime.datetime
    place: str = ""
    description: str = ""
    sequence: int = 0


@dataclass(frozen=True)
class CalendarKind:
    """A kind of items with a calendar of its own.

    `read` is called with the visibility and the pages to use; it returns the latest items with a known day.
    """

    name: str
    title: str
    model: type[Page]
    read: Callable[[Visibility, QuerySet], list[Item]]


# By name, in the order of the list.
kinds: Registry[CalendarKind] = Registry("kind of calendar")


def with_sequence(pages: QuerySet, visibility: Visibility) -> QuerySet:
    """Return the pages annotated with `sequence`, the number of publications, so that apps know which copy is newer."""
    changes = Change.objects.filter(page=OuterRef("pk"), at__lte=visibility.now, kind=ChangeKind.CHANGED)
    counted = changes.order_by().values("page").annotate(number=Count("pk")).values("number")
    return pages.annotate(sequence=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


def response(name: str, path: str, items: list[Item], visibility: Visibility) -> HttpResponse:
    """Return a calendar. `path` is its path, whose last part is the file name. One query, for the site's name."""
    entries = [_entry(item, visibility) for item in items]
    answer = HttpResponse(written(name, path, entries, visibility), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{path.rpartition("/")[2]}"'
    return last_modified(answer, max((entry.changed for entry in entries), default=None))


def _entry(item: Item, visibility: Visibility) -> CalendarEntry:
    page = item.page
    return CalendarEntry(
        key=f"page-{page.pk}",
        title=item.title,
        start=item.start,
        end=item.end,
        url=visibility.url_of(page),
        changed=page.last_published_at or NEVER,
        place=item.place,
        description=item.description,
        sequence=page.sequence,
    )


def written(name: str, path: str, entries: Iterable[CalendarEntry], visibility: Visibility) -> bytes:
    """Return a calendar as a file. One query, for the site's name."""
    name = f"{name} – {HubSettings.for_site(visibility.site).marked_name}" if visibility.site else name
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("source", visibility.base_url + path, parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(ASK_AGAIN))
    host = urlsplit(visibility.base_url).hostname
    for entry in entries:
        calendar.add_component(_event(entry, f"{entry.key}@{host}"))
    if not calendar.events:
        # A calendar must have at least one component; this one has no meaning.
        calendar.add_component(icalendar.Timezone.from_tzid(timezone.get_default_timezone_name()))
    return calendar.to_ical()


def _event(entry: CalendarEntry, uid: str) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", uid)
    event.add("dtstamp", _in_utc(entry.changed))
    event.add("last-modified", _in_utc(entry.changed))
    event.add("sequence", entry.sequence)
    event.add("summary", entry.title)
    event.add("dtstart", _in_utc(entry.start))
    event.add("dtend", _in_utc(entry.end))
    if not isinstance(entry.start, datetime.datetime):
        event.add("transp", "TRANSPARENT")  # an entry that doesn't block the day
    if entry.place:
        event.add("location", entry.place)
    event.add("description", "\n\n".join(filter(None, [entry.description, entry.url])))
    if entry.url:
        event.add("url", entry.url)
    return event


def _in_utc(moment: datetime.datetime | datetime.date) -> datetime.datetime | datetime.date:
    return moment.astimezone(datetime.UTC) if isinstance(moment, datetime.datetime) else moment
