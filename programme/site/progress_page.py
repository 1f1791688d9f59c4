"""The page about progress: one question (which commitments, as at which day) and all that answers it.

The table, the figures, the chart and the downloads are made from the same `Answer`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page as NumberedPage
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from wagtail.models import Page

from cms.delivery.viewer import visibility_of
from cms.templatetags.hub import announce_links
from cms.visibility.objects import compiled, read_together
from cms.visibility.rule import Visibility
from programme.choices import NOT_RECORDED, STATUSES_OR_NONE, CommitmentKind, ProgressStatus
from programme.models import SubjectArea, Theme
from programme.progress import Ledger, Totals, as_known, changes, totals

from . import chart, lists, progress, record, stated, words
from .as_at import AsAt
from .filters import Choice, Filters, Option

# So many commitments stand on a page of the table.
PER_PAGE = 100
STATUS = "status"


@dataclass(frozen=True)
class Answer:
    """What an address asks for: the day, the filters, and the commitments that fit, each with its status on the day.

    `fitting` is how many fit with whatever status; `record_until` is the end of an archive in ISO 8601, else empty.
    """

    as_at: AsAt
    filters: Filters
    table: list[progress.Row]
    fitting: int
    record_until: str = ""

    @cached_property
    def ledgers(self) -> list[Ledger]:
        return [row.ledger for row in self.table]

    @cached_property
    def counted(self) -> Totals:
        return totals(self.ledgers, self.as_at.day)


def ask(request) -> Answer:
    """Return the answer to the request's address. Two queries; what can be chosen is read once a period."""
    visibility, as_at = visibility_of(request), AsAt.of(request)
    filters = Filters.of(request, choices(visibility), as_at.beside)
    table = progress.rows(visibility, lists.commitments_of_streams(visibility, *filters.conditions), as_at.day)
    wanted = filters.chosen.get(STATUS)
    ended = record.ended(visibility)
    fitting = [row for row in table if wanted in (None, row.status.name)]
    return Answer(as_at, filters, fitting, len(table), ended.iso if ended else "")


def choices(visibility: Visibility) -> tuple[Choice, ...]:
    """Return what commitments can be filtered by."""
    return visibility.fact(("progress filters", visibility.site_key), lambda: _read_choices(visibility))


def _read_choices(visibility: Visibility) -> tuple[Choice, ...]:
    streams, themes, areas = (
        tuple(Option(thing.slug, str(thing)) for thing in things)
        for things in read_together(
            lists.work_streams(visibility), _all(visibility, Theme), _all(visibility, SubjectArea)
        )
    )
    found = (
        Choice("stream", "Work stream", "All work streams", streams, "work_stream__slug"),
        Choice(
            "kind",
            "Kind",
            "Recommendations and actions",
            tuple(Option(kind.value, progress.PLURALS[kind].capitalize()) for kind in CommitmentKind),
            "kind",
        ),
        Choice("theme", "Theme", "All themes", themes, "theme__slug"),
        Choice("area", "Subject area", "All subject areas", areas, "areas__slug"),
    )
    # The status is that of the day asked for, so the database is not asked for it.
    statuses = Choice(STATUS, "Status", "Every status", tuple(Option(*one) for one in STATUSES_OR_NONE.items()))
    return (*(choice for choice in found if choice.options), statuses)


@compiled
def _all(visibility: Visibility, model: Any) -> QuerySet:
    return visibility.filter(model.objects.all())


def page(page: Page, request) -> dict:
    """Return what the page shows."""
    answer = ask(request)
    numbered = lists.numbered(answer.table, request, PER_PAGE)
    announce_links(request, [row.page.text for row in numbered])
    ledgers = answer.ledgers
    began = min(changes(ledgers), default=None)
    ended = record.ended(visibility_of(request))
    # An archive says nothing of today, so its chart ends where the archive does.
    shown_until = min(answer.as_at.day, ended.last_day) if ended else answer.as_at.day
    return {
        "record": ended,
        "answer": answer,
        "as_at": answer.as_at,
        "filters": answer.filters,
        "day": ended.day if ended and answer.as_at.is_today else words.day(answer.as_at.day),
        "sentences": sentences(answer),
        "known": progress.known(ledgers, answer.as_at.day),
        "counts": progress.counts(answer.counted),
        # All that have one status would be a bar of that alone.
        "bars": chart.bar(answer.counted) if STATUS not in answer.filters.chosen else None,
        "chart": chart.over_time(ledgers, shown_until),
        "began": str(as_known(ledgers)[began]) if began and began > answer.as_at.day else "",
        "stated": stated.comparisons(visibility_of(request)),
        "numbered": numbered,
        "groups": grouped(numbered, answer),
        # A reader who filtered or turned a page is looking for rows.
        "shows_rows": bool(answer.filters.active) or numbered.number > 1,
    }


def sentences(answer: Answer) -> Sequence[str]:
    """Return how many have which status; where one is chosen, how many of all have that."""
    wanted = answer.filters.chosen.get(STATUS)
    if wanted is None or not answer.table:
        return progress.sentences(answer.ledgers, answer.as_at.day)
    number, things = len(answer.table), f"{answer.fitting} recommendations and actions"
    if wanted == NOT_RECORDED:
        return [f"Nothing is recorded for {number} of {things}."]
    said = progress.IN_WORDS[ProgressStatus(wanted)]
    return [f"{number} of {things} {'is' if number == 1 else 'are'} recorded as {said}."]


@dataclass(frozen=True)
class StreamRows:
    """The rows of one work stream on this page of the list, by kind, and in a few words how far all of its rows are."""

    stream: Page
    fact: SafeString
    kinds: list[tuple[str, list[progress.Row]]]


def grouped(numbered: NumberedPage, answer: Answer) -> list[StreamRows]:
    """Return the rows by work stream and kind, in their order."""
    by_stream, ledgers = defaultdict(list), defaultdict(list)
    for row in numbered:
        by_stream[row.page.work_stream].append(row)
    for row in answer.table:
        ledgers[row.page.work_stream_id].append(row.ledger)
    return [
        StreamRows(
            stream,
            progress.fact(totals(ledgers[stream.pk], answer.as_at.day), stream.slug),
            progress.by_kind(rows),
        )
        for stream, rows in by_stream.items()
    ]
