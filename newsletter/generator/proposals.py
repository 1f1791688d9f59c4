"""Proposals for an issue: the news of a period, in the order in which readers know the programme.

Groups first, each with its meetings; then the work streams in the programme's order; then pages in neither; and the events
to come. Each page appears once, no section is empty, and news that an earlier issue reported is left out.
"""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Min
from django.utils import timezone
from wagtail.models import Revision, Site

from cms.pages import kinds
from cms.pages.addresses import in_tree_of
from newsletter.choices import EditionAudience
from newsletter.models import Edition, IssuePage, NewsletterSettings, Send

from .content import CommitmentEntry, News, Node, PageChange, Window, news_of, shortened
from .documents import readers_view

OTHERS, EVENTS = "Also new", "Coming events"
# How far the first issue looks back if no rhythm is promised.
WEEKS_WITHOUT_RHYTHM = 6
# Pages that only hold or repeat the content of other pages; issues say so in their kind.
HOME, INDEX = "HomePage", "IndexPage"
LAST = 100
LONGEST_TEXT = 600  # of an item, `IssueItemBlock`


@dataclass(frozen=True)
class ProposedItem:
    """A proposed page. Without a text the page's own summary is used."""

    page: Node
    text: str = ""


@dataclass(frozen=True)
class ProposedSection:
    """A heading and the pages under it."""

    heading: str
    items: tuple[ProposedItem, ...]


@dataclass
class Mention:
    """A page's last mention in a sent issue: when that was approved, and which ledger entries it knew."""

    at: datetime.datetime
    entries: set[int] = field(default_factory=set)


def since_last_sent(now: datetime.datetime | None = None, site: Site | None = None) -> datetime.datetime:
    """Return the start of a site's next issue's period: when work on the last sent issue began, otherwise one rhythm ago.

    Not when it was sent: pages published while that issue was being written would be in neither. Pages that it did
    mention are left out by its snapshot.
    """
    now = now or timezone.now()
    site = site or readers_view().site
    sent = Send.objects.filter(in_tree_of(site, "issue__path"), started_at__isnull=False)
    last = sent.order_by("-due_at").select_related("issue").first()
    if last is None:
        return now - datetime.timedelta(weeks=NewsletterSettings.of(site).rhythm or WEEKS_WITHOUT_RHYTHM)
    begun = Revision.objects.for_instance(last.issue).aggregate(begun=Min("created_at"))["begun"]
    return min(last.due_at, begun or last.due_at)


def propose(
    since: datetime.datetime,
    until: datetime.datetime,
    *,
    mentions: dict[int, Mention] | None = None,
    site: Site | None = None,
) -> list[ProposedSection]:
    """Return the proposed sections for a period on a site. `mentions` has the mentions in earlier issues; by default it is
    read.

    Raises HubQueryError, ValueError when the period ends before it begins.
    """
    if until <= since:
        raise ValueError("The period must end after it begins.")
    window = Window(since, until)
    mentions = mentions_in_sent_issues() if mentions is None else mentions
    news = news_of(window, readers_view(site))
    return list(_sections(news, _items(news, window, mentions)))


def mentions_in_sent_issues() -> dict[int, Mention]:
    """Return the last mention of each page in external editions that began to be sent. One query."""
    editions = Edition.objects.filter(
        audience=EditionAudience.EXTERNAL, snapshot__sends__started_at__isnull=False
    ).distinct()
    mentions: dict[int, Mention] = {}
    for data, at in editions.values_list("data", "snapshot__created_at"):
        for item in items_of(data):
            known = mentions.setdefault(item["id"], Mention(at))
            known.at = max(known.at, at)
            known.entries.update(item["entries"])
    return mentions


