"""Proposes what an issue tells of: what a period brought, in the order in which readers know the programme.

Groups first, each with its meetings; then the work streams in the programme's order; what belongs to neither; and the events
to come. Each page once, no section empty, and nothing that an issue sent earlier has told already.
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

from cms.models import HubSettings
from newsletter.choices import Audience
from newsletter.models import Edition, IssuePage, Send

from .asking import Asker, this_hub
from .content import Change, Entry, News, Node, Surroundings, Window, news_of, shortened

OTHERS, EVENTS = "Also new", "Coming events"
# Pages that hold or repeat what other pages tell.
NEVER = ("IssuePage", "HomePage")
# How far the first issue looks back where no rhythm is promised.
WEEKS_WITHOUT_RHYTHM = 6
INDEX = "IndexPage"
KINDS = ("MeetingPage", "GroupPage", "WorkStreamPage", "NewsPage", "PublicationPage", "CommitmentPage")
LONGEST_TEXT = 600  # of an item, `IssueItemBlock`


@dataclass(frozen=True)
class ProposedItem:
    """A page to tell of. Without a text the page's own summary is used."""

    page: Node
    text: str = ""


@dataclass(frozen=True)
class ProposedSection:
    """A heading and the pages under it."""

    heading: str
    items: tuple[ProposedItem, ...]


@dataclass(frozen=True)
class Proposal:
    """The sections of an issue, and what stands around them."""

    sections: tuple[ProposedSection, ...]
    surroundings: Surroundings


@dataclass
class Told:
    """What an earlier issue said of a page: when it was approved, and which ledger entries were known then."""

    at: datetime.datetime
    entries: set[int] = field(default_factory=set)


def since_last_sent(now: datetime.datetime | None = None) -> datetime.datetime:
    """Return from when on the next issue looks: since work on the last sent issue began, else one rhythm ago.

    Not since it was sent: what was published while the issue was written would be told by neither. What the issue did
    tell is left out by its snapshot.
    """
    now = now or timezone.now()
    last = Send.objects.filter(started_at__isnull=False).order_by("-due_at").select_related("issue").first()
    if last is None:
        site = Site.objects.filter(is_default_site=True).first()
        hub = HubSettings.for_site(site) if site else HubSettings()
        return now - datetime.timedelta(weeks=hub.newsletter_rhythm or WEEKS_WITHOUT_RHYTHM)
    begun = Revision.objects.for_instance(last.issue).aggregate(begun=Min("created_at"))["begun"]
    return min(last.due_at, begun or last.due_at)


def propose(
    since: datetime.datetime,
    until: datetime.datetime,
    *,
    ask: Asker | None = None,
    told: dict[int, Told] | None = None,
) -> list[ProposedSection]:
    """Return what an issue of the period could tell. `told` is what earlier issues did; if it isn't given, it is read.

    Raises ContentError, ValueError when the period ends before it begins.
    """
    return list(proposal(since, until, ask=ask, told=told_in_sent_issues() if told is None else told).sections)


def proposal(
    since: datetime.datetime,
    until: datetime.datetime,
    *,
    ask: Asker | None = None,
    told: dict[int, Told] | None = None,
) -> Proposal:
    """Return what the period brought, less what is `told`. Reads nothing but by GraphQL. Raises as `propose`."""
    if until <= since:
        raise ValueError("The period must end after it begins.")
    window = Window(since, until)
    news = news_of(window, ask or this_hub())
    return Proposal(tuple(_sections(news, _items(news, window, told or {}))), news.surroundings)


def told_in_sent_issues() -> dict[int, Told]:
    """Return what external editions told that a send has begun to carry, by page. One query."""
    editions = Edition.objects.filter(audience=Audience.EXTERNAL, snapshot__sends__started_at__isnull=False).distinct()
    told: dict[int, Told] = {}
    for data, at in editions.values_list("data", "snapshot__created_at"):
        for item in items_of(data):
            known = told.setdefault(item["id"], Told(at))
            known.at = max(known.at, at)
            known.entries.update(item["entries"])
    return told


def items_of(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the pages that an edition's data tells of."""
    for block in data.get("blocks", ()):
        yield from block.get("items", ())


def fill(page: IssuePage, sections: Iterable[ProposedSection]) -> int:
    """Put proposed sections under those that the issue has, without pages that it tells of already. Returns how many items.

    Changes the object alone; the caller saves a revision.
    """
    blocks = list(page.sections.get_prep_value())
    there = set(page_ids(blocks))
    number = 0
    for section in sections:
        items = [item for item in section.items if item.page.id not in there]
        if items:
            # Without an id Wagtail takes each for a value in the form of old lists.
            values = [
                {
                    "type": "item",
                    "id": str(uuid.uuid4()),
                    "value": {"page": item.page.id, "text": shortened(item.text, LONGEST_TEXT)},
                }
                for item in items
            ]
            blocks.append({"type": "section", "value": {"heading": section.heading[:150], "items": values}})
            number += len(items)
    page.sections = IssuePage._meta.get_field("sections").stream_block.to_python(blocks)
    return number


def list_values(stored: Iterable[Any]) -> list[Any]:
    """Return the values of a stored list: each in a wrapping with an id, or bare as older ones are."""
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


def _items(news: News, window: Window, told: dict[int, Told]) -> list[ProposedItem]:
    """Return each page once, with what is to be said of it, if there is still a reason to tell of it."""
    pages: dict[int, Node] = {}
    changes: dict[int, list[Change]] = defaultdict(list)
    for change in news.changes:
        changes[change.page.id].append(change)
    for page in (*news.dated, *news.events, *(change.page for change in news.changes)):
        if page.kind not in NEVER and not page.kind.endswith(INDEX):
            pages.setdefault(page.id, page)
    items = []
    for page in pages.values():
        known = told.get(page.id)
        entries = [entry for entry in page.entries if window.has_day(entry.date)]
        after = changes[page.id]
        if known:
            entries = [entry for entry in entries if entry.id not in known.entries]
            after = [change for change in after if change.at >= known.at]
            if not entries and not after:
                continue
        items.append(ProposedItem(page, _text(entries, after)))
    return items


def _text(entries: list[Entry], changes: list[Change]) -> str:
    """Return what is to be said: the newest entry, else the last note about a page that was there before."""
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
    """Return the items of a section: by sort, the newest first, then by title."""

    def key(item: ProposedItem):
        page = item.page
        kind = KINDS.index(page.kind) if page.kind in KINDS else len(KINDS)
        return kind, -(page.day.toordinal() if page.day else 0), page.title, page.id

    return tuple(sorted(items, key=key))
