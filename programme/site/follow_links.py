"""Links to feeds and calendars: all of them, and those of a page."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.base.choices import DatePrecision
from cms.base.dates import today
from cms.base.local_texts import worded_label
from cms.base.own_words import worded
from cms.delivery import calendars, feeds
from cms.delivery.feeds import FeedKind
from cms.delivery.kept_pages import public_page
from cms.models import BasePage
from cms.pages import kinds
from cms.pages.kinds import PageKind
from cms.pages.viewer import visibility_of
from cms.visibility.rule import Visibility
from programme.models import (
    AudiencePage,
    CommitmentPage,
    DocumentCollectionPage,
    GroupPage,
    MeetingPage,
    ProgressPage,
    WorkStreamPage,
)

from . import lists
from .calendars import IN_CALENDARS, title_of_all
from .feeds import path_of

# Stored documents whose lists readers may want in a spreadsheet, with what they call them.
TABLES = {
    "NewsList": "News",
    "Events": "Events",
    "Progress": worded_label("Progress by work stream"),
    "Team": "The team",
}


@dataclass(frozen=True)
class FollowLink:
    """A link to a feed or calendar: its text, its path, and whether it is about something in the future."""

    text: str
    path: str
    is_feed: bool = False
    is_coming: bool = False


def feed(text: str, path: str) -> FollowLink:
    return FollowLink(text, path, is_feed=True)


def links_from(page: Page | None, visibility: Visibility) -> list[FollowLink]:
    """Return the feeds and calendars of a page. No query, because a page for an audience has been shown with it.

    A page in a preview may not be saved yet, and then has none.
    """
    if page is None or not page.pk or not page.slug:
        return []
    if isinstance(page, WorkStreamPage):
        return [
            feed(worded("Feed for this work stream"), reverse("programme:feed_of_stream", args=[page.slug])),
            FollowLink("Calendar of its events", reverse("programme:calendar_of_stream", args=[page.slug])),
        ]
    if isinstance(page, AudiencePage):
        return _from_audience(page, visibility)
    if isinstance(page, DocumentCollectionPage):
        return [feed("Feed for this collection", reverse("programme:feed_of_collection", args=[page.slug]))]
    if isinstance(page, CommitmentPage):
        return _from_commitment(page)
    if isinstance(page, ProgressPage):
        return [_all_progress()]
    if isinstance(page, GroupPage):
        return [
            feed(worded("Feed for this group"), reverse("programme:feed_of_group", args=[page.slug])),
            FollowLink("Calendar of its meetings", reverse("programme:calendar_of_group", args=[page.slug])),
        ]
    if isinstance(page, MeetingPage):
        return _from_meeting(page)
    kind = getattr(page, "page_kind", None)
    if kind is not None and kind.calendar:
        return _from_dated(page, kind)
    return _from_list(page)


def _from_commitment(page: CommitmentPage) -> list[FollowLink]:
    # The page above is the work stream; reading it would cost a query.
    stream = page.url_path.split("/")[-3]
    path = reverse("programme:feed_of_commitment", args=[stream, page.slug])
    return [feed(f"Feed for this {page.get_kind_display().lower()}", path), _all_progress()]


def _all_progress() -> FollowLink:
    return feed("Feed of all progress", path_of(feeds.kinds["progress"]))


def _from_audience(page: AudiencePage, visibility: Visibility) -> list[FollowLink]:
    if page.audience is None or not visibility.can_see(page.audience):
        return []
    return [feed("Feed for this audience", reverse("programme:feed_for_audience", args=[page.audience.slug]))]


def _from_dated(page: BasePage, kind: PageKind) -> list[FollowLink]:
    start, end = (kinds.known_date(page, name) for name in (kind.date, kind.end or kind.date))
    if start is None or end is None or not {start.precision, end.precision} <= set(IN_CALENDARS):
        return []
    path = reverse("programme:calendar_of_page", args=[kind.address, page.slug])
    return [FollowLink("Add to calendar", path, is_coming=end.last_day >= today())]


def _from_meeting(page: MeetingPage) -> list[FollowLink]:
    if page.date_precision != DatePrecision.DAY or not page.group_id or not page.is_coming_on(today()):
        return []
    path = reverse("programme:calendar_of_meeting", args=[page.group.slug, page.slug])
    return [FollowLink("Add to calendar", path, is_coming=True)]


def _from_list(page: Page) -> list[FollowLink]:
    found = []
    for kind in _kinds_listed_on(page):
        is_direct = kind.model is None or kinds.is_directly_listed(kind.model)
        found.append(feed("Feed for this list" if is_direct else f"Feed of all {kind.title.lower()}", path_of(kind)))
    for calendar in calendars.kinds.values():
        if kinds.index_of(calendar.model) is type(page):
            path = reverse("programme:calendar", args=[calendar.name])
            found.append(FollowLink(f"Calendar of all {calendar.title.lower()}", path))
    return found


def _kinds_listed_on(page: Page) -> list[FeedKind]:
    return [kind for kind in feeds.kinds.values() if kind.list_page is not None and isinstance(page, kind.list_page)]


@require_safe
@public_page
def overview(request: HttpRequest) -> HttpResponse:
    """Show the page of all feeds and calendars."""
    visibility = visibility_of(request)
    context = {
        "kinds": _public_kinds(visibility),
        "all_calendars": title_of_all().lower(),
        "calendars": list(calendars.kinds.values()),
        "streams": list(lists.work_streams(visibility)),
        "audiences": lists.audiences(visibility),
        "groups": [group for group in lists.groups(visibility) if not group.is_closed_on(today())],
        "tables": TABLES,
    }
    return render(request, "programme/following.html", context)


def _public_kinds(visibility: Visibility) -> list[FollowLink]:
    """Return the feeds of kinds with a public list. One query."""
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
