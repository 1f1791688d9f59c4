"""The team's calendar: apps register sources of dated entries when they are loaded.

It includes drafts, and is for people who work on the hub, never for the public.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cms.base.registry import Registry
from cms.editing.permissions import DeskContext


@dataclass(frozen=True)
class DiaryEntry:
    """An entry on a day. `key` identifies it among all entries and never changes.

    `until` is its last day if it takes several, `at` its beginning if that is known. If only the month or the
    year is known, `vague_date` has it (“May 2017”), and the day is the first of it. `stands_for` is the key of an
    entry that says the same and is left out beside this one.
    """

    key: str
    kind: str
    day: datetime.date
    title: str
    url: str = ""
    state: str = ""
    streams: frozenset[int] = frozenset()
    until: datetime.date | None = None
    at: datetime.datetime | None = None
    vague_date: str = ""
    stands_for: str = ""
    # The key of a draft that the user may move to another day; 0 if it can't be moved.
    draft: int = 0

    @property
    def last(self) -> datetime.date:
        return self.until or self.day

    @property
    def kind_label(self) -> str:
        return kinds[self.kind].label


# Called with the context and the first and last day; returns the entries between them. Its cost must not depend on their number.
Source = Callable[[DeskContext, datetime.date, datetime.date], Iterable[DiaryEntry]]

# Called with the context and a day; returns labels and addresses of forms that the user may open, which begin with the day.
Offers = Callable[[DeskContext, datetime.date], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class DiaryKind:
    """A kind of entry: its label for editors, its source, and the forms in which something begins on a day."""

    label: str
    source: Source
    offers: Offers | None = None


kinds: Registry[DiaryKind] = Registry("kind of entries")


def choices() -> list[tuple[str, str]]:
    """Return the names of the kinds and their labels."""
    return [(name, kind.label) for name, kind in kinds.items()]


def offers(asked: DeskContext, day: datetime.date) -> list[tuple[str, str]]:
    """Return labels and addresses of the forms for something on the day, kind by kind."""
    return [offer for kind in kinds.values() if kind.offers for offer in kind.offers(asked, day)]


def entries(
    asked: DeskContext, first: datetime.date, last: datetime.date, *, kind: str = "", stream: int | None = None
) -> list[DiaryEntry]:
    """Return the entries from the first to the last day, in order; optionally of one kind or one work stream."""
    found = [
        entry
        for name, each in kinds.items()
        if kind in ("", name)
        for entry in each.source(asked, first, last)
        if stream is None or stream in entry.streams
    ]
    said_twice = {entry.stands_for for entry in found}
    return sorted((entry for entry in found if entry.key not in said_twice), key=_order)


def _order(entry: DiaryEntry) -> tuple:
    """Entries for a whole month or day come before those with a time."""
    at = entry.at.timestamp() if entry.at else 0
    return entry.day, not entry.vague_date, at, entry.title
