"""Ways to follow the programme without coming back to look: which feeds and calendars there are, and which a page links to."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms import feeds
from cms.choices import DatePrecision
from cms.dates import today
from cms.delivery.viewer import visibility_of
from cms.feeds import Kind
from cms.visibility.rule import Visibility
from programme.models import (
    CommitmentPage,
    EventIndexPage,
    EventPage,
    GroupIndexPage,
    GroupPage,
    MeetingPage,
    ProgressPage,
    WorkStreamPage,
)

from . import lists
from .calendars import IN_CALENDARS
from .feeds import path_of


@dataclass(frozen=True)
class Way:
    """A feed or a calendar: what the link says, where it leads, and whether what it tells of is still to come."""

    text: str
    path: str
    is_feed: bool = False
    is_coming: bool = False


def feed(text: str, path: str) -> Way:
    return Way(text, path, is_feed=True)


def ways_from(page: Page | None) -> list[Way]:
    """Return the feeds and calendars of what a page shows. No query.

    A page that is only being previewed may not be saved yet; then nothing tells of it.
    """
    if page is None or not page.pk or not page.slug:
        return []
    if isinstance(page, WorkStreamPage):
        return [
            feed("Feed for this work stream", reverse("programme:feed_of_stream", args=[page.slug])),
            Way("Calendar of its events", reverse("programme:calendar_of_stream", args=[page.slug])),
        ]
    if isinstance(page, CommitmentPage | ProgressPage):
        return [feed("Feed of all progress", path_of(feeds.kinds["progress"]))]
    if isinstance(page, GroupPage):
        return [Way("Calendar of its meetings", reverse("programme:calendar_of_group", args=[page.slug]))]
    if isinstance(page, EventPage):
        if not {page.start_precision, page.end_precision} <= set(IN_CALENDARS):
            return []
        is_coming = timezone.localdate(page.end) >= today()
        return [
            Way("Add to calendar", reverse("programme:calendar_of_event", args=[page.slug]), is_coming=is_coming),
        ]
    if isinstance(page, MeetingPage):
        return _from_meeting(page)
    found = [feed("Feed for this list", path_of(kind)) for kind in _kinds_listed_on(page)]
    if isinstance(page, EventIndexPage):
        found.append(Way("Calendar of all events", reverse("programme:calendar_of_events")))
    if isinstance(page, GroupIndexPage):
        found = [feed("Feed of all meetings", way.path) for way in found]
        found.append(Way("Calendar of all meetings", reverse("programme:calendar_of_meetings")))
    return found


def _from_meeting(page: MeetingPage) -> list[Way]:
    if page.date_precision != DatePrecision.DAY or not page.group_id or not page.is_coming_on(today()):
        return []
    path = reverse("programme:calendar_of_meeting", args=[page.group.slug, page.slug])
    return [Way("Add to calendar", path, is_coming=True)]


def _kinds_listed_on(page: Page) -> list[Kind]:
    return [kind for kind in feeds.kinds.values() if kind.list_page is not None and isinstance(page, kind.list_page)]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show all feeds and calendars."""
    visibility = visibility_of(request)
    context = {
        "kinds": _public_kinds(visibility),
        "streams": list(lists.work_streams(visibility)),
        "groups": [group for group in lists.groups(visibility) if not group.is_closed_on(today())],
    }
    return render(request, "programme/following.html", context)


def _public_kinds(visibility: Visibility) -> list[Way]:
    """Return the feeds of the kinds whose list is public. One query."""
    list_pages = {kind.list_page for kind in feeds.kinds.values() if kind.list_page is not None}
    types = ContentType.objects.get_for_models(*list_pages)
    public = {
        page.content_type_id: page.title
        for page in visibility.filter(Page.objects.filter(content_type__in=types.values()).order_by("-path"))
    }
    found = []
    for kind in feeds.kinds.values():
        title = kind.title
        if kind.list_page is not None:
            listed = public.get(types[kind.list_page].pk)
            if listed is None:
                continue
            title = title or listed
        found.append(feed(title, path_of(kind)))
    return found
