"""What the ledgers of the database say, worked out without the product's own functions: a test compares both."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from programme.models import CommitmentPage, ProgressEntry

NOT_RECORDED = "not_recorded"


@dataclass(frozen=True)
class Promise:
    """A commitment and its entries."""

    key: int
    kind: str
    stream: str
    entries: tuple[ProgressEntry, ...]

    def entry_on(self, day: datetime.date) -> ProgressEntry | None:
        """Return the entry that holds on the day, or None."""
        corrected = {entry.corrects_id for entry in self.entries}
        held = [entry for entry in self.entries if entry.pk not in corrected and entry.date <= day]
        return max(held, key=lambda entry: (entry.date, entry.sort_order or 0), default=None)

    def status_on(self, day: datetime.date) -> str:
        """Return the status on the day; a word of our own where no entry says one."""
        entry = self.entry_on(day)
        return entry.status if entry else NOT_RECORDED


def read() -> dict[int, Promise]:
    """Return every public commitment by its key."""
    return {
        page.pk: Promise(page.pk, page.kind, page.work_stream.slug, tuple(page.progress_entries.all()))
        for page in CommitmentPage.objects.filter(live=True).select_related("work_stream")
    }


def sums(found: Iterable[Promise], day: datetime.date, *, kind: str = "", stream: str = "") -> Counter:
    """Return how many have each status on the day, without those that none has."""
    fitting = (one for one in found if kind in ("", one.kind) and stream in ("", one.stream))
    return Counter(one.status_on(day) for one in fitting)
