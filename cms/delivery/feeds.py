"""Atom feeds (RFC 4287): their entries, their format, and the kinds of feed that apps register.

An entry is a page or a part of one. Its id is permanent, even if the address or title changes. It counts as updated
when an editor publishes a major change (`cms.pages.changes`), and then shows the editor's note about the change.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import DateField, DateTimeField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest, Least, TruncDate
from django.http import HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from wagtail.models import Page

from cms.base.choices import ChangeKind, Significance
from cms.base.partial_dates import VAGUE
from cms.base.registry import Registry
from cms.delivery.conditional import last_modified
from cms.delivery.models import HubSettings
from cms.pages.languages import in_language
from cms.pages.models import Change
from cms.visibility.rule import Visibility

MOST = 30  # entries in a feed
CHANGES_A_PAGE = 10  # the newest pages have no more major changes on average
# RFC 4151: a day on which the authority for the ids owned the host name.
TAG_DATE = "2026"
# DCMI Metadata Terms: `temporal` is the period covered. RFC 4287, section 6, allows it in a feed.
DCTERMS = "http://purl.org/dc/terms/"
# Characters not allowed in XML 1.0 (section 2.2, “Char”).
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class FeedEntry:
    """One entry. `key` is its permanent name, unique in the hub, such as “page-12”; `page` is the key of its page."""

    key: str
    title: str
    url: str
    published: datetime.datetime | None  # None if the day isn't known: a feed can't say “May 2017”
    updated: datetime.datetime
    summary: str = ""
    author: str = ""
    categories: tuple[str, ...] = ()
    page: int | None = None
    # The time of its last major change, if it counts as updated because of it.
    changed: datetime.datetime | None = None


Reader = Callable[[Visibility, Any], list[FeedEntry]]


@dataclass(frozen=True)
class FeedKind:
    """A kind of entries with a feed of its own.

    `read` is called with the visibility and a work stream if `of_streams`, an audience if `of_audiences`, or None for all;
    it returns the newest `MOST`. `list_page` is the model of the page that lists them all; while that isn't public, there
    is no feed. Without a title, the feed has the title of that page.
    """

    name: str
    title: str
    read: Reader
    list_page: type[Page] | None = None
    of_streams: bool = False
    of_audiences: bool = False
    # The type of the pages, if it is a feed of pages.
    model: type[Page] | None = None
    # The feed's address, if it isn't among those of all kinds in `programme.urls`.
    view_name: str = ""


# By name, in the order of the list.
kinds: Registry[FeedKind] = Registry("kind of feed")


# Contents


def midnight(day: datetime.date) -> datetime.datetime:
    """Return the start of a day in the site's time zone."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def newest(pages: QuerySet, visibility: Visibility, date: str | None = None) -> list[tuple[Page, FeedEntry]]:
    """Return the newest of the public pages, each with an entry to complete. One query.

    A page is dated by its first publication or its last major change, whichever is later. `date` names a field with a
    date of the page's own; if that is earlier, it counts as the first publication, because pages entered long
    afterwards aren't news. A page without such a date is dated by its last update. If that isn't known, as for some
    loaded pages, it is left out.
    """
    own, first = _day(pages.model, date), TruncDate("first_published_at")
    pages = visibility.filter(pages if date else pages.exclude(last_update__day=None).select_related("last_update"))
    pages = in_language(pages, visibility)
    began = Least(own, Coalesce(first, own), output_field=DateField()) if own else F("last_update__day")
    changes = Change.objects.filter(significance=Significance.MAJOR, at__lte=visibility.now)
    changes = changes.exclude(kind=ChangeKind.WITHDRAWN).order_by("-at")
    # Two indexes find the few candidates for the newest pages; dating all pages would be slow if there are many.
    by_date = pages.order_by(f"-{date or 'last_update__day'}", "-pk").values("pk")[:MOST]
    by_change = changes.filter(page__in=pages.values("pk")).values("page")[: MOST * CHANGES_A_PAGE]
    last_change = changes.filter(page=OuterRef("pk")).values("at")[:1]
    found = (
        pages.filter(Q(pk__in=by_date) | Q(pk__in=by_change))
        .annotate(changed_at=Subquery(last_change, output_field=DateTimeField()))
        .annotate(day=Greatest(Coalesce(TruncDate("changed_at"), began), began, output_field=DateField()))
        .order_by("-day", F("changed_at").desc(nulls_last=True), "-pk")[:MOST]
    )
    return [(page, _entry(page, visibility, date)) for page in found]


def _day(model: type[Page], date: str | None) -> F | TruncDate | None:
    if date is None:
        return None
    return TruncDate(date) if isinstance(model._meta.get_field(date), DateTimeField) else F(date)


