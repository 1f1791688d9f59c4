"""Bundles on the editors' desk: reminders, and entries in the calendar."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from bundles.choices import BundleState
from bundles.models import Bundle
from bundles.rights import APPROVE
from cms.editing.attention import AttentionGroup, AttentionLine, AttentionUrgency
from cms.editing.diary import DiaryEntry
from cms.editing.permissions import DeskContext
from programme.diary import moments


def reports(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Bundles that failed, and bundles that wait for approval, for users who see bundles. One query."""
    if not asked.user.has_perm("bundles.view_bundle"):
        return
    approves = asked.user.has_perm(APPROVE)
    rows = list(
        Bundle.objects.filter(asked.rows(), state__in=(BundleState.FAILED, BundleState.REVIEW))
        .order_by("created_at", "pk")
        .values_list("pk", "name", "state", "failure", "changed_by")
    )
    yield AttentionGroup(
        "failed-bundles",
        "bundles that couldn't be published",
        "Nothing in them is public, although it should be.",
        [
            AttentionLine(name, failure, _address(pk), key=f"{pk} {failure}"[:400])
            for pk, name, state, failure, _ in rows
            if state == BundleState.FAILED
        ],
        AttentionUrgency.STOPPED,
    )
    yield AttentionGroup(
        "bundles-in-review",
        "bundles that wait for approval",
        "A programme lead who didn't change them last approves them.",
        [
            AttentionLine(name, "Review was requested.", _address(pk), key=f"{pk}")
            for pk, name, state, _, changed_by in rows
            if state == BundleState.REVIEW and not (approves and changed_by == asked.user.pk)
        ],
        AttentionUrgency.WAITING if approves else AttentionUrgency.REMINDER,
    )


def entries(asked: DeskContext, first: datetime.date, last: datetime.date) -> Iterable[DiaryEntry]:
    """Bundles by the time at which they were or will be published, for users who see bundles. One query."""
    if not asked.user.has_perm("bundles.view_bundle"):
        return
    begin, end = moments(first, last)
    moment = Coalesce(F("published_at"), F("publish_at"))
    dated = Bundle.objects.filter(asked.rows()).annotate(at=moment).filter(at__gte=begin, at__lt=end)
    for pk, name, state, at in dated.values_list("pk", "name", "state", "at"):
        yield DiaryEntry(
            f"bundle-{pk}", "bundle", timezone.localdate(at), name, _address(pk), BundleState(state).label, at=at
        )


def _address(pk: int) -> str:
    return reverse("bundles:bundle", args=[pk])
