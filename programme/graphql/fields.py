"""Fields that a commitment answers from its ledger."""

from __future__ import annotations

from functools import cache
from typing import Any

import graphene
from django.apps import apps
from django.db.models import OuterRef, Q, Subquery

from cms.base.choices import DatePrecision
from cms.base.dates import today
from cms.graphql import relations
from cms.graphql.fields import GraphQLItem, enum_of, resolved
from cms.graphql.filter_types import EQUAL, filter_of, key_filter
from cms.graphql.filters import WhereValues, check_keys, on_value
from cms.graphql.keys import StatusType, status_of
from cms.graphql.origins import Computed
from cms.graphql.plans import reads
from programme.choices import STATUSES
from programme.progress import entry_on

# The columns from which the status on a day is read.
LEDGER = {"programme.ProgressEntry": ["date", "date_precision", "status", "corrects_id"]}
AS_OF = "The day to answer for; today if omitted."


def so_far() -> Q:
    """Return the condition for entries that already apply. An entry dated ahead isn't public before its day."""
    return Q(date__lte=today())


def status_fields() -> list[GraphQLItem]:
    """Return `status(asOf)`, `statusDate(asOf)` and `statusDatePrecision(asOf)` for a commitment's `graphql_fields`."""
    status = "Its status on the day: the newest entry of its ledger on or before it. Null before the first "
    "entry: nothing is recorded, which doesn't mean that nothing was begun."
    date = "The date from which that status applies; null before the first entry."
    precision = "The precision of `statusDate`; null before the first entry."

    as_of = {"as_of": graphene.Argument(graphene.Date, description=AS_OF)}
    by_status = Computed(lambda: on_a_day("Status"), fits_status)
    by_date = Computed(lambda: on_a_day("StatusDate"), fits_status_date)
    return [
        resolved("status", StatusType, status, resolve_status, by_status, **as_of),
        resolved("status_date", graphene.Date, date, resolve_status_date, by_date, **as_of),
        resolved("status_date_precision", enum_of(DatePrecision), precision, resolve_status_date_precision, **as_of),
    ]


def meeting_times() -> list[GraphQLItem]:
    """Return `startsAt` and `endsAt` for a meeting's `graphql_fields`."""
    begins = "When it begins; null if the time of day isn't known."
    ends = "When it ends; null if that isn't known."
    return [
        resolved("starts_at", graphene.DateTime, begins, resolve_starts_at),
        resolved("ends_at", graphene.DateTime, ends, resolve_ends_at),
    ]


@reads("date", "start_time")
def resolve_starts_at(root, info):
    return root.starts_at


@reads("date", "end_time")
def resolve_ends_at(root, info):
    return root.ends_at


def _entry(commitment, info, as_of):
    model = apps.get_model("programme.ProgressEntry")
    entries = relations.rows(commitment, model, "page", so_far, info.context)
    # The rows come newest first, as for readers; the ledger's functions expect them in the order they were made.
    return entry_on(reversed(entries), as_of or today())


@reads(of=LEDGER)
def resolve_status(root, info, as_of=None):
    """Return the status on the day, or None before the first entry."""
    entry = _entry(root, info, as_of)
    return status_of(STATUSES, entry.status) if entry else None


@reads(of=LEDGER)
def resolve_status_date(root, info, as_of=None):
    """Return the day from which that status applies, or None."""
    entry = _entry(root, info, as_of)
    return entry.date if entry else None


@reads(of=LEDGER)
def resolve_status_date_precision(root, info, as_of=None):
    """Return the precision of that day, or None."""
    entry = _entry(root, info, as_of)
    return entry.date_precision if entry else None


@cache
def on_a_day(name: str) -> type[graphene.InputObjectType]:
    """Return the input type of conditions on a value derived from the ledger for a day: `CommitmentStatusFilter` for
    the name `Status`, `CommitmentStatusDateFilter` for `StatusDate`."""
    plain = key_filter() if name == "Status" else filter_of(graphene.Date)
    meta = type("Meta", (), {"description": f"{plain._meta.description} It is asked for one day."})
    none = graphene.InputField(
        graphene.Boolean, description="True for those without an entry, false for those with one."
    )
    as_of = graphene.InputField(graphene.Date, description=AS_OF)
    return type(f"Commitment{name}Filter", (plain,), {"Meta": meta, "is_null": none, "as_of": as_of})


def fits_status(said: dict[str, Any], values: WhereValues) -> Q | None:
    """Return the condition for commitments whose status on the day matches; one without an entry has no status.

    Raises ApiError (INVALID_VALUE) for an unknown key.
    """
    keys = {operator: said[operator] for operator in EQUAL if operator in said}
    check_keys("status", keys, STATUSES)
    return _fits("status", said, values)


def fits_status_date(said: dict[str, Any], values: WhereValues) -> Q | None:
    """Return the condition for commitments whose status on the day began on a matching day."""
    return _fits("date", said, values)


def _fits(column: str, said: dict[str, Any], values: WhereValues) -> Q | None:
    said = dict(said)
    day = said.pop("as_of", None) or today()
    entries = apps.get_model("programme.ProgressEntry")
    condition = on_value("_value", entries._meta.get_field(column), said, values)
    if condition is None:
        return None
    # As `programme.progress.entry_on` does: the newest entry on or before the day that isn't corrected, never one dated
    # ahead.
    upto = values.add(entries._meta.get_field("date"), min(day, today()))
    found = entries.objects.filter(page=OuterRef("pk"), date__lte=upto, corrected_on=None)
    found = found.order_by("-date", "-sort_order")
    commitments = apps.get_model("programme.CommitmentPage").objects.order_by()
    fitting = commitments.alias(_value=Subquery(found.values(column)[:1])).filter(condition)
    # A set of keys, not a condition of its own: in SQL, `NOT` of a comparison with NULL is neither true nor false.
    return Q(pk__in=fitting.values("pk"))
