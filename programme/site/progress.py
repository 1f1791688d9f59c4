"""Commitments with their status on a day, for tables and sentences: two queries for any number of them."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from wagtail.models import Page

from cms.graphql.objects import compiled
from cms.graphql.visibility import Visibility
from cms.models import HubDocument
from programme.choices import CommitmentKind, ProgressStatus, TextStatus
from programme.models import CommitmentPage, ProgressEntry
from programme.progress import Entry as Dated
from programme.progress import Ledger, Totals, entry_on, status_on, totals, totals_by_stream_and_kind

from . import words

PLURALS = {CommitmentKind.RECOMMENDATION: "recommendations", CommitmentKind.ACTION: "actions"}
# Colour helps those who see it; the words say the same to everybody.
TAGS = {
    ProgressStatus.NOT_STARTED: "grey",
    ProgressStatus.IN_PROGRESS: "blue",
    ProgressStatus.COMPLETE: "green",
    ProgressStatus.CHANGED: "purple",
    ProgressStatus.STOPPED: "red",
}
IN_WORDS = {
    ProgressStatus.COMPLETE: "complete",
    ProgressStatus.IN_PROGRESS: "in progress",
    ProgressStatus.NOT_STARTED: "not started",
    ProgressStatus.CHANGED: "changed",
    ProgressStatus.STOPPED: "stopped",
}


@dataclass(frozen=True)
class Status:
    """How far a commitment is, and the entry that says so; no entry before the first."""

    value: ProgressStatus
    entry: ProgressEntry | None

    @property
    def label(self) -> str:
        return self.value.label

    @property
    def tag(self) -> str:
        return TAGS[self.value]


@dataclass(frozen=True)
class Evidence:
    """Where an entry can be checked, as far as that is public."""

    page: Page | None = None
    document: HubDocument | None = None
    link: str = ""

    @property
    def is_given(self) -> bool:
        return bool(self.page or self.document or self.link)


@dataclass(frozen=True)
class Row:
    """A commitment as a line of a table."""

    page: CommitmentPage
    status: Status
    ledger: Ledger
    evidence: Evidence = Evidence()

    @property
    def wording_missing(self) -> bool:
        return self.page.text_status == TextStatus.NOT_HELD or not self.page.text

    @property
    def wording_incomplete(self) -> bool:
        return self.page.text_status == TextStatus.PARTLY_HELD


def status(entries: Sequence[ProgressEntry], day: datetime.date) -> Status:
    """Return the status on the day."""
    return Status(status_on(entries, day), entry_on(entries, day))


def rows(visibility: Visibility, commitments: Iterable[CommitmentPage], day: datetime.date) -> list[Row]:
    """Return commitments that are public as rows, in their order. One query."""
    pages = list(commitments)
    entries = defaultdict(list)
    for entry in _entries(visibility, pages=[page.pk for page in pages]):
        entries[entry.page_id].append(entry)
    table = []
    for page in pages:
        now = status(entries[page.pk], day)
        ledger = Ledger(page.work_stream_id, page.kind, entries[page.pk])
        table.append(Row(page, now, ledger, evidence(now.entry, visibility) if now.entry else Evidence()))
    return table


@compiled
def _entries(visibility: Visibility, pages: list[int]) -> QuerySet[ProgressEntry]:
    """Return the entries of public commitments, with the evidence as it is, public or not."""
    found = ProgressEntry.objects.filter(page__among=pages).order_by("date", "sort_order")
    return found.select_related("evidence_page", "evidence_document")


def ledgers(visibility: Visibility) -> list[Ledger]:
    """Return the ledgers of all public commitments, for figures: two queries, and no texts."""
    found = kinds(visibility)[:]
    entries = defaultdict(list)
    for page, date, value in _dated(visibility, pages=[pk for pk, _, _ in found]):
        entries[page].append(Dated(date, value))
    return [Ledger(stream, kind, entries[pk]) for pk, stream, kind in found]


@compiled
def kinds(visibility: Visibility) -> QuerySet:
    """Return the key, the work stream's key and the kind of every public commitment."""
    return visibility.filter(CommitmentPage.objects.order_by()).values_list("pk", "work_stream_id", "kind")


