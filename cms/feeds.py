"""Atom feeds (RFC 4287): what an entry is, how a feed is written, and the kinds of entries that apps register.

An entry is a page, or something that has a place on one. Its id holds for ever, whatever becomes of its address or title.
It counts as changed when an editor published a major change (`cms.changes`), and the line that the editor wrote about it is
what readers are told then.
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

from cms.base.registry import Registry
from cms.choices import ChangeKind, Significance
from cms.conditional import last_modified
from cms.graphql.context import Context
from cms.models import Change, HubSettings
from cms.partial_dates import VAGUE
from cms.visibility.rule import Visibility

MOST = 30  # entries in a feed
CHANGES_A_PAGE = 10  # of the newest pages, no more major changes on the average
# RFC 4151: a day on which whoever chooses the ids had the host's name.
TAG_DATE = "2026"
# DCMI Metadata Terms: `temporal` is the period that something covers. RFC 4287, section 6, lets a feed carry it.
DCTERMS = "http://purl.org/dc/terms/"
# Characters that XML 1.0 has no way to hold (section 2.2, “Char”).
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """One entry. `key` names it for ever among all of the hub, such as “page-12”; `page` is the number of its page."""

    key: str
    title: str
    url: str
    published: datetime.datetime | None  # None where the day isn't known: a feed has no way to say “May 2017”
    updated: datetime.datetime
    summary: str = ""
    author: str = ""
    categories: tuple[str, ...] = ()
    page: int | None = None
    # When its last major change was, if that is why it counts as updated.
    changed: datetime.datetime | None = None


Reader = Callable[[Visibility, Any], list[Entry]]


@dataclass(frozen=True)
class Kind:
    """A sort of entries with a feed of its own.

    `read` gets what the public sees and, if `of_streams`, a work stream or None for all; it returns the newest `MOST`.
    `list_page` is the model of the page that lists them all; while that isn't public there is no feed. Without a title
    the feed is called as that page is.
    """

    name: str
    title: str
    read: Reader
    list_page: type[Page] | None = None
    of_streams: bool = False
    # Where the feed is, if not where `programme.urls` has those of all kinds.
    view_name: str = ""


# By name, in the order in which they are listed.
kinds: Registry[Kind] = Registry("kind of feed")


# What is in it


def midnight(day: datetime.date) -> datetime.datetime:
    """Return the moment at which a day begins here."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def newest(pages: QuerySet, visibility: Visibility, date: str | None = None) -> list[tuple[Page, Entry]]:
    """Return the newest of the public pages, each with an entry to complete. One query.

    A page is as new as its first publication or its last major change, whichever is later. `date` names the field with a day that
    is the page's own; if that is earlier it counts as the first publication, because what is entered long afterwards is no news.
    A page without such a day is as new as its last update. If that isn't known, as for some loaded pages, it is left out.
    """
    own, first = _day(pages.model, date), TruncDate("first_published_at")
    pages = visibility.filter(pages if date else pages.exclude(last_update__day=None).select_related("last_update"))
    began = Least(own, Coalesce(first, own), output_field=DateField()) if own else F("last_update__day")
    changes = Change.objects.filter(significance=Significance.MAJOR, at__lte=visibility.now)
    changes = changes.exclude(kind=ChangeKind.WITHDRAWN).order_by("-at")
    # Two indexes lead to the few pages among which the newest are; to date all pages would take long where there are many.
    by_date = pages.order_by(f"-{date or 'last_update__day'}", "-pk").values("pk")[:MOST]
    by_change = changes.filter(page__in=pages.values("pk")).values("page")[: MOST * CHANGES_A_PAGE]
    last_change = changes.filter(page=OuterRef("pk")).values("at")[:1]
    found = (
        pages.filter(Q(pk__in=by_date) | Q(pk__in=by_change))
        .annotate(changed_at=Subquery(last_change, output_field=DateTimeField()))
        .annotate(day=Greatest(Coalesce(TruncDate("changed_at"), began), began, output_field=DateField()))
        .order_by("-day", F("changed_at").desc(nulls_last=True), "-pk")[:MOST]
    )
    context = Context.for_visibility(visibility)
    return [(page, _entry(page, context, date)) for page in found]


