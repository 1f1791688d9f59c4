"""Progress across commitments: reads the ledgers once and computes the answers with pure functions."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass

import graphene
from django.apps import apps

from cms.base.choices import DatePrecision, StatusCategory
from cms.base.dates import today
from cms.graphql.context import Context
from cms.graphql.fields import enum_of, model_type
from cms.graphql.keys import KindType, StatusType, kind_of, known_key, status_of
from cms.graphql.roots import visible
from programme import progress
from programme.choices import COMMITMENT_KINDS, NO_UPDATE, NOT_RECORDED, STATUSES


@dataclass(frozen=True)
class LedgersOnDay:
    """The ledgers and the day that a query asks for, and the context that they were read with."""

    ledgers: list[progress.Ledger]
    day: datetime.date
    context: Context


def ledgers(context: Context, *, work_stream: str | None = None, kind: str | None = None) -> list[progress.Ledger]:
    """Return the ledgers of all visible commitments, filtered by stream (its slug) and kind if given. Two queries."""
    commitments = visible("programme.CommitmentPage", context)
    if work_stream is not None:
        commitments = commitments.filter(work_stream__slug=work_stream)
    if kind is not None:
        commitments = commitments.filter(kind=kind)
    model = apps.get_model("programme.CommitmentPage")
    found = list(commitments.order_by(*model.list_order).values_list("pk", "work_stream_id", "kind"))
    entries: dict[int, list[progress.LedgerEntry]] = defaultdict(list)
    rows = visible("programme.ProgressEntry", context).filter(date__lte=today()).order_by("date", "sort_order")
    columns = ("page_id", "date", "date_precision", "status")
    for page, date, precision, status in rows.filter(corrected_on=None).values_list(*columns):
        entries[page].append(progress.LedgerEntry(date, status, date_precision=precision))
    return [progress.Ledger(stream, kind, entries[pk]) for pk, stream, kind in found]


def status_or_none(key: str) -> StatusType:
    """Return the status for its key; for `NOT_RECORDED` the one of commitments without an entry."""
    if key == NOT_RECORDED:
        return StatusType(key=key, label=NO_UPDATE, category=StatusCategory.NONE)
    return status_of(STATUSES, key)


class StatusCount(graphene.ObjectType):
    """The number of commitments with one status."""

    status = graphene.Field(StatusType, required=True, description="The status.")
    number = graphene.Int(required=True, description="The number of commitments with it.")


class ProgressTotals(graphene.ObjectType):
    """The number of commitments, in total and by status."""

    total = graphene.Int(required=True, description="The total.")
    complete = graphene.Int(required=True, description="How many of them are recorded as complete.")
    counts = graphene.List(
        graphene.NonNull(StatusCount),
        required=True,
        description="The number with each status, and last the number without one; they add up to the total.",
    )
    not_recorded = graphene.Int(
        required=True,
        description="The number without an entry on the day, and so without a status; nothing can be concluded from that.",
    )

    def resolve_counts(root, info):
        counts = [*root.counts.items(), (NOT_RECORDED, root.not_recorded)]
        return [{"status": status_or_none(key), "number": number} for key, number in counts]


class StreamProgress(graphene.ObjectType):
    """The totals of one kind of commitment in one stream."""

    work_stream = graphene.Field(
        lambda: model_type("programme.WorkStreamPage"), description="The stream; null if it isn't public."
    )
    kind = graphene.Field(KindType, required=True, description="Recommendations or actions.")
    totals = graphene.Field(ProgressTotals, required=True, description="How many, and in which status.")

    def resolve_kind(root, info):
        return kind_of(COMMITMENT_KINDS, root["kind"])

    def resolve_work_stream(root, info):
        return root["context"].get(apps.get_model("programme.WorkStreamPage"), root["stream"])


class ProgressPoint(graphene.ObjectType):
    """The totals on one day of the series."""

    date = graphene.Date(
        required=True, description="The day; the first day of the month or year if only that is known."
    )
    date_precision = graphene.Field(enum_of(DatePrecision), required=True, description="The precision of the day.")
    totals = graphene.Field(ProgressTotals, required=True, description="How many, and in which status.")


class ProgressComparison(graphene.ObjectType):
    """The change since an earlier day."""

    since = graphene.Date(required=True, description="The earlier day.")
    complete = graphene.Int(required=True, description="The number recorded as complete on the day asked for.")
    total = graphene.Int(required=True, description="The total.")
    not_recorded = graphene.Int(required=True, description="The number without an entry on the day asked for.")
    gained = graphene.Int(
        required=True, description="The increase in those recorded as complete since the earlier day; may be negative."
    )
    sentence = graphene.String(required=True, description="The change in words.")

    def resolve_sentence(root, info):
        return str(root)


class Progress(graphene.ObjectType):
    """The progress of commitments on a day."""

    as_of = graphene.Date(required=True, description="The day that the figures are for.")
    totals = graphene.Field(ProgressTotals, required=True, description="All commitments asked for.")
    by_stream = graphene.List(
        graphene.NonNull(StreamProgress),
        required=True,
        description="The same by stream and kind, in the programme's order.",
    )
    series = graphene.List(
        graphene.NonNull(ProgressPoint),
        required=True,
        description="The totals on each day of a change, up to the day asked for.",
    )
    compared_with = graphene.Field(
        ProgressComparison,
        required=True,
        description="The change since an earlier day.",
        date=graphene.Argument(graphene.Date, required=True, description="The earlier day."),
    )

    def resolve_as_of(root, info):
        return root.day

    def resolve_totals(root, info):
        return progress.totals(root.ledgers, root.day)

    def resolve_by_stream(root, info):
        groups = progress.totals_by_stream_and_kind(root.ledgers, root.day)
        root.context.expect(apps.get_model("programme.WorkStreamPage"), {stream for stream, _ in groups})
        return [
            {"stream": stream, "kind": kind, "totals": totals, "context": root.context}
            for (stream, kind), totals in groups.items()
        ]

    def resolve_series(root, info):
        days = (day for day in progress.changes(root.ledgers) if day <= root.day)
        known = progress.as_known(root.ledgers)
        return [
            {"date": day, "date_precision": known[day].precision, "totals": totals}
            for day, totals in progress.series(root.ledgers, days)
        ]

    def resolve_compared_with(root, info, date):
        return progress.compare(root.ledgers, root.day, date)


def resolve_progress(root, info, work_stream=None, kind=None, as_of=None) -> LedgersOnDay:
    """Return the object that `Progress` resolves. Raises ApiError (INVALID_VALUE) for an unknown kind."""
    if kind is not None:
        known_key("kind", kind, COMMITMENT_KINDS.values)
    return progress_in(info.context, work_stream, kind, as_of)


def progress_in(context: Context, work_stream=None, kind=None, as_of=None) -> LedgersOnDay:
    """Return the same for the programme of a context."""
    return LedgersOnDay(ledgers(context, work_stream=work_stream, kind=kind), as_of or today(), context)
