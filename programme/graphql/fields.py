"""Fields that a commitment answers from its ledger."""

from __future__ import annotations

from functools import cache
from typing import Any

import graphene
from django.apps import apps
from django.db.models import OuterRef, Q, Subquery

from cms.choices import DatePrecision
from cms.dates import today
from cms.graphql import relations
from cms.graphql.fields import declared, enum_of
from cms.graphql.filter_types import filter_of
from cms.graphql.filters import Values, on_value
from cms.graphql.plans import reads
from cms.graphql.reading import Computed
from programme.choices import ProgressStatus
from programme.progress import entry_on

# What the status on a day is read from.
LEDGER = {"programme.ProgressEntry": ["date", "date_precision", "status", "corrects_id"]}
AS_OF = "The day to answer for; today if nothing is said."


def so_far() -> Q:
    """Return the condition for entries that hold already. One dated ahead is nobody's business before its day."""
    return Q(date__lte=today())


def status_fields() -> list:
    """Return `status(asOf)`, `statusDate(asOf)` and `statusDatePrecision(asOf)` for a commitment's `graphql_fields`."""
    status = (
        "How far it was on the day: the newest entry of its ledger on or before it. Null before the first entry: nothing is "
        "recorded, which doesn't mean that nothing was begun."
    )
    date = "Since when that status holds; null before the first entry."
    precision = "How exactly `statusDate` is known; null before the first entry."

    def field(kind, description, resolver):
        return graphene.Field(
            kind,
            description=description,
            resolver=resolver,
            as_of=graphene.Argument(graphene.Date, description=AS_OF),
        )

    return [
        declared(
            "status",
            lambda: field(enum_of(ProgressStatus), status, resolve_status),
            status,
            Computed(lambda: on_a_day(ProgressStatus), fits_status),
        ),
        declared(
            "status_date",
            lambda: field(graphene.Date, date, resolve_status_date),
            date,
            Computed(lambda: on_a_day(graphene.Date), fits_status_date),
        ),
        declared(
            "status_date_precision",
            lambda: field(enum_of(DatePrecision), precision, resolve_status_date_precision),
            precision,
        ),
    ]


def _entry(commitment, info, as_of):
    model = apps.get_model("programme.ProgressEntry")
    entries = relations.rows(commitment, model, "page", so_far, info.context)
    # The rows come newest first, in the order that readers want; the ledger's functions want the order of making.
    return entry_on(reversed(entries), as_of or today())


@reads(of=LEDGER)
def resolve_status(root, info, as_of=None):
    """Return the status on the day, or None before the first entry."""
    entry = _entry(root, info, as_of)
    return entry.status if entry else None


@reads(of=LEDGER)
def resolve_status_date(root, info, as_of=None):
    """Return the day since which that status holds, or None."""
    entry = _entry(root, info, as_of)
    return entry.date if entry else None


@reads(of=LEDGER)
def resolve_status_date_precision(root, info, as_of=None):
    """Return how exactly that day is known, or None."""
    entry = _entry(root, info, as_of)
    return entry.date_precision if entry else None


@cache
def on_a_day(kind: type) -> type[graphene.InputObjectType]:
    """Return the input type of conditions on a value that the ledger gives for a day: `CommitmentStatusFilter`, say."""
    plain = filter_of(kind)
    meta = type("Meta", (), {"description": f"{plain._meta.description} It is asked for one day."})
    name = "CommitmentStatusFilter" if kind is ProgressStatus else "CommitmentStatusDateFilter"
    none = graphene.InputField(
        graphene.Boolean, description="True for those without an entry, false for those with one."
    )
    as_of = graphene.InputField(graphene.Date, description=AS_OF)
    return type(name, (plain,), {"Meta": meta, "is_null": none, "as_of": as_of})


def fits_status(said: dict[str, Any], values: Values) -> Q | None:
    """Return the condition for commitments whose status on the day fits; one without an entry has none."""
    return _fits("status", said, values)


def fits_status_date(said: dict[str, Any], values: Values) -> Q | None:
    """Return the condition for commitments whose status on the day began on a day that fits."""
    return _fits("date", said, values)


def _fits(column: str, said: dict[str, Any], values: Values) -> Q | None:
    said = dict(said)
    day = said.pop("as_of", None) or today()
    entries = apps.get_model("programme.ProgressEntry")
    condition = on_value("_value", entries._meta.get_field(column), said, values)
    if condition is None:
        return None
    # What `programme.progress.entry_on` finds: the newest entry on or before the day that still counts, and none of tomorrow's.
    upto = values.add(entries._meta.get_field("date"), min(day, today()))
    found = entries.objects.filter(page=OuterRef("pk"), date__lte=upto, corrected_on=None)
    found = found.order_by("-date", "-sort_order")
    commitments = apps.get_model("programme.CommitmentPage").objects.order_by()
    fitting = commitments.alias(_value=Subquery(found.values(column)[:1])).filter(condition)
    # In a set of keys, not as a condition of its own: where a value is missing, a database has a third answer to `NOT`.
    return Q(pk__in=fitting.values("pk"))
