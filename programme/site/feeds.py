"""The programme's feeds: everything that is new, each kind of it, and each work stream."""

from __future__ import annotations

import datetime
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from cms import feeds
from cms.conditional import holds_until_a_change
from cms.dates import today
from cms.feeds import Entry, Feed, Kind
from cms.graphql.context import Context
from cms.partial_dates import VAGUE
from cms.visibility.rule import Visibility
from programme.models import (
    EventIndexPage,
    EventPage,
    GroupIndexPage,
    KeyMessageIndexPage,
    KeyMessagePage,
    MeetingPage,
    NewsIndexPage,
    NewsPage,
    ProgressEntry,
    PublicationIndexPage,
    PublicationPage,
    WorkStreamPage,
)

from . import lists, record, words
from .lists import record_of

# What is read of each kind


def _of(stream: WorkStreamPage | None, pages):
    return pages if stream is None else pages.filter(work_streams=stream.pk)


def news(visibility: Visibility, stream: WorkStreamPage | None) -> list[Entry]:
    """Return the newest news. One query."""
    return [
        replace(entry, summary=page.summary, author=page.author, categories=(page.get_kind_display(),))
        for page, entry in feeds.newest(_of(stream, NewsPage.objects.all()), visibility, "date")
    ]


def publications(visibility: Visibility, stream: WorkStreamPage | None) -> list[Entry]:
    """Return the newest publications. One query."""
    return [
        replace(entry, summary=_dated(page), categories=(page.get_kind_display(),))
        for page, entry in feeds.newest(_of(stream, PublicationPage.objects.all()), visibility, "date")
    ]


def _dated(page: PublicationPage) -> str:
    """Return what it holds; after its date in words, where only the month or year is known, which a feed can't say otherwise."""
    vague = page.date_precision in VAGUE
    return f"{page.get_date_display()}. {page.summary}" if vague else page.summary


def events(visibility: Visibility, stream: WorkStreamPage | None) -> list[Entry]:
    """Return the events that were announced last, each with its time and place. One query."""
    return [
        replace(
            entry,
            summary=". ".join(filter(None, [lists.span_of(page), page.place, page.summary])),
            categories=(page.get_kind_display(),),
        )
        for page, entry in feeds.newest(_of(stream, EventPage.objects.all()), visibility, "start")
    ]


def key_messages(visibility: Visibility, stream: WorkStreamPage | None) -> list[Entry]:
    """Return the newest key messages. One query."""
    return [
        replace(entry, summary=page.summary, categories=("Key message",))
        for page, entry in feeds.newest(_of(stream, KeyMessagePage.objects.all()), visibility)
    ]


def meetings(visibility: Visibility, stream: None) -> list[Entry]:
    """Return the meetings that were announced or minuted last. One query."""
    return [
        replace(
            entry,
            title=f"{page.group.title}: {page.title}",
            summary=f"{words.day(page.date, page.date_precision)}. {record_of(page)}.",
            categories=("Meeting",),
        )
        for page, entry in feeds.newest(MeetingPage.objects.select_related("group"), visibility, "date")
    ]


def progress(visibility: Visibility, stream: WorkStreamPage | None) -> list[Entry]:
    """Return the newest lines of the ledgers, up to today. One query."""
    lines = ProgressEntry.objects.filter(date__lte=today(), corrected_on=None).select_related("page__work_stream")
    if stream is not None:
        lines = lines.filter(page__work_stream=stream.pk)
    context = Context.for_visibility(visibility)
    return [
        Entry(
            key=f"progress-{line.pk}",
            title=f"{line.page.work_stream.title}, {line.page.distinct_name}: {line.get_status_display().lower()}",
            url=context.url_of(line.page),
            published=None if line.date_precision in VAGUE else feeds.midnight(line.date),
            updated=feeds.midnight(line.date),
            summary=f"{line.get_date_display()}. {line.note}" if line.date_precision in VAGUE else line.note,
            categories=("Progress", line.get_status_display()),
        )
        for line in visibility.filter(lines).order_by("-date", "-pk")[: feeds.MOST]
    ]