def _entry(page: Page, visibility: Visibility, date: str | None) -> FeedEntry:
    own = getattr(page, date) if date else None
    if own is not None and not isinstance(own, datetime.datetime):
        own = midnight(own)
    first, known = page.first_published_at, None if date else page.last_update.date
    was_loaded = known is not None and known.first_day < timezone.localdate(first)
    if was_loaded:
        first = midnight(known.first_day)
    published = min(moment for moment in (own, first) if moment is not None)
    changed = page.changed_at if page.changed_at and page.changed_at > published else None
    vague = known.is_vague if was_loaded else published == own and getattr(page, f"{date}_precision", "") in VAGUE
    return FeedEntry(
        key=f"page-{page.pk}",
        title=page.title,
        url=visibility.url_of(page),
        published=None if vague else published,
        updated=changed or published,
        page=page.pk,
        changed=changed,
    )


def with_notes(entries: list[FeedEntry]) -> list[FeedEntry]:
    """Return the entries with the editor's note about the last major change, if there is one. One query."""
    changed = {entry.page: entry for entry in entries if entry.changed}
    changes = Change.objects.filter(
        page__in=changed, at__in={entry.changed for entry in changed.values()}, kind=ChangeKind.CHANGED
    )
    notes = {change.page_id: change.note for change in changes if change.at == changed[change.page_id].changed}
    return [replace(entry, summary=notes.get(entry.page) or entry.summary) for entry in entries]


def merged(lists: Iterable[list[FeedEntry]]) -> list[FeedEntry]:
    """Return the newest entries of several lists, with notes."""
    entries = sorted((entry for part in lists for entry in part), key=lambda entry: entry.updated, reverse=True)
    return with_notes(entries[:MOST])


# Format


@dataclass(frozen=True)
class Feed:
    """A feed: its title, its address, and the page with the same entries."""

    title: str
    path: str
    page_url: str
    subtitle: str = ""
    entries: list[FeedEntry] = field(default_factory=list)
    # The period covered by the feed of an archive, as an ISO 8601 interval.
    coverage: str = ""
    # The address of the part with the entries that come next (RFC 5005, section 3).
    next_url: str = ""

    def response(self, visibility: Visibility) -> HttpResponse:
        """Return the feed as a response. One query, for the names of the site."""
        response = HttpResponse(self.written(visibility), content_type="application/atom+xml; charset=utf-8")
        return last_modified(response, max((entry.updated for entry in self.entries), default=None))

    def written(self, visibility: Visibility) -> bytes:
        """Return the feed as a file. One query, for the names of the site."""
        site = HubSettings.for_site(visibility.site)
        base_url = visibility.base_url
        document = _Atom(
            title=in_xml(f"{self.title} – {site.marked_name}"),
            link=self.page_url,
            description=None,
            subtitle=in_xml(self.subtitle) or None,
            language=settings.LANGUAGE_CODE,
            feed_url=base_url + self.path,
            feed_guid=tag(base_url, self.path.strip("/")),
            coverage=self.coverage,
            next_url=self.next_url,
            # An entry without an author has the feed's; RFC 4287 requires one of the two.
            author_name=in_xml(site.organisation or site.site_name),
        )
        for entry in self.entries:
            document.add_item(
                title=in_xml(entry.title),
                link=entry.url,
                description=in_xml(entry.summary),
                unique_id=tag(base_url, entry.key),
                pubdate=entry.published,
                updateddate=entry.updated,
                author_name=in_xml(entry.author) or None,
                categories=entry.categories,
            )
        return document.writeString("utf-8").encode()


def in_xml(text: str) -> str:
    """Return the text without characters not allowed in XML; no-break spaces are kept."""
    return NO_XML.sub("", text)


def tag(base_url: str, key: str) -> str:
    """Return a permanent id, independent of the address (RFC 4151, the tag scheme)."""
    return f"tag:{urlsplit(base_url).hostname},{TAG_DATE}:{key}"


class _Atom(Atom1Feed):
    """Django's generator, but with summaries declared as plain text: as HTML, a “<” would begin an element."""

    def root_attributes(self):
        return super().root_attributes() | ({"xmlns:dcterms": DCTERMS} if self.feed["coverage"] else {})

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["coverage"]:
            handler.addQuickElement("dcterms:temporal", self.feed["coverage"])
        if self.feed["next_url"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["next_url"]})
        handler.addQuickElement("generator", "Programme hub")

    def add_item_elements(self, handler, item):
        summary, item["description"] = item["description"], None
        super().add_item_elements(handler, item)
        if summary:
            handler.addQuickElement("summary", summary, {"type": "text"})

    def latest_post_date(self):
        """Return the last change of the feed; for an empty feed a fixed date, so that its contents don't vary."""
        return super().latest_post_date() if self.items else datetime.datetime.fromtimestamp(0, datetime.UTC)
