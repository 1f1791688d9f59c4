"""The page about progress: a selection of commitments, as at a day, in all its forms.

Table, figures, chart and downloads are all made from the same `ProgressSelection`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page as NumberedPage
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import Page

from cms.base.local_texts import hub_text, worded_label
from cms.base.own_words import worded
from cms.base.partial_dates import PartialDate
from cms.pages import contexts
from cms.pages.viewer import visibility_of
from cms.templatetags.hub import announce_links
from cms.visibility.rule import Visibility
from programme.choices import COMMITMENT_KINDS, NOT_RECORDED, STATUSES, statuses_or_none
from programme.models import ProgressPage, SubjectArea, Theme
from programme.progress import Ledger, Totals, as_known, changes, totals

from . import chart, lists, progress, record, stated
from .as_at import AsAt
from .filters import Choice, Filters, Option, options, stream_options

# Commitments on one page of the table.
PER_PAGE = 100
STATUS = "status"


@dataclass(frozen=True)
class ProgressSelection:
    """The day, the filters and the matching commitments of an address, each with its status on the day.

    `fitting` is the number that match with any status; `record_until` is the end of an archive in ISO 8601, otherwise
    empty.
    """

    as_at: AsAt
    filters: Filters
    table: list[progress.CommitmentRow]
    fitting: int
    record_until: str = ""

    @cached_property
    def ledgers(self) -> list[Ledger]:
        return [row.ledger for row in self.table]

    @cached_property
    def counted(self) -> Totals:
        return totals(self.ledgers, self.as_at.day)


def ask(request) -> ProgressSelection:
    """Return the selection for the request's address. Five queries; the filters are read once per period."""
    visibility, as_at = visibility_of(request), AsAt.of(request)
    filters = Filters.of(request, choices(visibility), as_at.beside)
    table = progress.rows(visibility, lists.commitments_of_streams(visibility, *filters.conditions), as_at.day)
    wanted = filters.chosen.get(STATUS)
    ended = record.ended(visibility)
    fitting = [row for row in table if wanted in (None, row.status.name)]
    return ProgressSelection(as_at, filters, fitting, len(table), ended.iso if ended else "")


def choices(visibility: Visibility) -> tuple[Choice, ...]:
    """Return the filters of commitments."""
    key = ("progress filters", visibility.site_key, get_language())
    return visibility.fact(key, lambda: _read_choices(visibility))


def _read_choices(visibility: Visibility) -> tuple[Choice, ...]:
    themes, areas = (
        options((term.slug, term.text_in("name", get_language())) for term in visibility.filter(model.objects.all()))
        for model in (Theme, SubjectArea)
    )
    found = (
        Choice(
            "stream",
            worded_label("Work stream"),
            worded_label("All work streams"),
            stream_options(visibility),
            "work_stream__slug",
        ),
        Choice(
            "kind",
            "Kind",
            worded_label("All kinds" if COMMITMENT_KINDS.is_own else "Recommendations and actions"),
            tuple(Option(kind, hub_text(COMMITMENT_KINDS.plural(kind))) for kind in COMMITMENT_KINDS.values),
            "kind",
        ),
        Choice("theme", "Theme", "All themes", themes, "theme__slug"),
        Choice("area", "Subject area", "All subject areas", areas, "areas__slug"),
    )
    # The status depends on the day, so it isn't filtered in the database.
    statuses = Choice(
        STATUS,
        "Status",
        "Every status",
        tuple(Option(value, hub_text(label)) for value, label in statuses_or_none().items()),
    )
    return (*(choice for choice in found if choice.options), statuses)


@contexts.shown.of(ProgressPage)
def page(page: Page, request) -> dict:
    """Return the context of the page."""
    answer = ask(request)
    numbered = lists.numbered(answer.table, request, PER_PAGE)
    announce_links(request, [row.page.text for row in numbered])
    ledgers = answer.ledgers
    began = min(changes(ledgers), default=None)
    ended = record.ended(visibility_of(request))
    # The chart of an archive ends where the archive does.
    shown_until = min(answer.as_at.day, ended.last_day) if ended else answer.as_at.day
    return {
        "record": ended,
        "answer": answer,
        "as_at": answer.as_at,
        "filters": answer.filters,
        "day": ended.until if ended and answer.as_at.is_today else PartialDate(answer.as_at.day),
        "sentences": sentences(answer),
        "known": progress.known(ledgers, answer.as_at.day),
        "counts": progress.counts(answer.counted),
        # With a status filter, the bar would have just that status.
        "bars": chart.bar(answer.counted) if STATUS not in answer.filters.chosen else None,
        "chart": chart.over_time(ledgers, shown_until),
        "began": as_known(ledgers)[began] if began and began > answer.as_at.day else None,
        "stated": stated.comparisons(visibility_of(request)),
        "numbered": numbered,
        "groups": grouped(numbered, answer),
        # A reader who has filtered or gone to another page is looking for rows.
        "shows_rows": bool(answer.filters.active) or numbered.number > 1,
    }


def sentences(answer: ProgressSelection) -> Sequence[str]:
    """Return the number with each status or, if one is chosen, the number with that status and the total."""
    wanted = answer.filters.chosen.get(STATUS)
    if wanted is None or not answer.table:
        return progress.sentences(answer.ledgers, answer.as_at.day)
    things = "%(number)s commitments" if COMMITMENT_KINDS.is_own else "%(number)s recommendations and actions"
    number, things = len(answer.table), worded(things, number=answer.fitting)
    if wanted == NOT_RECORDED:
        return [f"Nothing is recorded for {number} of {things}."]
    return [f"{number} of {things} {'is' if number == 1 else 'are'} recorded as {STATUSES(wanted).in_words}."]


@dataclass(frozen=True)
class StreamRows:
    """The rows of one work stream on this page of the list, by kind, and a brief summary of all its rows."""

    stream: Page
    fact: SafeString
    kinds: list[tuple[str, list[progress.CommitmentRow]]]


def grouped(numbered: NumberedPage, answer: ProgressSelection) -> list[StreamRows]:
    """Return the rows by work stream and kind, in order."""
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
