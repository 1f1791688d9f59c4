"""Everything that has a date, for the team: apps register what they know when they are loaded, the calendar shows it.

Drafts are in it. It is for people who work on the hub, never for the public.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cms.base.registry import Registry
from cms.editing import Asked


@dataclass(frozen=True)
class Entry:
    """Something on a day. `key` names it among all entries, and stays the same whatever becomes of it.

    `until` is its last day if it takes several, `at` the moment it begins if that is known. Of some only the month or the
    year is known: `vague_date` says it (“May 2017”), and their day is the first of it.
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

    @property
    def last(self) -> datetime.date:
        return self.until or self.day

    @property
    def kind_label(self) -> str:
        return kinds[self.kind].label


# Given who asks and the first and the last day, returns what falls into that time; the cost must not depend on how much it is.
Source = Callable[[Asked, datetime.date, datetime.date], Iterable[Entry]]


@dataclass(frozen=True)
class Kind:
    """A sort of entries: what editors call it, and where they come from."""

    label: str
    source: Source


kinds: Registry[Kind] = Registry("kind of entries")


def choices() -> list[tuple[str, str]]:
    """Return the names of the kinds and what editors call them."""
    return [(name, kind.label) for name, kind in kinds.items()]


def entries(
    asked: Asked, first: datetime.date, last: datetime.date, *, kind: str = "", stream: int | None = None
) -> list[Entry]:
    """Return what falls on the days from the first to the last, in order; of one kind and one work stream if asked for."""
    found = [
        entry
        for name, each in kinds.items()
        if kind in ("", name)
        for entry in each.source(asked, first, last)
        if stream is None or stream in entry.streams
    ]
    return sorted(found, key=_order)


def _order(entry: Entry) -> tuple:
    """What takes the whole month or day comes before what has an hour."""
    at = entry.at.timestamp() if entry.at else 0
    return entry.day, not entry.vague_date, at, entry.title