def items_of(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the pages in an edition's data."""
    for block in data.get("blocks", ()):
        yield from block.get("items", ())


def fill(page: IssuePage, sections: Iterable[ProposedSection]) -> int:
    """Append proposed sections to the issue's own, without pages that it already has. Returns the number of items.

    Changes the object alone; the caller saves a revision.
    """
    blocks = list(page.sections.get_prep_value())
    there = set(page_ids(blocks))
    number = 0
    for section in sections:
        items = [item for item in section.items if item.page.id not in there]
        if items:
            # Without an id Wagtail takes each value for one in the older format of lists.
            values = [_listed({"page": item.page.id, "text": shortened(item.text, LONGEST_TEXT)}) for item in items]
            blocks.append({"type": "section", "value": {"heading": section.heading[:150], "items": values}})
            number += len(items)
    _write(page, blocks)
    return number


def add_links(page: IssuePage, keys: Iterable[int]) -> None:
    """Append references to the pages with these keys that the issue doesn't have yet. Changes the object alone."""
    blocks = list(page.sections.get_prep_value())
    there = set(page_ids(blocks))
    if missing := [_listed(key) for key in keys if key not in there]:
        _write(page, [*blocks, {"type": "page_links", "value": {"title": "", "pages": missing}}])


def _listed(value: Any) -> dict[str, Any]:
    return {"type": "item", "id": str(uuid.uuid4()), "value": value}


def _write(page: IssuePage, blocks: list[dict[str, Any]]) -> None:
    page.sections = IssuePage._meta.get_field("sections").stream_block.to_python(blocks)


def list_values(stored: Iterable[Any]) -> list[Any]:
    """Return the values of a stored list: each wrapped with an id, or bare as in older ones."""
    return [item["value"] if isinstance(item, dict) and {"id", "value"} <= set(item) else item for item in stored]


def page_ids(blocks: Iterable[dict[str, Any]]) -> Iterator[int]:
    """Yield the numbers of the pages that stored blocks of an issue name, in order."""
    for block in blocks:
        if block["type"] == "section":
            found = [value["page"] for value in list_values(block["value"]["items"])]
        elif block["type"] == "page_links":
            found = list_values(block["value"]["pages"])
        else:
            continue
        yield from (key for key in found if key is not None)


def _items(news: News, window: Window, mentions: dict[int, Mention]) -> list[ProposedItem]:
    """Return each page once, with its text, if it still has news."""
    pages: dict[int, Node] = {}
    changes: dict[int, list[PageChange]] = defaultdict(list)
    for change in news.changes:
        changes[change.page.id].append(change)
    never = {HOME, *(model.__name__ for model in kinds.models(newsletter=False))}
    for page in (*news.dated, *news.events, *(change.page for change in news.changes)):
        if page.kind not in never and not page.kind.endswith(INDEX):
            pages.setdefault(page.id, page)
    items = []
    for page in pages.values():
        known = mentions.get(page.id)
        entries = [entry for entry in page.entries if window.has_day(entry.date)]
        after = changes[page.id]
        if known:
            entries = [entry for entry in entries if entry.id not in known.entries]
            after = [change for change in after if change.at >= known.at]
            if not entries and not after:
                continue
        items.append(ProposedItem(page, _text(entries, after)))
    return items


def _text(entries: list[CommitmentEntry], changes: list[PageChange]) -> str:
    """Return the text of an item: the newest entry, otherwise the last note about a page that existed before."""
    if entries:
        return entries[0].sentence
    noted = [change for change in changes if change.note and not change.is_new]
    return max(noted, key=lambda change: change.at).note if noted else ""


def _sections(news: News, items: list[ProposedItem]) -> Iterator[ProposedSection]:
    coming = {page.id: place for place, page in enumerate(news.events)}
    order = [part.id for part in news.streams]
    by_group: dict[int, list[ProposedItem]] = defaultdict(list)
    by_stream: dict[int, list[ProposedItem]] = defaultdict(list)
    others, events = [], []
    groups = {part.id for part in news.groups}
    for item in items:
        page = item.page
        stream = next((key for key in order if key in page.streams), None)
        if page.id in coming:
            events.append(item)
        elif page.group in groups:
            by_group[page.group].append(item)
        elif stream is not None:
            by_stream[stream].append(item)
        else:
            others.append(item)
    for part in news.groups:
        if part.id in by_group:
            yield ProposedSection(part.title, _ordered(by_group[part.id]))
    for part in news.streams:
        if part.id in by_stream:
            yield ProposedSection(part.title, _ordered(by_stream[part.id]))
    if others:
        yield ProposedSection(OTHERS, _ordered(others))
    if events:
        yield ProposedSection(EVENTS, tuple(sorted(events, key=lambda item: coming[item.page.id])))


def _ordered(items: list[ProposedItem]) -> tuple[ProposedItem, ...]:
    """Return the items of a section by kind, newest first, then by title."""
    orders = {model.__name__: model.page_kind.newsletter_order for model in kinds.page_types.values()}

    def key(item: ProposedItem):
        page = item.page
        return orders.get(page.kind, LAST), -(page.day.toordinal() if page.day else 0), page.title, page.id

    return tuple(sorted(items, key=key))
