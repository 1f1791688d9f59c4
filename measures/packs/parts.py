"""The parts of a pack as plain data: sections with sentences and tables, which are stored and shown everywhere alike."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.models import Page, Site

from cms.base.choices import StatusCategory
from cms.base.words import day as in_words
from cms.history.addresses import address_as_at
from cms.history.moments import beginning
from cms.visibility.rule import Visibility
from programme.models import CommitmentPage, MeetingPage, ProgressEntry
from programme.site import progress
from programme.site.progress import CommitmentRow, Status

# More would be a list, not a pack.
MOST_ROWS = 60

Cell = dict[str, Any]


def cell(text: Any, url: str = "") -> Cell:
    """Return a cell of a table with a text, and where it leads."""
    return {"text": str(text or ""), "url": url}


def bar(number: int, whole: int) -> Cell:
    """Return a cell with a number, and a bar that shows its part of the whole."""
    return {"text": str(number), "url": "", "share": round(100 * number / whole) if whole else 0, "whole": whole}


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], most: int = MOST_ROWS) -> dict[str, Any]:
    """Return a table with the first rows, and how many it leaves out. The first cell of a row is its head."""
    rows = [list(row) for row in rows]
    return {
        "caption": caption,
        "heads": list(heads),
        "rows": rows[:most],
        "left_out": max(0, len(rows) - most),
    }


@dataclass
class PackSection:
    """A section of a pack: sentences, then tables. A table without rows is left out."""

    heading: str
    said: list[str] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """Return it as values that JSON can hold."""
        return {
            "heading": self.heading,
            "said": self.said,
            "tables": [one for one in self.tables if one["rows"]],
        }


@dataclass
class PackContext:
    """What the sections of a pack are made from: the meeting, its site, the day, the meeting before, if there is one, and
    who makes it."""

    meeting: MeetingPage
    site: Site
    day: datetime.date
    before: MeetingPage | None
    user: User

    @cached_property
    def visibility(self) -> Visibility:
        """The public's view of the site."""
        return Visibility(self.site)

    @property
    def since(self) -> datetime.date | None:
        """The day of the meeting before; none for the first."""
        return self.before.date if self.before else None

    @property
    def since_when(self) -> str:
        """The same in words that follow others: “since 2 July 2026”."""
        return f"since {in_words(self.since)}" if self.since else "since the beginning"

    @cached_property
    def begun(self) -> datetime.date | None:
        """The day on which the hub's record of past days begins."""
        first = beginning()
        return timezone.localdate(first) if first else None

    def is_new(self, day: datetime.date | None) -> bool:
        """Say whether a day is after the meeting before, and not after the pack's own."""
        return day is not None and day <= self.day and (self.since is None or day > self.since)

    def address(self, page: Page) -> str:
        """Return the full address of a public page as it was on the pack's day; of today where that day isn't kept."""
        path = self.visibility.path_of(page)
        if not settings.PUBLIC_SITE or self.begun is None or self.day < self.begun:
            return self.visibility.url_of(page)
        own = self.visibility.split_prefix(path)[1]
        return self.visibility.base_url + self.visibility.typed_path(address_as_at(self.day, own))

    @cached_property
    def commitments(self) -> list[CommitmentRow]:
        """The public commitments with their statuses on the day, in order."""
        pages = CommitmentPage.objects.select_related("work_stream", "source", "responsible_body")
        return progress.rows(
            self.visibility, self.visibility.filter(pages.order_by(*CommitmentPage.list_order)), self.day
        )

    @cached_property
    def new_entries(self) -> dict[int, list[ProgressEntry]]:
        """The entries that are new since the meeting before, by the key of their commitment: dated since then, or recorded
        since then about an earlier day. What was loaded on the day on which the hub's record begins isn't news."""
        found: dict[int, list[ProgressEntry]] = defaultdict(list)
        for row in self.commitments:
            for entry in cast(Sequence[ProgressEntry], row.ledger.standing):
                recorded = timezone.localdate(entry.recorded_at) if entry.recorded_at else None
                if recorded and self.begun and recorded <= self.begun:
                    recorded = None
                if entry.date <= self.day and (self.is_new(entry.date) or self.is_new(recorded)):
                    found[row.page.pk].append(entry)
        return found

    def status_before(self, row: CommitmentRow) -> Status:
        """Return a commitment's status on the day of the meeting before; none for the first meeting."""
        entries = cast(Sequence[ProgressEntry], row.ledger.entries)
        return progress.status(entries, self.since) if self.since else Status(None)

    def name_of(self, row: CommitmentRow) -> Cell:
        """Return the cell that names a commitment and leads to it."""
        return cell(f"{row.page.work_stream.title}: {row.page.title}", self.address(row.page))


def is_open(row: CommitmentRow) -> bool:
    """Say whether a commitment is still to be done; one without an entry is."""
    return row.status.value is None or row.status.value.category == StatusCategory.OPEN


def counted(number: int, one: str, several: str) -> str:
    """Return a number with its unit: “1 entry”, “3 entries”."""
    return f"{number} {one if number == 1 else several}"