def register() -> None:
    """Make the kinds known."""
    for kind in (
        Kind("news", "News", news, NewsIndexPage, of_streams=True),
        Kind("publications", "Publications", publications, PublicationIndexPage, of_streams=True),
        Kind("progress", "Progress", progress, of_streams=True),
        Kind("events", "Events", events, EventIndexPage, of_streams=True),
        Kind("meetings", "Meetings", meetings, GroupIndexPage),
        Kind("key-messages", "Key messages", key_messages, KeyMessageIndexPage, of_streams=True),
    ):
        feeds.kinds.add(kind.name, kind)


# Addresses

# That minutes aren't awaited any more is no change of content; feeds say so within a day.
for_a_day = holds_until_a_change(and_for=datetime.timedelta(days=1))


@for_a_day
def everything(request: HttpRequest, visibility: Visibility) -> HttpResponse:
    """Return the feed of all kinds together. One query a kind."""
    entries = feeds.merged(kind.read(visibility, None) for kind in feeds.kinds.values())
    return _answer("What's new", request, home_url(visibility), "", entries, visibility)


@for_a_day
def of_kind(request: HttpRequest, visibility: Visibility, name: str) -> HttpResponse:
    """Return the feed of one kind. Raises Http404 if there is none of that name here, or its list isn't public."""
    kind = feeds.kinds.get(name)
    if kind is None or kind.view_name:
        raise Http404
    return feed_of_kind(request, visibility, kind)


def feed_of_kind(request: HttpRequest, visibility: Visibility, kind: Kind) -> HttpResponse:
    """Return the feed of a kind. Raises Http404 if its list isn't public."""
    title, page_url, introduction = kind.title, home_url(visibility), ""
    if kind.list_page is not None:
        page = visibility.filter(kind.list_page.objects.order_by("path")).first()
        if page is None:
            raise Http404
        title, introduction = title or page.title, page.introduction
        page_url = Context.for_visibility(visibility).url_of(page)
    entries = feeds.merged([kind.read(visibility, None)])
    return _answer(title, request, page_url, introduction, entries, visibility)


@holds_until_a_change
def of_stream(request: HttpRequest, visibility: Visibility, slug: str) -> HttpResponse:
    """Return what is new in a work stream. Raises Http404."""
    stream = stream_at(slug, visibility)
    entries = feeds.merged(kind.read(visibility, stream) for kind in feeds.kinds.values() if kind.of_streams)
    page_url = Context.for_visibility(visibility).url_of(stream)
    return _answer(stream.title, request, page_url, stream.summary, entries, visibility)


def _answer(
    title: str, request: HttpRequest, page_url: str, subtitle: str, entries: list[Entry], visibility: Visibility
) -> HttpResponse:
    """Return the feed as an answer; that of an archive says up to when it was kept."""
    ended = record.ended(visibility)
    subtitle = " ".join(filter(None, [subtitle, ended.sentence if ended else ""]))
    coverage = ended.interval if ended else ""
    return Feed(title, request.path, page_url, subtitle, entries, coverage).response(visibility)


def stream_at(slug: str, visibility: Visibility) -> WorkStreamPage:
    """Return the public work stream with the slug; of several languages, the site's own. Raises Http404."""
    stream = visibility.filter(WorkStreamPage.objects.filter(slug=slug).order_by("path")).first()
    if stream is None:
        raise Http404
    return stream


def home_url(visibility: Visibility) -> str:
    """Return the full address of the front page. Raises Http404 where there is no site."""
    if visibility.site is None:
        raise Http404
    return Context.for_visibility(visibility).base_url + "/"


def path_of(kind: Kind) -> str:
    """Return the path of the feed of a kind."""
    return reverse(kind.view_name) if kind.view_name else reverse("programme:feed", args=[kind.name])
