"""Results of the generator's queries as plain objects. No other module sees raw answers."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from cms.base import words
from cms.base.choices import DatePrecision
from cms.models import HubSettings
from cms.pages.languages import in_own_language
from cms.signposts import at_once
from cms.visibility.rule import Visibility
from newsletter.frame import names
from newsletter.mail_look import MailLook
from newsletter.models import IssueIndexPage
from programme.choices import NO_UPDATE

from .documents import HubQueryError, ask
from .findings import GeneratorError

# Page-size ceiling of the API; also the largest `in` filter.
CEILING = 100
LISTS = ("streams", "groups", "changes", "news", "meetings", "publications", "commitments", "events")
FIELDS = {"streams": "workStreams"}
LONGEST_TEXT = 280


@dataclass(frozen=True)
class CommitmentEntry:
    """An entry of a commitment's ledger."""

    id: int
    date: datetime.date
    status: str
    note: str
    precision: DatePrecision = DatePrecision.DAY

    @property
    def sentence(self) -> str:
        """The entry in words."""
        return f"{self.status} since {words.day(self.date, self.precision)}. {self.note}".strip()


@dataclass(frozen=True)
class Image:
    """A picture as JPEG or PNG."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Node:
    """A public page that an issue can mention. `facts` is a short line such as its type and date; it may be empty."""

    id: int
    kind: str  # as `__typename` gives it
    title: str
    url: str
    facts: str
    summary: str
    image: Image | None = None
    streams: tuple[int, ...] = ()
    group: int | None = None
    day: datetime.date | None = None
    end: datetime.datetime | None = None
    entries: tuple[CommitmentEntry, ...] = ()


@dataclass(frozen=True)
class PageChange:
    """A page's publication, or a change with a major note."""

    at: datetime.datetime
    is_new: bool
    note: str
    page: Node


@dataclass(frozen=True)
class ProgrammePart:
    """A group or a work stream, whose title heads a section."""

    id: int
    title: str


@dataclass(frozen=True)
class HelpLine:
    """A telephone number for immediate help: who it is for, the service, and the number as a link."""

    words: str
    text: str
    link: str


@dataclass(frozen=True)
class Surroundings:
    """Facts about the whole hub. Everything but `url` may be empty."""

    url: str
    archive_url: str
    site_name: str
    organisation: str
    newsletter_name: str
    contact_name: str
    contact_email: str
    contact_phone: str
    contact_hours: str
    response_time: str
    help_at_once: tuple[HelpLine, ...]
    help_url: str
    look: MailLook
    notice: str = ""  # the sentence by which a demonstration is known


@dataclass(frozen=True)
class Window:
    """A half-open period. Dates belong to it from the first day and before the last."""

    since: datetime.datetime
    until: datetime.datetime

    @property
    def first_day(self) -> datetime.date:
        return timezone.localtime(self.since).date()

    @property
    def end_day(self) -> datetime.date:
        return timezone.localtime(self.until).date()

    def has_day(self, day: datetime.date) -> bool:
        return self.first_day <= day < self.end_day


@dataclass(frozen=True)
class News:
    """Everything new in a period, and the events after it."""

    streams: tuple[ProgrammePart, ...]
    groups: tuple[ProgrammePart, ...]
    changes: tuple[PageChange, ...]
    dated: tuple[Node, ...]
    events: tuple[Node, ...]


def news_of(window: Window, visibility: Visibility) -> News:
    """Return the news of the period that readers see. Raises HubQueryError."""
    asked: dict[str, Any] = {
        "since": window.since.isoformat(),
        "until": window.until.isoformat(),
        "firstDay": window.first_day.isoformat(),
        "endDay": window.end_day.isoformat(),
    }
    found: dict[str, list[dict]] = {name: [] for name in LISTS}
    cursors: dict[str, str | None] = dict.fromkeys(LISTS)
    while cursors:
        flags = {f"with{name.capitalize()}": name in cursors for name in LISTS}
        after = {f"after{name.capitalize()}": cursor for name, cursor in cursors.items()}
        data = ask("issue", {**asked, **flags, **after}, visibility)
        read = {}
        for name in cursors:
            answer = data[FIELDS.get(name, name)]
            found[name] += answer["nodes"]
            if answer["pageInfo"]["hasNextPage"]:
                if answer["pageInfo"]["endCursor"] in (None, cursors[name]):
                    raise HubQueryError("issue", f"the list “{name}” has no next page although it reports one.")
                read[name] = answer["pageInfo"]["endCursor"]
        cursors = read
    return News(
        streams=tuple(ProgrammePart(raw["databaseId"], raw["title"]) for raw in found["streams"]),
        groups=tuple(ProgrammePart(raw["databaseId"], raw["title"]) for raw in found["groups"]),
        changes=tuple(_change(raw) for raw in found["changes"] if raw["page"] is not None),
        dated=tuple(_node(raw) for name in ("news", "meetings", "publications", "commitments") for raw in found[name]),
        events=tuple(_node(raw) for raw in found["events"]),
    )


