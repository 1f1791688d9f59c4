"""Collections for readers: their items under headings, and their feeds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

from cms.delivery import feeds
from cms.delivery.conditional import holds_until_a_change
from cms.delivery.feeds import FeedEntry
from cms.pages import contexts, kinds
from cms.pages.viewer import visibility_of
from cms.visibility.rule import Visibility
from programme.models import CollectionItem, DocumentCollectionPage

from . import related
from .feeds import feed_of, first_public
from .pages import seen


@dataclass(frozen=True)
class ShownItem:
    """An item of a collection: its row, its title, and the page or the address to which it leads, if any."""

    row: CollectionItem
    title: str
    page: Page | None = None
    address: str = ""
    facts: list[str] = field(default_factory=list)
    summary: str = ""


@dataclass(frozen=True)
class Section:
    """Items under a heading; those before the first heading have none."""

    heading: str = ""
    row: CollectionItem | None = None
    items: list[ShownItem] = field(default_factory=list)


@contexts.shown.of(DocumentCollectionPage)
def collection(page: DocumentCollectionPage, request) -> dict:
    visibility = visibility_of(request)
    return {
        "sections": sections(page.items.select_related("record"), visibility),
        "audiences": related.audiences(page, visibility),
        "phases": related.phases(page, visibility),
        "work_streams": seen(page.work_streams.all(), visibility),
    }


def sections(rows: Iterable[CollectionItem], visibility: Visibility) -> list[Section]:
    """Return the public items under their headings, in order, without headings that have nothing to show."""
    rows = list(rows)
    found = [Section()]
    by_row = {item.row: item for item in shown_items(rows, visibility)} if rows else {}
    for row in rows:
        if row.heading:
            found.append(Section(row.heading, row))
        elif row in by_row:
            found[-1].items.append(by_row[row])
    return [section for section in found if section.items]


def shown_items(rows: Iterable[CollectionItem], visibility: Visibility) -> list[ShownItem]:
    """Return the items that the public may see, without headings. A query for each type of page among them, and one for
    the types."""
    rows = [row for row in rows if not row.heading]
    pages = _pages({row.target_id for row in rows if row.target_id}, visibility)
    return [item for row in rows if (item := _shown(row, pages, visibility))]


def _shown(row: CollectionItem, pages: dict[int, Page], visibility: Visibility) -> ShownItem | None:
    if row.target_id:
        page = pages.get(row.target_id)
        if page is None:
            return None
        title = row.title or (kinds.full_title(page) if getattr(page, "page_kind", None) else page.title)
        return ShownItem(row, title, page, facts=kinds.facts(page), summary=row.text or kinds.summary(page))
    if record := row.record:
        if not visibility.can_see(record):
            return None
        title, summary = row.title or record.name, row.text or record.description
        return ShownItem(row, title, address=record.address, facts=record.facts, summary=summary)
    return ShownItem(row, row.title, address=row.address, summary=row.text)


def _pages(keys: set[int], visibility: Visibility) -> dict[int, Page]:
    """Return the public pages with these keys, each of its own type with what its full title needs."""
    by_type: dict[type[Model], list[int]] = defaultdict(list)
    for page in visibility.filter(Page.objects.filter(pk__in=keys)) if keys else ():
        by_type[page.specific_class].append(page.pk)
    found: dict[int, Page] = {}
    for model, own in by_type.items():
        pages = model._default_manager.filter(pk__in=own)
        has_kind = getattr(model, "page_kind", None) is not None
        found |= {page.pk: page for page in (kinds.with_related(pages) if has_kind else pages)}
    return found


# The feed of one collection


@holds_until_a_change
def feed(request: HttpRequest, visibility: Visibility, slug: str) -> HttpResponse:
    """Return the feed of a collection's own items, newest first. Raises Http404 if it isn't public."""
    page = first_public(DocumentCollectionPage.objects.filter(slug=slug), visibility)
    rows = CollectionItem.objects.filter(page=page.pk, heading="").select_related("record")
    newest = visibility.filter(rows).order_by("-added_on", "-sort_order", "-pk")[: feeds.MOST]
    url = visibility.url_of(page)
    entries = [_entry(item, url, visibility) for item in shown_items(newest, visibility)]
    return feed_of(page.title, request, url, page.summary, entries, visibility)


def _entry(item: ShownItem, collection_url: str, visibility: Visibility) -> FeedEntry:
    added = feeds.midnight(item.row.added_on)
    return FeedEntry(
        key=f"collection-item-{item.row.pk}",
        title=item.title,
        url=visibility.url_of(item.page) if item.page else item.address or collection_url,
        published=added,
        updated=added,
        summary=item.summary or ". ".join(item.facts),
    )
