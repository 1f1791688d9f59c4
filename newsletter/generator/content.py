"""What the generator asks for, as plain objects. The only place that sees raw answers."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from cms.choices import DatePrecision
from cms.partial_dates import PartialDate
from newsletter.generator.asking import Asker, ContentError
from programme.choices import NO_UPDATE, MeetingState, NewsKind, ProgressStatus, PublicationKind
from programme.site import words

# So many a list gives at once, and so many numbers a condition takes.
CEILING = 100
LISTS = ("streams", "groups", "changes", "news", "meetings", "publications", "commitments", "events")
FIELDS = {"streams": "workStreams"}
LONGEST_TEXT = 280


@dataclass(frozen=True)
class Entry:
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
    """A public page, as an issue can tell of it. `facts` is a short line such as its sort and date; both may be empty."""

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
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Change:
    """That a page was published or changed with a major note."""

    at: datetime.datetime
    is_new: bool
    note: str
    page: Node


@dataclass(frozen=True)
class Part:
    """A group or a work stream, under whose name things stand."""

    id: int
    title: str


@dataclass(frozen=True)
class HelpLine:
    """A number to ring at once: for whom it is, the service, and the number as an address."""

    words: str
    text: str
    link: str


@dataclass(frozen=True)
class Surroundings:
    """What is said once for the whole hub. Everything but `url` may be empty."""

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


@dataclass(frozen=True)
class Window:
    """A period, half open. Things with a day belong to it from the first day on and before the last."""

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
    """Everything that a period brought, and the events to come after it."""

    surroundings: Surroundings
    streams: tuple[Part, ...]
    groups: tuple[Part, ...]
    changes: tuple[Change, ...]
    dated: tuple[Node, ...]
    events: tuple[Node, ...]


def news_of(window: Window, ask: Asker) -> News:
    """Return what the period brought. Raises ContentError."""
    asked: dict[str, Any] = {
        "since": window.since.isoformat(),
        "until": window.until.isoformat(),
        "firstDay": window.first_day.isoformat(),
        "endDay": window.end_day.isoformat(),
    }
    found: dict[str, list[dict]] = {name: [] for name in LISTS}
    cursors: dict[str, str | None] = dict.fromkeys(LISTS)
    around: dict[str, Any] = {}
    while cursors:
        flags = {f"with{name.capitalize()}": name in cursors for name in LISTS}
        after = {f"after{name.capitalize()}": cursor for name, cursor in cursors.items()}
        data = ask("issue", {**asked, **flags, **after, "withSite": not around})
        around = around or data
        read = {}
        for name in cursors:
            answer = data[FIELDS.get(name, name)]
            found[name] += answer["nodes"]
            if answer["pageInfo"]["hasNextPage"]:
                if answer["pageInfo"]["endCursor"] in (None, cursors[name]):
                    raise ContentError("issue", f"the list “{name}” doesn't go on although it says that it does.")
                read[name] = answer["pageInfo"]["endCursor"]
        cursors = read
    return News(
        surroundings=_surroundings(around),
        streams=tuple(Part(int(raw["id"]), raw["title"]) for raw in found["streams"]),
        groups=tuple(Part(int(raw["id"]), raw["title"]) for raw in found["groups"]),
        changes=tuple(_change(raw) for raw in found["changes"] if raw["page"] is not None),
        dated=tuple(_node(raw) for name in ("news", "meetings", "publications", "commitments") for raw in found[name]),
        events=tuple(_node(raw) for raw in found["events"]),
    )


def items(ids: Iterable[int], ask: Asker) -> tuple[dict[int, Node], Surroundings]:
    """Return those of the pages that are public, by number, and what stands around them. Raises ContentError."""
    wanted = list(dict.fromkeys(ids))
    nodes: dict[int, Node] = {}
    data: dict[str, Any] = {}
    for start in range(0, max(len(wanted), 1), CEILING):
        data = ask("items", {"ids": [str(key) for key in wanted[start : start + CEILING]]})
        nodes.update((int(raw["id"]), _node(raw)) for raw in data["pages"]["nodes"])
    return {key: nodes[key] for key in wanted if key in nodes}, _surroundings(data)


def _surroundings(data: dict[str, Any]) -> Surroundings:
    site, home, archive = data["site"], data["home"], data["archive"]["nodes"]
    if home is None:
        raise ContentError("site", "the hub has no public home page.")
    return Surroundings(
        url=home["url"],
        archive_url=archive[0]["url"] if archive else home["url"],
        site_name=site["siteName"],
        organisation=site["organisation"],
        newsletter_name=site["newsletterName"] or site["siteName"],
        contact_name=site["contactName"],
        contact_email=site["contactEmail"],
        contact_phone=site["contactPhone"],
        contact_hours=site["contactHours"],
        response_time=site["responseTime"],
        help_at_once=tuple(
            HelpLine(raw["words"], raw["text"], raw["signpost"]["telephoneLink"]) for raw in data["helpAtOnce"]
        ),
        help_url=f"{home['url'].rstrip('/')}/help/",
    )


def _change(raw: dict[str, Any]) -> Change:
    return Change(_moment(raw["at"]), raw["kind"] == "PUBLISHED", raw["note"], _node(raw["page"]))


def _node(raw: dict[str, Any]) -> Node:
    kind = raw["__typename"]
    entries = tuple(_entry(entry) for entry in raw.get("progressEntries", ()) if not entry.get("correctedOn"))
    streams = tuple(int(stream["id"]) for stream in raw.get("workStreams", {}).get("nodes", ()))
    if raw.get("workStream"):
        streams = (int(raw["workStream"]["id"]),)
    if kind == "WorkStreamPage":
        streams = (int(raw["id"]),)
    group = raw.get("group")
    return Node(
        id=int(raw["id"]),
        kind=kind,
        title=raw["title"],
        url=raw["url"],
        facts=_facts(kind, raw, entries),
        summary=_summary(kind, raw, entries),
        image=_image(raw),
        streams=streams,
        group=int(raw["id"]) if kind == "GroupPage" else int(group["id"]) if group else None,
        day=datetime.date.fromisoformat(raw["date"]) if "date" in raw else None,
        end=_moment(raw["end"]) if "end" in raw else None,
        entries=entries,
    )


def _facts(kind: str, raw: dict[str, Any], entries: tuple[Entry, ...]) -> str:
    if kind == "NewsPage":
        return f"{NewsKind[raw['newsKind']].label}, {_day(raw)}"
    if kind == "PublicationPage":
        return f"{PublicationKind[raw['publicationKind']].label}, {_day(raw)}"
    if kind == "MeetingPage":
        return f"{_day(raw)}. {MeetingState[raw['meetingState']].label}"
    if kind == "EventPage":
        host = raw["host"]["name"] if raw["host"] else ""
        return ". ".join(
            part for part in (words.span(_known(raw, "start"), _known(raw, "end")), raw["place"], host) if part
        )
    if kind == "CommitmentPage":
        stream = raw["workStream"]["title"] if raw["workStream"] else ""
        return ". ".join(filter(None, [stream, "" if entries else NO_UPDATE]))
    return ""


def _summary(kind: str, raw: dict[str, Any], entries: tuple[Entry, ...]) -> str:
    if kind == "CommitmentPage":
        return entries[0].sentence if entries else shortened(raw["text"]["plainText"], LONGEST_TEXT)
    return raw.get("summary") or raw["searchDescription"]


def shortened(text: str, most: int) -> str:
    """Return the words of a text in one line, cut at a word if there are more than `most` characters."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0].rstrip(',;:')}…"


def _entry(raw: dict[str, Any]) -> Entry:
    day = datetime.date.fromisoformat(raw["date"])
    return Entry(
        int(raw["id"]), day, ProgressStatus[raw["status"]].label, raw["note"], DatePrecision[raw["datePrecision"]]
    )


def _image(raw: dict[str, Any]) -> Image | None:
    picture = (raw.get("image") or {}).get("picture")
    if picture is None:
        return None
    file = picture["fallback"]
    return Image(file["url"], file["width"], file["height"], picture["alt"])


def _day(raw: dict[str, Any]) -> str:
    precision = DatePrecision[raw.get("datePrecision", "DAY")]
    return words.day(datetime.date.fromisoformat(raw["date"]), precision)


def _known(raw: dict[str, Any], name: str) -> PartialDate:
    return PartialDate(_moment(raw[name]), DatePrecision[raw[f"{name}Precision"]])


def _moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)