def items(ids: Iterable[int], visibility: Visibility) -> dict[int, Node]:
    """Return the public ones among the pages, by number. Raises HubQueryError."""
    wanted = list(dict.fromkeys(ids))
    nodes: dict[int, Node] = {}
    for start in range(0, len(wanted), CEILING):
        data = ask("items", {"ids": wanted[start : start + CEILING]}, visibility)
        nodes.update((raw["databaseId"], _node(raw)) for raw in data["pages"]["nodes"])
    return {key: nodes[key] for key in wanted if key in nodes}


def surroundings_of(visibility: Visibility) -> Surroundings:
    """Return what stands around an issue of a site. Raises GeneratorError if readers can't open its front page."""
    if not visibility.roots or not visibility.can_see(visibility.roots[0]):
        raise GeneratorError("The hub has no public front page.")
    hub, own = HubSettings.for_site(visibility.site), names(visibility)
    pages = IssueIndexPage.objects.filter(visibility.in_own_tree())
    archive = in_own_language(visibility.filter(pages), visibility).order_by("path").first()
    return Surroundings(
        url=visibility.home_url,
        archive_url=visibility.url_of(archive) if archive else visibility.home_url,
        site_name=hub.site_name,
        organisation=hub.organisation,
        newsletter_name=own.name or hub.site_name,
        contact_name=hub.contact_name,
        contact_email=hub.contact_email,
        contact_phone=hub.contact_phone,
        contact_hours=hub.contact_hours,
        response_time=hub.response_time,
        help_at_once=tuple(
            HelpLine(each.words, each.text, each.signpost.telephone_link) for each in at_once.at_once(visibility)
        ),
        help_url=f"{visibility.home_url.rstrip('/')}/help/",
        look=MailLook.of_site(visibility),
        notice=hub.notice,
    )


def _change(raw: dict[str, Any]) -> PageChange:
    return PageChange(_moment(raw["at"]), raw["kind"] == "PUBLISHED", raw["note"], _node(raw["page"]))


def _node(raw: dict[str, Any]) -> Node:
    kind = raw["__typename"]
    entries = tuple(_entry(entry) for entry in raw.get("progressEntries", ()) if not entry.get("correctedOn"))
    streams = tuple(stream["databaseId"] for stream in raw.get("workStreams", {}).get("nodes", ()))
    if raw.get("workStream"):
        streams = (raw["workStream"]["databaseId"],)
    if kind == "WorkStreamPage":
        streams = (raw["databaseId"],)
    group = raw.get("group")
    return Node(
        id=raw["databaseId"],
        kind=kind,
        title=raw["title"],
        url=raw["url"],
        facts=_facts(kind, raw, entries),
        summary=_summary(kind, raw, entries),
        image=_image(raw),
        streams=streams,
        group=raw["databaseId"] if kind == "GroupPage" else group["databaseId"] if group else None,
        day=datetime.date.fromisoformat(raw["date"]) if "date" in raw else None,
        end=_moment(raw["end"]) if "end" in raw else None,
        entries=entries,
    )


def _facts(kind: str, raw: dict[str, Any], entries: tuple[CommitmentEntry, ...]) -> str:
    facts = list(raw["facts"])
    if kind == "CommitmentPage":
        facts = [raw["workStream"]["title"] if raw["workStream"] else "", "" if entries else NO_UPDATE]
    return ". ".join(filter(None, facts))


def _summary(kind: str, raw: dict[str, Any], entries: tuple[CommitmentEntry, ...]) -> str:
    if kind == "CommitmentPage":
        return entries[0].sentence if entries else shortened(raw["text"]["plainText"], LONGEST_TEXT)
    return raw["summary"] or raw["searchDescription"]


def shortened(text: str, most: int) -> str:
    """Return the words of a text in one line, cut at a word if there are more than `most` characters."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0].rstrip(',;:')}…"


def _entry(raw: dict[str, Any]) -> CommitmentEntry:
    day = datetime.date.fromisoformat(raw["date"])
    return CommitmentEntry(
        raw["databaseId"], day, raw["status"]["label"], raw["note"], DatePrecision[raw["datePrecision"]]
    )


def _image(raw: dict[str, Any]) -> Image | None:
    picture = (raw.get("image") or {}).get("picture")
    if picture is None:
        return None
    file = picture["fallback"]
    return Image(file["url"], file["width"], file["height"], picture["alt"])


def _moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)
