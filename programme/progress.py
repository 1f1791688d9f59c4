"""How far the programme is: pure functions over the ledger of entries.

A commitment has no status of its own. Its status on a day is that of the newest entry dated on or before the day; before
its first entry it has none, and nothing is concluded from that. So an entry dated later never changes what was true
earlier. An entry that a further one corrects doesn't count on any day: the correction counts in its place, from its own
date.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, TypeVar

from cms.choices import DatePrecision
from cms.partial_dates import PartialDate

from .choices import ProgressStatus


class Dated(Protocol):
    """What these functions need of an entry."""

    date: datetime.date
    date_precision: str
    status: str
    # The entry's own key, and that of the entry which it corrects.
    pk: Hashable
    corrects_id: Hashable | None


E = TypeVar("E", bound=Dated)


@dataclass(frozen=True)
class Entry:
    """From this day, this status; in place of another entry if it corrects one."""

    date: datetime.date
    status: str
    pk: Hashable = None
    corrects_id: Hashable | None = None
    date_precision: str = DatePrecision.DAY


@dataclass(frozen=True)
class Ledger:
    """A commitment as these functions see it: its stream, its kind and its entries in the order they were made."""

    stream: Hashable
    kind: str
    entries: Sequence[Dated] = ()

    @cached_property
    def standing(self) -> Sequence[Dated]:
        """The entries that count, worked out once for any number of days."""
        return standing(self.entries)


@dataclass(frozen=True)
class Totals:
    """How many commitments are in each status; every status has a number, if only nought. `not_recorded` counts the others."""

    counts: dict[str, int] = field(default_factory=dict)
    not_recorded: int = 0

    @property
    def total(self) -> int:
        return sum(self.counts.values()) + self.not_recorded

    @property
    def complete(self) -> int:
        return self.counts[ProgressStatus.COMPLETE]


@dataclass(frozen=True)
class Comparison:
    """How many are recorded as complete, how many more than on an earlier day (may be negative), and how many have no entry."""

    complete: int
    total: int
    not_recorded: int
    gained: int
    since: datetime.date

    def __str__(self) -> str:
        day = f"{self.since.day} {self.since:%B %Y}"
        if self.gained == 0:
            change = f"as many as on {day}"
        else:
            change = f"{abs(self.gained)} {'more' if self.gained > 0 else 'fewer'} than on {day}"
        return f"Recorded as complete: {self.complete}, {change}{silence(self.not_recorded, self.total)}."


def silence(not_recorded: int, total: int) -> str:
    """Return the end of a sentence about commitments without an entry; empty if each has one."""
    return f"; nothing is recorded for {not_recorded} of {total}" if not_recorded else ""


def standing(entries: Iterable[E]) -> list[E]:
    """Return the entries that no other one corrects, in their order."""
    entries = list(entries)
    corrected = {entry.corrects_id for entry in entries if entry.corrects_id is not None}
    return [entry for entry in entries if entry.pk not in corrected] if corrected else entries


def entry_on(entries: Iterable[E], day: datetime.date) -> E | None:
    """Return the entry that holds on the day, or None before the first. Of two on one day the later made one holds."""
    return _newest(standing(entries), day)


def _newest(entries: Iterable[E], day: datetime.date) -> E | None:
    newest = None
    for entry in entries:
        if entry.date <= day and (newest is None or entry.date >= newest.date):
            newest = entry
    return newest


def status_on(entries: Iterable[Dated], day: datetime.date) -> ProgressStatus | None:
    """Return the status on the day, or None before the first entry."""
    entry = entry_on(entries, day)
    return ProgressStatus(entry.status) if entry else None


def totals(ledgers: Iterable[Ledger], day: datetime.date) -> Totals:
    """Return how many commitments were in each status on the day."""
    counts: dict[str, int] = dict.fromkeys(ProgressStatus, 0)
    not_recorded = 0
    for ledger in ledgers:
        if entry := _newest(ledger.standing, day):
            counts[entry.status] += 1
        else:
            not_recorded += 1
    return Totals(counts, not_recorded)


def totals_by_stream_and_kind(ledgers: Iterable[Ledger], day: datetime.date) -> dict[tuple[Hashable, str], Totals]:
    """Return the totals of each stream and kind that has commitments, in the order in which they come."""
    groups: dict[tuple[Hashable, str], list[Ledger]] = defaultdict(list)
    for ledger in ledgers:
        groups[ledger.stream, ledger.kind].append(ledger)
    return {key: totals(group, day) for key, group in groups.items()}


def series(ledgers: Sequence[Ledger], days: Iterable[datetime.date]) -> list[tuple[datetime.date, Totals]]:
    """Return the totals on each of the days, in their order."""
    return [(day, totals(ledgers, day)) for day in days]


def as_known(ledgers: Iterable[Ledger]) -> dict[datetime.date, PartialDate]:
    """Return each day of `changes` as it is known. An entry of May 2017 holds from 1 May on, but doesn't name that day."""
    found: dict[datetime.date, PartialDate] = {}
    for entry in (entry for ledger in ledgers for entry in ledger.standing):
        known = PartialDate(entry.date, entry.date_precision)
        # Where one entry names the day and another its month only, the day is named.
        if entry.date not in found or not known.is_vague:
            found[entry.date] = known
    return found


def changes(ledgers: Iterable[Ledger]) -> list[datetime.date]:
    """Return the days on which some entry begins to hold, earliest first: the days that a series is worth asking for."""
    return sorted({entry.date for ledger in ledgers for entry in ledger.standing})


def compare(ledgers: Sequence[Ledger], day: datetime.date, since: datetime.date) -> Comparison:
    """Return how many were recorded as complete by the day, and how many more than by the earlier one."""
    now = totals(ledgers, day)
    gained = now.complete - totals(ledgers, since).complete
    return Comparison(now.complete, now.total, now.not_recorded, gained, since)
