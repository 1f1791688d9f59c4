"""The programme's feeds: of all kinds, of one kind, of one work stream and for one audience."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from cms.base.dates import today
from cms.base.partial_dates import VAGUE
from cms.delivery import feeds
from cms.delivery.conditional import holds_until_a_change
from cms.delivery.feeds import Feed, FeedEntry, FeedKind, Reader
from cms.models import BasePage
from cms.pages import kinds
from cms.pages.languages import in_own_language
from cms.sites.rows import own_first
from cms.visibility.rule import Visibility
from programme.models import (
    Audience,
    AudiencePage,
    CommitmentPage,
    GroupPage,
    MeetingPage,
    NewsPage,
    ProgressEntry,
    WorkStreamPage,
)

from . import record

# Readers of each kind


def reader_of(model: type[BasePage]) -> Reader:
    """Return a function that reads the newest pages of a type, with the facts of their kind. One query."""
    kind = model.page_kind

    def read(visibility: Visibility, of: WorkStreamPage | Audience | None) -> list[FeedEntry]:
        pages = model.objects.all()
        if of is not None:
            pages = pages.filter(**{kind.audiences if isinstance(of, Audience) else kind.streams: of.pk})
        return _entries(pages, visibility)

    return read


def _entries(pages: QuerySet[Any], visibility: Visibility) -> list[FeedEntry]:
    """Return entries for the newest of the pages, all of one type. One query."""
    pages = kinds.with_related(pages)
    return [_told(page, entry) for page, entry in feeds.newest(pages, visibility, pages.model.page_kind.date or None)]


def _told(page: BasePage, entry: FeedEntry) -> FeedEntry:
    said = page.page_kind.feed_text
    return replace(
        entry,
        title=kinds.full_title(page),
        summary=said(page) if said else _sentences([*kinds.facts(page), kinds.summary(page)]),
        author=getattr(page, "author", ""),
        categories=(kinds.sort_of(page),),
    )


def _sentences(parts: list[str]) -> str:
    text = ". ".join(filter(None, parts))
    return f"{text}." if text and not text.endswith((".", "?", "!")) else text


def progress(
    visibility: Visibility, stream: WorkStreamPage | None = None, commitment: CommitmentPage | None = None
) -> list[FeedEntry]:
    """Return the newest lines of the ledgers, up to today. One query."""
    lines = ProgressEntry.objects.filter(date__lte=today(), corrected_on=None).select_related("page__work_stream")
    if stream is not None:
        lines = lines.filter(page__work_stream=stream.pk)
    if commitment is not None:
        lines = lines.filter(page=commitment.pk)
    return [
        FeedEntry(
            key=f"progress-{line.pk}",
            title=f"{line.page.work_stream.title}, {line.page.distinct_name}: {line.get_status_display().lower()}",
            url=visibility.url_of(line.page),
            published=None if line.date_precision in VAGUE else feeds.midnight(line.date),
            updated=feeds.midnight(line.date),
            summary=f"{line.get_date_display()}. {line.note}" if line.date_precision in VAGUE else line.note,
            categories=("Progress", line.get_status_display()),
        )
        for line in visibility.filter(lines).order_by("-date", "-pk")[: feeds.MOST]
    ]


def register() -> None:
    """Register a feed for progress and for every kind of page that has one."""
    feeds.kinds.add("progress", FeedKind("progress", "Progress", progress, of_streams=True), order=30)
    for model in kinds.models(feed=True):
        kind = model.page_kind
        read, list_page = reader_of(model), kinds.index_of(model)
        belongs = bool(kind.streams), bool(kind.audiences)
        feed = FeedKind(kind.address, kind.plural, read, list_page, *belongs, model=model)
        feeds.kinds.add(kind.address, feed, order=kind.feed_order)


# Addresses

# The end of the wait for minutes is no change of content; feeds show it within a day.
for_a_day = holds_until_a_change(and_for=datetime.timedelta(days=1))


@for_a_day
def everything(request: HttpRequest, visibility: Visibility) -> HttpResponse:
    """Return the feed of all kinds together. One query a kind."""
    entries = feeds.merged(kind.read(visibility, None) for kind in feeds.kinds.values())
    return feed_of("What's new", request, home_url(visibility), "", entries, visibility)


@for_a_day
def of_kind(request: HttpRequest, visibility: Visibility, name: str) -> HttpResponse:
    """Return the feed of one kind. Raises Http404 if there is no such kind, or its list isn't public."""
    kind = feeds.kinds.get(name)
    if kind is None or kind.view_name:
        raise Http404
    return feed_of_kind(request, visibility, kind)


