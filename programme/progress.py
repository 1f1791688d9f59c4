"""Progress of the programme: pure functions over ledgers of entries.

A commitment stores no status. Its status on a day is that of the newest entry dated on or before the day; before its
first entry it has none, from which nothing is concluded. So a later entry never changes an earlier status. A corrected
entry doesn't count on any day: the correction counts instead, from its own date.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, TypeVar

from cms.base.choices import DatePrecision, StatusCategory
from cms.base.partial_dates import PartialDate

from .choices import STATUSES


class Dated(Protocol):
    """The attributes of an entry that these functions need."""

    date: datetime.date
    date_precision: str
    status: str
    # The entry's own key, and that of the entry which it corrects.
    pk: Hashable
    corrects_id: Hashable | None


E = TypeVar("E", bound=Dated)


@dataclass(frozen=True)
class LedgerEntry:
    """A status and the day from which it applies; it may correct another entry."""

    date: datetime.date
    status: str
    pk: Hashable = None
    corrects_id: Hashable | None = None
    date_precision: str = DatePrecision.DAY


@dataclass(frozen=True)
class Ledger:
    """A commitment reduced to its stream, its kind and its entries in the order they were made."""

    stream: Hashable
    kind: str
    entries: Sequence[Dated] = ()

    @cached_property
    def standing(self) -> Sequence[Dated]:
        """The entries that count, computed once for any number of days."""
        return standing(self.entries)


@dataclass(frozen=True)
class Totals:
    """The number of commitments with each status, including zeros. `not_recorded` counts those without one."""

    counts: dict[str, int] = field(default_factory=dict)
    not_recorded: int = 0

    @property
    def total(self) -> int:
        return sum(self.counts.values()) + self.not_recorded

    @property
    def complete(self) -> int:
        """The number with a status that means “done”, whichever the programme calls so."""
        return sum(number for key, number in self.counts.items() if STATUSES(key).category == StatusCategory.DONE)


@dataclass(frozen=True)
class Comparison:
    """The number recorded as complete, the change since an earlier day (may be negative), and the number without an
    entry."""

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
    """Return the end of a sentence about commitments without an entry; empty if there are none."""
    return f"; nothing is recorded for {not_recorded} of {total}" if not_recorded else ""


def standing(entries: Iterable[E]) -> list[E]:
    """Return the entries that aren't corrected, in order."""
    entries = list(entries)
    corrected = {entry.corrects_id for entry in entries if entry.corrects_id is not None}
    return [entry for entry in entries if entry.pk not in corrected] if corrected else entries


def entry_on(entries: Iterable[E], day: datetime.date) -> E | None:
    """Return the entry that applies on the day, or None before the first. Of two on one day, the one made later
    applies."""
    return _newest(standing(entries), day)


def _newest(entries: Iterable[E], day: datetime.date) -> E | None:
    newest = None
    for entry in entries:
        if entry.date <= day and (newest is None or entry.date >= newest.date):
            newest = entry
    return newest


def status_on(entries: Iterable[Dated], day: datetime.date) -> str | None:
    """Return the key of the status on the day, or None before the first entry."""
    entry = entry_on(entries, day)
    return entry.status if entry else None


def totals(ledgers: Iterable[Ledger], day: datetime.date) -> Totals:
    """Return the totals on the day."""
    counts: dict[str, int] = dict.fromkeys(STATUSES.values, 0)
    not_recorded = 0
    for ledger in ledgers:
        if entry := _newest(ledger.standing, day):
            counts[entry.status] = counts.get(entry.status, 0) + 1
        else:
            not_recorded += 1
    return Totals(counts, not_recorded)


def totals_by_stream_and_kind(ledgers: Iterable[Ledger], day: datetime.date) -> dict[tuple[Hashable, str], Totals]:
    """Return the totals of each stream and kind that has commitments, in order of appearance."""
    groups: dict[tuple[Hashable, str], list[Ledger]] = defaultdict(list)
    for ledger in ledgers:
        groups[ledger.stream, ledger.kind].append(ledger)
    return {key: totals(group, day) for key, group in groups.items()}


def series(ledgers: Sequence[Ledger], days: Iterable[datetime.date]) -> list[tuple[datetime.date, Totals]]:
    """Return the totals on each of the days, in order."""
    return [(day, totals(ledgers, day)) for day in days]


def as_known(ledgers: Iterable[Ledger]) -> dict[datetime.date, PartialDate]:
    """Return each day of `changes` with its precision. An entry of May 2017 applies from 1 May, but doesn't name that
    day."""
    found: dict[datetime.date, PartialDate] = {}
    for entry in (entry for ledger in ledgers for entry in ledger.standing):
        known = PartialDate(entry.date, entry.date_precision)
        # If one entry names the day and another only its month, the day is named.
        if entry.date not in found or not known.is_vague:
            found[entry.date] = known
    return found


def changes(ledgers: Iterable[Ledger]) -> list[datetime.date]:
    """Return the days from which an entry applies, earliest first: the days of a series."""
    return sorted({entry.date for ledger in ledgers for entry in ledger.standing})


def compare(ledgers: Sequence[Ledger], day: datetime.date, since: datetime.date) -> Comparison:
    """Return the number recorded as complete on the day, and the change since the earlier day."""
    now = totals(ledgers, day)
    gained = now.complete - totals(ledgers, since).complete
    return Comparison(now.complete, now.total, now.not_recorded, gained, since)
