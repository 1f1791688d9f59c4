"""Bundles on the editor's desk: those that need somebody, and those that have a day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from bundles.choices import BundleState
from bundles.models import Bundle
from cms.attention import Group, Line
from cms.diary import Entry
from cms.editing import Asked
from programme.diary import moments


def reports(asked: Asked) -> Iterable[Group]:
    """Bundles that failed, and bundles that wait for approval, for those who see bundles. One query."""
    if not asked.user.has_perm("bundles.view_bundle"):
        return
    rows = list(
        Bundle.objects.filter(state__in=(BundleState.FAILED, BundleState.REVIEW))
        .order_by("created_at", "pk")
        .values_list("pk", "name", "state", "failure")
    )
    yield Group(
        "failed-bundles",
        "bundles that couldn't be published",
        "Nothing of them is public, although it was meant to be.",
        [Line(name, failure, _address(pk)) for pk, name, state, failure in rows if state == BundleState.FAILED],
    )
    yield Group(
        "bundles-in-review",
        "bundles that wait for approval",
        "A programme lead who didn't change them last approves them.",
        [
            Line(name, "Review was asked for.", _address(pk))
            for pk, name, state, _ in rows
            if state == BundleState.REVIEW
        ],
    )


def entries(asked: Asked, first: datetime.date, last: datetime.date) -> Iterable[Entry]:
    """Bundles by the time at which they were or will be published, for those who see bundles. One query."""
    if not asked.user.has_perm("bundles.view_bundle"):
        return
    begin, end = moments(first, last)
    dated = Bundle.objects.annotate(at=Coalesce(F("published_at"), F("publish_at"))).filter(at__gte=begin, at__lt=end)
    for pk, name, state, at in dated.values_list("pk", "name", "state", "at"):
        yield Entry(
            f"bundle-{pk}", "bundle", timezone.localdate(at), name, _address(pk), BundleState(state).label, at=at
        )


def _address(pk: int) -> str:
    return reverse("bundles:bundle", args=[pk])
