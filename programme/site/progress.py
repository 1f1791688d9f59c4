"""Commitments with their status on a day, for tables and sentences: two queries for any number of commitments."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_noop as _
from wagtail.models import Page

from cms.base.choices import StatusCategory
from cms.base.local_texts import hub_text
from cms.models import HubDocument
from cms.templatetags.languages import in_english
from cms.visibility.rule import Visibility
from cms.vocabularies.entry import VocabularyEntry
from programme.choices import COMMITMENT_KINDS, NO_UPDATE, NOT_RECORDED, STATUSES, TextStatus
from programme.models import CommitmentPage, ProgressEntry
from programme.progress import Ledger, Totals, as_known, entry_on, totals, totals_by_stream_and_kind
from programme.progress import LedgerEntry as Dated

# Of charts and sentences: what is done first, then what is on its way, the furthest first.
BY_CATEGORY = (StatusCategory.DONE, StatusCategory.OPEN, StatusCategory.CHANGED, StatusCategory.STOPPED)


def most_advanced_first() -> list[VocabularyEntry]:
    """Return the programme's statuses from the most advanced to those that nothing comes of."""
    found = {category: [one for one in STATUSES if one.category == category] for category in BY_CATEGORY}
    found[StatusCategory.OPEN].reverse()
    return [one for entries in found.values() for one in entries]


@dataclass(frozen=True)
class Status:
    """The status of a commitment and the entry that gives it; neither before the first entry."""

    value: VocabularyEntry | None
    entry: ProgressEntry | None = None

    @property
    def name(self) -> str:
        """The value in addresses, files and templates (`data-status`)."""
        return self.value.key if self.value else NOT_RECORDED

    @property
    def label(self) -> str:
        return self.value.label if self.value else NO_UPDATE

    @property
    def tag(self) -> str:
        """The design system's name of its colour; none, with an outline, if nothing is recorded.

        Colour is an addition; the words give the same information.
        """
        return self.value.colour if self.value else ""

    @property
    def fill(self) -> str:
        """The name of its pattern in charts: that of a default, or else of its own colour and pattern."""
        if self.value is None or STATUSES.default_entries.get(self.value.key) == self.value:
            return self.name
        return f"{self.value.colour}-{self.value.pattern}"


@dataclass(frozen=True)
class Evidence:
    """The evidence for an entry, as far as it is public."""

    page: Page | None = None
    document: HubDocument | None = None
    link: str = ""

    @property
    def is_given(self) -> bool:
        return bool(self.page or self.document or self.link)


@dataclass(frozen=True)
class CommitmentRow:
    """A commitment as a row of a table."""

    page: CommitmentPage
    status: Status
    ledger: Ledger
    evidence: Evidence = Evidence()
    source: Page | None = None  # the publication that contains the wording, if it is public

    @property
    def is_bare(self) -> bool:
        """Whether it has neither wording nor an entry."""
        return self.wording_missing and self.status.entry is None

    @property
    def wording_missing(self) -> bool:
        return self.page.text_status == TextStatus.NOT_HELD or not self.page.text

    @property
    def wording_incomplete(self) -> bool:
        return self.page.text_status == TextStatus.PARTLY_HELD


def status(entries: Sequence[ProgressEntry], day: datetime.date) -> Status:
    """Return the status on the day."""
    entry = entry_on(entries, day)
    return Status(STATUSES(entry.status), entry) if entry else Status(None)


def rows(visibility: Visibility, commitments: Iterable[CommitmentPage], day: datetime.date) -> list[CommitmentRow]:
    """Return public commitments, which were read with their sources, as rows in the same order. One query."""
    pages = list(commitments)
    entries = defaultdict(list)
    for entry in _entries([page.pk for page in pages]):
        entries[entry.page_id].append(entry)
    table = []
    for page in pages:
        now = status(entries[page.pk], day)
        ledger = Ledger(page.work_stream_id, page.kind, entries[page.pk])
        found = evidence(now.entry, visibility) if now.entry else Evidence()
        source = page.source if page.source_id and visibility.can_see(page.source) else None
        table.append(CommitmentRow(page, now, ledger, found, source))
    return table


def _entries(pages: list[int]) -> QuerySet[ProgressEntry]:
    """Return the entries of public commitments, with all evidence, public or not."""
    found = ProgressEntry.objects.filter(page__in=pages).order_by("date", "sort_order")
    return found.select_related("evidence_page", "evidence_document")


def ledgers(visibility: Visibility) -> list[Ledger]:
    """Return the ledgers of all public commitments, for figures: two queries, without texts."""
    found = list(kinds(visibility))
    entries = defaultdict(list)
    for page, date, precision, value in _dated([pk for pk, *_stream_and_kind in found]):
        entries[page].append(Dated(date, value, date_precision=precision))
    return [Ledger(stream, kind, entries[pk]) for pk, stream, kind in found]


def kinds(visibility: Visibility) -> QuerySet:
    """Return the key, the work stream's key and the kind of every public commitment."""
    return visibility.filter(CommitmentPage.objects.order_by()).values_list("pk", "work_stream_id", "kind")


def _dated(pages: list[int]) -> QuerySet:
    counting = ProgressEntry.objects.filter(page__in=pages, corrected_on=None)
    return counting.order_by("date", "sort_order").values_list("page_id", "date", "date_precision", "status")


def evidence(entry: ProgressEntry, visibility: Visibility) -> Evidence:
    """Return the public evidence for the entry."""
    page, document = entry.evidence_page, entry.evidence_document
    return Evidence(
        page if page and visibility.can_see(page) else None,
        document if document and visibility.can_see(document) else None,
        entry.evidence_link,
    )