def feed_of_kind(request: HttpRequest, visibility: Visibility, kind: FeedKind) -> HttpResponse:
    """Return the feed of a kind. Raises Http404 if its list isn't public."""
    title, page_url, introduction = kind.title, home_url(visibility), ""
    if kind.list_page is not None:
        page = first_public(kind.list_page.objects.all(), visibility)
        title, introduction = title or page.title, page.introduction
        page_url = visibility.url_of(page)
    entries = feeds.merged([kind.read(visibility, None)])
    return feed_of(title, request, page_url, introduction, entries, visibility)


@holds_until_a_change
def of_stream(request: HttpRequest, visibility: Visibility, slug: str) -> HttpResponse:
    """Return the feed of a work stream. Raises Http404."""
    stream = first_public(WorkStreamPage.objects.filter(slug=slug), visibility)
    entries = feeds.merged(kind.read(visibility, stream) for kind in feeds.kinds.values() if kind.of_streams)
    page_url = visibility.url_of(stream)
    return feed_of(stream.title, request, page_url, stream.summary, entries, visibility)


@holds_until_a_change
def for_audience(request: HttpRequest, visibility: Visibility, slug: str) -> HttpResponse:
    """Return the feed for an audience. Its page is the audience's own, or the front page. Raises Http404."""
    found = visibility.filter(Audience.objects.filter(slug=slug))
    audience = found.order_by(own_first(visibility.site_key), "pk").first()
    if audience is None:
        raise Http404
    entries = feeds.merged(kind.read(visibility, audience) for kind in feeds.kinds.values() if kind.of_audiences)
    pages = AudiencePage.objects.filter(audience=audience.pk).order_by("path")
    page = in_own_language(visibility.filter(pages), visibility).first()
    page_url = visibility.url_of(page) if page else home_url(visibility)
    return feed_of(f"For: {audience.name}", request, page_url, audience.description, entries, visibility)


@for_a_day
def of_commitment(request: HttpRequest, visibility: Visibility, stream: str, slug: str) -> HttpResponse:
    """Return the feed of a recommendation or action: the lines of its ledger, and news about it. Raises Http404."""
    found = CommitmentPage.objects.filter(slug=slug, work_stream__slug=stream).select_related("work_stream")
    page = first_public(found, visibility)
    news = NewsPage.objects.filter(commitments=page.pk)
    entries = feeds.merged([progress(visibility, commitment=page), _entries(news, visibility)])
    title = f"{page.work_stream.title}, {page.distinct_name}"
    return feed_of(title, request, visibility.url_of(page), "", entries, visibility)


@for_a_day
def of_group(request: HttpRequest, visibility: Visibility, slug: str) -> HttpResponse:
    """Return the feed of a group: its meetings and their minutes. Raises Http404."""
    group = first_public(GroupPage.objects.filter(slug=slug), visibility)
    entries = feeds.merged([_entries(MeetingPage.objects.filter(group=group.pk), visibility)])
    return feed_of(group.title, request, visibility.url_of(group), group.summary, entries, visibility)


def feed_of(
    title: str, request: HttpRequest, page_url: str, subtitle: str, entries: list[FeedEntry], visibility: Visibility
) -> HttpResponse:
    """Return the response with a feed; that of an archive states when it ended, and the date up to which it was kept."""
    ended = record.ended(visibility)
    subtitle = " ".join(one for one in (subtitle, *(past.sentence for past in (visibility.end, ended) if past)) if one)
    coverage = ended.interval if ended else ""
    return Feed(title, request.path, page_url, subtitle, entries, coverage).response(visibility)


def first_public(pages: QuerySet[Any], visibility: Visibility) -> Any:
    """Return the public one of the pages, in the site's own language if there are several. Raises Http404."""
    page = visibility.filter(pages.order_by("path")).first()
    if page is None:
        raise Http404
    return page


def home_url(visibility: Visibility) -> str:
    """Return the full address of the front page. Raises Http404 if there is no site."""
    if visibility.site is None:
        raise Http404
    return visibility.home_url


def path_of(kind: FeedKind) -> str:
    """Return the path of the feed of a kind."""
    return reverse(kind.view_name) if kind.view_name else reverse("programme:feed", args=[kind.name])
