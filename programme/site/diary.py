"""The team's calendar for a team member's calendar app, under an address that only they know.

It shows drafts, so each request checks that the address is still valid and its owner still has access to the admin.
"""

from __future__ import annotations

import datetime
from urllib.parse import urljoin, urlsplit

import icalendar
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from cms.base.active_site import active_site
from cms.delivery.calendars import ASK_AGAIN, PRODUCER
from cms.editing import diary
from cms.editing.diary import DiaryEntry
from cms.editing.permissions import DeskContext, Editing
from cms.models import DiaryAddress
from cms.pages.viewer import visibility_of
from cms.visibility.hub_addresses import beginning_of

BEFORE, AHEAD = datetime.timedelta(days=60), datetime.timedelta(days=400)


def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Return the calendar of the owner of the address. Raises Http404 if the address is invalid for any reason."""
    row = DiaryAddress.of_token(token)
    if row is None or not row.user.is_active or not row.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    asked = DeskContext(row.user, visibility_of(request), Editing(row.user))
    found = diary.entries(asked, asked.today - BEFORE, asked.today + AHEAD)
    answer = HttpResponse(_calendar(found, asked.now).to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="calendar.ics"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _calendar(entries: list[DiaryEntry], now: datetime.datetime) -> icalendar.Calendar:
    made = icalendar.Calendar()
    made.add("prodid", PRODUCER)
    made.add("version", "2.0")
    made.add("name", "Communication calendar")
    made.add("x-wr-calname", "Communication calendar")
    made.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    for entry in entries:
        made.add_component(_event(entry, now))
    if not entries:
        # A calendar must have at least one component; this one has no meaning.
        made.add_component(icalendar.Timezone.from_tzid(settings.TIME_ZONE))
    return made


def _event(entry: DiaryEntry, now: datetime.datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"diary-{entry.key}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", now.astimezone(datetime.UTC))
    said = "; ".join(filter(None, [entry.vague_date and f"sometime in {entry.vague_date}", entry.state]))
    state = f" ({said})" if said else ""
    event.add("summary", f"{entry.kind_label}: {entry.title}{state}")
    # Everything is an all-day entry: it gives information and doesn't block time.
    event.add("dtstart", entry.day)
    event.add("dtend", entry.last + datetime.timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    hour = f"Begins at {timezone.localtime(entry.at):%H:%M}. " if entry.at else ""
    day = f"The exact day isn't known, only {entry.vague_date}. " if entry.vague_date else ""
    event.add("description", f"{hour}{day}{entry.state}".strip())
    if entry.url:
        event.add("url", urljoin(f"{beginning_of(active_site())}/", entry.url))
    return event
