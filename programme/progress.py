"""How far the programme is: pure functions over the ledger of entries.

A commitment has no status of its own. Its status on a day is that of the newest entry dated on or before the day; before
its first entry it has not started. So an entry dated later never changes what was true earlier.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from .choices import ProgressStatus


class Dated(Protocol):
    """What these functions need of an entry."""

    date: datetime.date
    status: str


E = TypeVar("E", bound=Dated)


@dataclass(frozen=True)
class Entry:
    """From this day, this status."""

    date: datetime.date
    status: str


@dataclass(frozen=True)
class Ledger:
    """A commitment as these functions see it: its stream, its kind and its entries in the order they were made."""

    stream: Hashable
    kind: str
    entries: Sequence[Dated] = ()


@dataclass(frozen=True)
class Totals:
    """How many commitments are in each status; every status has a number, if only nought."""

    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def complete(self) -> int:
        return self.counts[ProgressStatus.COMPLETE]


@dataclass(frozen=True)
class Comparison:
    """How many are complete, and how many more than on an earlier day (fewer if negative)."""

    complete: int
    total: int
    gained: int
    since: datetime.date

    def __str__(self) -> str:
        day = f"{self.since.day} {self.since:%B %Y}"
        if self.gained == 0:
            change = f"as many as on {day}"
        else:
            change = f"{abs(self.gained)} {'more' if self.gained > 0 else 'fewer'} than on {day}"
        return f"{self.complete} of {self.total} complete, {change}"


def entry_on(entries: Iterable[E], day: datetime.date) -> E | None:
    """Return the entry that holds on the day, or None before the first. Of two on one day the later made one holds."""
    newest = None
    for entry in entries:
        if entry.date <= day and (newest is None or entry.date >= newest.date):
            newest = entry
    return newest


def status_on(entries: Iterable[Dated], day: datetime.date) -> ProgressStatus:
    """Return the status on the day."""
    entry = entry_on(entries, day)
    return ProgressStatus(entry.status) if entry else ProgressStatus.NOT_STARTED


def totals(ledgers: Iterable[Ledger], day: datetime.date) -> Totals:
    """Return how many commitments were in each status on the day."""
    counts = dict.fromkeys(ProgressStatus, 0)
    for ledger in ledgers:
        counts[status_on(ledger.entries, day)] += 1
    return Totals(counts)


def totals_by_stream_and_kind(ledgers: Iterable[Ledger], day: datetime.date) -> dict[tuple[Hashable, str], Totals]:
    """Return the totals of each stream and kind that has commitments, in the order in which they come."""
    groups: dict[tuple[Hashable, str], list[Ledger]] = defaultdict(list)
    for ledger in ledgers:
        groups[ledger.stream, ledger.kind].append(ledger)
    return {key: totals(group, day) for key, group in groups.items()}


def series(ledgers: Sequence[Ledger], days: Iterable[datetime.date]) -> list[tuple[datetime.date, Totals]]:
    """Return the totals on each of the days, in their order."""
    return [(day, totals(ledgers, day)) for day in days]


def changes(ledgers: Iterable[Ledger]) -> list[datetime.date]:
    """Return the days on which some entry begins to hold, earliest first: the days that a series is worth asking for."""
    return sorted({entry.date for ledger in ledgers for entry in ledger.entries})


def compare(ledgers: Sequence[Ledger], day: datetime.date, since: datetime.date) -> Comparison:
    """Return "n of m complete, k more than on DATE" for two days."""
    now = totals(ledgers, day)
    return Comparison(now.complete, now.total, now.complete - totals(ledgers, since).complete, since)
