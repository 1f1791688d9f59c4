"""Fields that a commitment answers from its ledger."""

from __future__ import annotations

import graphene
from django.apps import apps
from django.db.models import Q

from cms.dates import today
from cms.graphql import relations
from cms.graphql.fields import declared, enum_of
from cms.graphql.plans import reads
from programme.choices import ProgressStatus
from programme.progress import entry_on

AS_OF = "The day to answer for; today if nothing is said."


def so_far() -> Q:
    """Return the condition for entries that hold already. One dated ahead is nobody's business before its day."""
    return Q(date__lte=today())


def status_fields() -> list:
    """Return `status(asOf)` and `statusDate(asOf)` for a commitment's `graphql_fields`."""
    status = "How far it was on the day: the newest entry of its ledger on or before it."
    date = "Since when that status holds; null before the first entry."

    def field(kind, description, resolver, required=False):
        return graphene.Field(
            kind,
            required=required,
            description=description,
            resolver=resolver,
            as_of=graphene.Argument(graphene.Date, description=AS_OF),
        )

    return [
        declared("status", lambda: field(enum_of(ProgressStatus), status, resolve_status, required=True), status),
        declared("status_date", lambda: field(graphene.Date, date, resolve_status_date), date),
    ]


def _entry(commitment, info, as_of):
    model = apps.get_model("programme.ProgressEntry")
    entries = relations.rows(commitment, model, "page", so_far, info.context)
    # The rows come newest first, in the order that readers want; the ledger's functions want the order of making.
    return entry_on(reversed(entries), as_of or today())


@reads()
def resolve_status(root, info, as_of=None):
    """Return the status on the day."""
    entry = _entry(root, info, as_of)
    return entry.status if entry else ProgressStatus.NOT_STARTED


@reads()
def resolve_status_date(root, info, as_of=None):
    """Return the day since which that status holds, or None."""
    entry = _entry(root, info, as_of)
    return entry.date if entry else None