def _day(model: type[Page], date: str | None) -> F | TruncDate | None:
    if date is None:
        return None
    return TruncDate(date) if isinstance(model._meta.get_field(date), DateTimeField) else F(date)


def _entry(page: Page, context: Context, date: str | None) -> Entry:
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
    return Entry(
        key=f"page-{page.pk}",
        title=page.title,
        url=context.url_of(page),
        published=None if vague else published,
        updated=changed or published,
        page=page.pk,
        changed=changed,
    )


def with_notes(entries: list[Entry]) -> list[Entry]:
    """Return the entries with the line that an editor wrote about the last major change, where there is one. One query."""
    changed = {entry.page: entry for entry in entries if entry.changed}
    changes = Change.objects.filter(
        page__in=changed, at__in={entry.changed for entry in changed.values()}, kind=ChangeKind.CHANGED
    )
    notes = {change.page_id: change.note for change in changes if change.at == changed[change.page_id].changed}
    return [replace(entry, summary=notes.get(entry.page) or entry.summary) for entry in entries]


def merged(lists: Iterable[list[Entry]]) -> list[Entry]:
    """Return the newest of several lists, with what was noted about them."""
    entries = sorted((entry for part in lists for entry in part), key=lambda entry: entry.updated, reverse=True)
    return with_notes(entries[:MOST])


# How it is written


@dataclass(frozen=True)
class Feed:
    """A feed: what it is called, where it is, and the page that shows the same to readers."""

    title: str
    path: str
    page_url: str
    subtitle: str = ""
    entries: list[Entry] = field(default_factory=list)
    # The period that the feed of an archive covers, as an interval of ISO 8601.
    coverage: str = ""

    def response(self, visibility: Visibility) -> HttpResponse:
        """Return the feed as an answer. One query, for the names of the site."""
        site = HubSettings.for_site(visibility.site)
        base_url = Context.for_visibility(visibility).base_url
        document = _Atom(
            title=in_xml(f"{self.title} – {site.site_name}"),
            link=self.page_url,
            description=None,
            subtitle=in_xml(self.subtitle) or None,
            language=settings.LANGUAGE_CODE,
            feed_url=base_url + self.path,
            feed_guid=tag(base_url, self.path.strip("/")),
            coverage=self.coverage,
            # An entry without an author takes the feed's; RFC 4287 wants one of the two.
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
        response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
        document.write(response, "utf-8")
        return last_modified(response, max((entry.updated for entry in self.entries), default=None))


def in_xml(text: str) -> str:
    """Return the text without signs that XML has no way to hold; a space that doesn't break stays one."""
    return NO_XML.sub("", text)


def tag(base_url: str, key: str) -> str:
    """Return an id that holds whatever the address of the thing becomes (RFC 4151, the tag scheme)."""
    return f"tag:{urlsplit(base_url).hostname},{TAG_DATE}:{key}"


class _Atom(Atom1Feed):
    """Django's, but summaries are plain text and say so: as HTML a “<” in one would be taken for an element."""

    def root_attributes(self):
        return super().root_attributes() | ({"xmlns:dcterms": DCTERMS} if self.feed["coverage"] else {})

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["coverage"]:
            handler.addQuickElement("dcterms:temporal", self.feed["coverage"])
        handler.addQuickElement("generator", "Programme hub")

    def add_item_elements(self, handler, item):
        summary, item["description"] = item["description"], None
        super().add_item_elements(handler, item)
        if summary:
            handler.addQuickElement("summary", summary, {"type": "text"})

    def latest_post_date(self):
        """Return when something in the feed changed last; of an empty one, the beginning of time, so that it stays the same."""
        return super().latest_post_date() if self.items else datetime.datetime.fromtimestamp(0, datetime.UTC)