def counts(counted: Totals) -> list[tuple[Status, int]]:
    """Return the number with each status, most advanced first and those without one last, as in charts and legends."""
    return [
        *((Status(value), counted.counts.get(value.key, 0)) for value in most_advanced_first()),
        (Status(None), counted.not_recorded),
    ]


def by_kind(table: Iterable[CommitmentRow]) -> list[tuple[str, list[CommitmentRow]]]:
    """Return the rows by the name of their kind, leaving out empty kinds."""
    groups = defaultdict(list)
    for row in table:
        groups[row.page.kind].append(row)
    return [(COMMITMENT_KINDS.plural(kind), groups[kind]) for kind in in_order(groups)]


def in_order(kinds: Iterable[str]) -> list[str]:
    """Return the kinds of commitments in the programme's order; last those that it doesn't have, as in old versions."""
    there = set(kinds)
    return [kind for kind in COMMITMENT_KINDS.values if kind in there] + sorted(there - {*COMMITMENT_KINDS.values})


@dataclass(frozen=True)
class Unworded:
    """Commitments without wording or an entry here, whose wording is in the same publication."""

    rows: list[CommitmentRow]

    @property
    def source(self) -> Page | None:
        """The publication that contains the wording."""
        return self.rows[0].source

    @property
    def source_page(self) -> str:
        """Where in the publication."""
        return self.rows[0].page.source_page

    @property
    def accepted(self) -> CommitmentPage | None:
        """One of the rows if all were accepted on the same day."""
        first = self.rows[0].page
        same = first.accepted_on and all(row.page.accepted_on == first.accepted_on for row in self.rows)
        return first if same else None


def unworded(table: Iterable[CommitmentRow]) -> list[Unworded]:
    """Return the bare rows, grouped by kind and source."""
    groups = defaultdict(list)
    for row in table:
        if row.is_bare:
            groups[row.page.kind, row.source and row.source.pk, row.page.source_page].append(row)
    return [Unworded(rows) for rows in groups.values()]


def sentence(counted: Totals, kind: str) -> SafeString:
    """Return “Recorded so far for recommendations: 1 complete, 5 in progress; nothing is recorded for 6 of 12.”

    Its numbers are marked up with their statuses. Nothing is concluded from missing entries.
    """
    if not counted.total:
        return SafeString()
    name = COMMITMENT_KINDS.plural(kind).lower() if counted.total != 1 else COMMITMENT_KINDS(kind).label.lower()
    said = _recorded(counted)
    if not said:
        whole = f"any of {counted.total} {name}" if counted.total > 1 else f"1 {name}"
        text = format_html("Nothing has been recorded so far for {}.", _silent(counted.total, whole))
    elif counted.not_recorded:
        rest = _silent(counted.not_recorded, f"{counted.not_recorded} of {counted.total}")
        text = format_html("Recorded so far for {}: {}; nothing is recorded for {}.", name, said, rest)
    else:
        text = format_html("Recorded so far for {} {}: {}.", counted.total, name, said)
    return format_html('<span data-sums data-kind="{}"{}>{}</span>', kind, in_english(), text)


def fact(counted: Totals, stream: str) -> SafeString:
    """Return the same in brief, for a list of streams; `stream` is the stream's slug."""
    said = _recorded(counted)
    if not said:
        text = _silent(counted.total, NO_UPDATE)
    elif counted.not_recorded:
        rest = _silent(counted.not_recorded, f"{counted.not_recorded} of {counted.total}")
        text = format_html("Recorded so far: {}; nothing for {}", said, rest)
    else:
        text = format_html("Recorded so far: {}", said)
    return format_html('<span data-sums data-stream="{}"{}>{}</span>', stream, in_english(), text)


def _recorded(counted: Totals) -> SafeString:
    """Return the number with each status, marked up: “1 complete, 5 in progress”."""
    numbers = [(status.value, number) for status, number in counts(counted) if status.value and number]
    marked = ((value.key, number, number, value.in_words) for value, number in numbers)
    return format_html_join(", ", '<span data-status="{}" data-number="{}">{} {}</span>', marked)


def _silent(number: int, text: str) -> SafeString:
    return format_html('<span data-status="{}" data-number="{}">{}</span>', NOT_RECORDED, number, text)


def sentences(ledgers: Sequence[Ledger], day: datetime.date) -> list[SafeString]:
    """Return one sentence for each kind that has commitments."""
    by_kind = defaultdict(list)
    for ledger in ledgers:
        by_kind[ledger.kind].append(ledger)
    return [sentence(totals(by_kind[kind], day), kind) for kind in in_order(by_kind)]


def known(ledgers: Sequence[Ledger], day: datetime.date) -> str:
    """Return the date of the latest entry as of the day; "" if nothing is recorded yet."""
    dates = {date: known for date, known in as_known(ledgers).items() if date <= day}
    return hub_text(_("The latest entry is dated %(day)s."), day=dates[max(dates)]) if dates else ""


@dataclass(frozen=True)
class StreamTotals:
    """The number of commitments of one stream and kind by status."""

    stream: object
    kind: str
    counted: Totals

    @property
    def cells(self) -> list[tuple[Status, int]]:
        """The number with each status, as the table's columns."""
        return counts(self.counted)

    @property
    def caption(self) -> str:
        """The kind in the plural, such as “Actions”."""
        return COMMITMENT_KINDS.plural(self.kind)


def table_by_stream(ledgers: Sequence[Ledger], streams: Iterable, day: datetime.date) -> list[StreamTotals]:
    """Return the totals of each stream and kind that has commitments, in the order of the streams."""
    counted = totals_by_stream_and_kind(ledgers, day)
    kinds = in_order(kind for _, kind in counted)
    return [
        StreamTotals(stream, kind, counted[stream.pk, kind])
        for stream in streams
        for kind in kinds
        if (stream.pk, kind) in counted
    ]
