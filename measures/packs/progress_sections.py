"""The sections of a pack about commitments: progress, what is due, what is at risk, and what is being written."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from wagtail.permissions import page_permission_policy

from cms.base.choices import StatusCategory
from cms.base.own_words import worded
from cms.base.partial_dates import PartialDate
from cms.base.words import day as in_words
from programme.choices import COMMITMENT_KINDS, STATUSES
from programme.models import CommitmentPage
from programme.progress import totals
from programme.site import progress
from programme.site.progress import CommitmentRow

from .parts import PackContext, PackSection, bar, cell, counted, is_open, table

# How far ahead “due soon” looks.
SOON = datetime.timedelta(weeks=8)


def changed(context: PackContext) -> PackSection:
    """Progress: how many have each status, then and now, and what was recorded since."""
    rows = [row for row in context.commitments if row.page.pk in context.new_entries]
    entries = sum(len(found) for found in context.new_entries.values())
    said = (
        f"{counted(entries, 'entry', 'entries')} recorded {context.since_when}, "
        f"about {len(rows)} of {len(context.commitments)}."
        if entries
        else f"No progress has been recorded {context.since_when}."
    )
    return PackSection(
        worded("Progress of recommendations and actions"),
        [said],
        [
            *_totals(context),
            table(
                f"What was recorded {context.since_when}",
                [worded("Recommendation or action"), "Before", "Now", "What was said"],
                (
                    [
                        context.name_of(row),
                        cell(context.status_before(row).label),
                        cell(row.status.label),
                        cell("\n".join(map(_entry, context.new_entries[row.page.pk]))),
                    ]
                    for row in rows
                ),
            ),
        ],
    )


def _totals(context: PackContext) -> Iterator[dict[str, Any]]:
    """Yield a table for each kind of commitment: the number with each status, before and now."""
    by_kind = defaultdict(list)
    for row in context.commitments:
        by_kind[row.page.kind].append(row.ledger)
    for kind in progress.in_order(by_kind):
        now = totals(by_kind[kind], context.day)
        before = totals(by_kind[kind], context.since) if context.since else None
        earlier = [number for _, number in progress.counts(before)] if before else None
        lines = []
        for place, (status, number) in enumerate(progress.counts(now)):
            if number or (earlier and earlier[place]):
                then = [cell(str(earlier[place]))] if earlier else []
                lines.append([cell(status.label), *then, bar(number, now.total)])
        heads = ["Status", *([f"On {in_words(context.since)}"] if context.since else []), f"On {in_words(context.day)}"]
        yield table(f"{COMMITMENT_KINDS.plural(kind)} by status ({now.total})", heads, lines)


def _entry(entry: Any) -> str:
    status = STATUSES(entry.status).label
    return f"{PartialDate.of(entry, 'date')}, {status}" + (f": {entry.note}" if entry.note else "")


def due(context: PackContext) -> PackSection:
    """What is late on the day, and what is due in the weeks that follow."""
    dated = [(row.page.due_date, row) for row in context.commitments if row.page.due_date and is_open(row)]
    dated.sort(key=lambda one: one[0])
    late = [(day, row) for day, row in dated if day < context.day]
    soon = [(day, row) for day, row in dated if context.day <= day <= context.day + SOON]
    said = [] if late else ["Nothing that has a date is late."]
    said += [] if soon else [f"Nothing is due by {in_words(context.day + SOON)}."]
    return PackSection(
        "Due and late",
        said,
        [
            _due_table(context, f"Late on {in_words(context.day)}", late),
            _due_table(context, f"Due by {in_words(context.day + SOON)}", soon),
        ],
    )


def _due_table(context: PackContext, caption: str, rows: list[tuple[datetime.date, CommitmentRow]]) -> dict[str, Any]:
    heads = [worded("Recommendation or action"), "Due", "Status", "Responsible"]
    return table(
        caption,
        heads,
        (
            [
                context.name_of(row),
                cell(row.page.due or in_words(day)),
                cell(row.status.label),
                cell(_responsible(context, row) or "Not stated"),
            ]
            for day, row in rows
        ),
    )


def _responsible(context: PackContext, row: CommitmentRow) -> str:
    body = row.page.responsible_body
    return body.name if body and context.visibility.can_see(body) else ""


def risks(context: PackContext) -> PackSection:
    """Signs of risk: what was given up or replaced since, and what is under way without news."""
    ended = [
        row
        for row in context.commitments
        if row.status.value
        and row.status.value.category in (StatusCategory.STOPPED, StatusCategory.CHANGED)
        and row.page.pk in context.new_entries
    ]
    silent = [
        row
        for row in context.commitments
        if row.status.entry and is_open(row) and row.page.pk not in context.new_entries and context.since
    ]
    said = ["The hub has no list of risks. These are signs of them in the record of progress."]
    if not (ended or silent):
        said.append("There are none.")
    heads = [worded("Recommendation or action"), "Status", "Last recorded"]

    def lines(rows: list[CommitmentRow]) -> Iterator[list[dict[str, Any]]]:
        return ([context.name_of(row), cell(row.status.label), cell(_entry(row.status.entry))] for row in rows)

    return PackSection(
        "Signs of risk",
        said,
        [
            table(f"Given up or replaced {context.since_when}", heads, lines(ended)),
            table(f"Not finished, and nothing recorded {context.since_when}", heads, lines(silent)),
        ],
    )


def drafts(context: PackContext) -> PackSection:
    """Entries in drafts that the user may edit; nobody outside the team can read them yet."""
    mine = page_permission_policy.instances_user_has_permission_for(context.user, "change")
    pages = CommitmentPage.objects.filter(context.visibility.in_own_tree(), has_unpublished_changes=True)
    pages = pages.filter(pk__in=mine.values("pk"))
    pages = pages.select_related("work_stream", "latest_revision").order_by(*CommitmentPage.list_order)
    lines = []
    for page in pages:
        draft = page.get_latest_revision_as_object()
        for entry in draft.progress_entries.all():
            if entry.recorded_at is None:
                lines.append([cell(f"{page.work_stream.title}: {draft.title}"), cell(_entry(entry))])
    return PackSection(
        "Being written, not public yet",
        ["These entries may still change before they are published." if lines else "No entry is being written."],
        [table("Entries in drafts", [worded("Recommendation or action"), "Entry"], lines)],
    )