@compiled
def _dated(visibility: Visibility, pages: list[int]) -> QuerySet:
    counting = ProgressEntry.objects.filter(page__among=pages, corrected_on=None)
    return counting.order_by("date", "sort_order").values_list("page_id", "date", "status")


def evidence(entry: ProgressEntry, visibility: Visibility) -> Evidence:
    """Return where the entry can be checked."""
    page, document = entry.evidence_page, entry.evidence_document
    return Evidence(
        page if page and visibility.can_see(page) else None,
        document if document and visibility.can_see(document) else None,
        entry.evidence_link,
    )


def counts(counted: Totals) -> list[tuple[Status, int]]:
    """Return how many are in each status, the furthest first, as charts and their legends show them."""
    return [(Status(value, None), counted.counts[value]) for value in IN_WORDS]


def by_kind(table: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Return the rows under the name of their kind, without a kind that has none."""
    groups = defaultdict(list)
    for row in table:
        groups[row.page.kind].append(row)
    return [(PLURALS[kind].capitalize(), groups[kind]) for kind in PLURALS if groups[kind]]


def sentence(counted: Totals, kind: str) -> str:
    """Return “2 of 12 recommendations are complete; 3 are in progress and 7 not started.”"""
    if not counted.total:
        return ""
    name = PLURALS[kind] if counted.total != 1 else CommitmentKind(kind).label.lower()
    verb = "is" if counted.complete == 1 else "are"
    first = f"{counted.complete if counted.complete else 'None'} of {counted.total} {name} {verb} complete"
    others = [
        (counted.counts[value], IN_WORDS[value])
        for value in IN_WORDS
        if value != ProgressStatus.COMPLETE and counted.counts[value]
    ]
    if not others:
        return f"{first}."
    count, what = others[0]
    parts = [f"{count} {'is' if count == 1 else 'are'} {what}", *(f"{count} {what}" for count, what in others[1:])]
    return f"{first}; {words.listed(parts)}."


def sentences(ledgers: Sequence[Ledger], day: datetime.date) -> list[str]:
    """Return one sentence for each kind of which there is any."""
    by_kind = {kind: [ledger for ledger in ledgers if ledger.kind == kind] for kind in PLURALS}
    return [sentence(totals(found, day), kind) for kind, found in by_kind.items() if found]


def known(ledgers: Sequence[Ledger], day: datetime.date) -> str:
    """Return how new the record is on the day, and of how many it says nothing; "" where there is nothing to record.

    “Not started” is what counts before the first entry. Who reads the figures is told, for it may mean that nobody has said.
    """
    days = [max((entry.date for entry in ledger.standing if entry.date <= day), default=None) for ledger in ledgers]
    dated = [date for date in days if date]
    said = [f"The latest entry is dated {words.day(max(dated))}."] if dated else []
    if silent := len(days) - len(dated):
        of_them = "any of them" if not dated else "one of them" if silent == 1 else f"{silent} of them"
        counts = "which counts" if of_them == "one of them" else "which count"
        said.append(f"Nothing has been recorded yet for {of_them}, {counts} as not started.")
    return " ".join(said)


@dataclass(frozen=True)
class StreamTotals:
    """The commitments of one stream and kind, counted by status."""

    stream: object
    kind: str
    counted: Totals

    @property
    def cells(self) -> list[tuple[str, int]]:
        return [(value.label, self.counted.counts[value]) for value in IN_WORDS]


def table_by_stream(ledgers: Sequence[Ledger], streams: Iterable, day: datetime.date) -> list[StreamTotals]:
    """Return the totals of each of the streams and kinds that has commitments, in the order of the streams."""
    counted = totals_by_stream_and_kind(ledgers, day)
    return [
        StreamTotals(stream, PLURALS[kind].capitalize(), counted[stream.pk, kind])
        for stream in streams
        for kind in PLURALS
        if (stream.pk, kind) in counted
    ]
