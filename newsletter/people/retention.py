"""Retention rules, run once a day by the worker. Each rule is independent and idempotent."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from newsletter.choices import ConsentKind, EndedReason, RecipientState, Source, SubscriptionState
from newsletter.models import (
    FollowingNews,
    Letter,
    SendRecipient,
    Subscriber,
)
from newsletter.models.people import OPEN_STATES

from . import agreements, followings
from .renewal import renew_all
from .tokens import CONFIRM_DAYS

FORGET_ADDRESS_AFTER = datetime.timedelta(days=28)
FORGET_RECIPIENTS_AFTER = datetime.timedelta(days=365)
DELETE_LETTERS_AFTER = datetime.timedelta(days=30)
# A worker may still need the address of a recipient in one of these.
UNDER_WAY = (
    RecipientState.PENDING,
    RecipientState.CLAIMED,
    RecipientState.SUBMITTING,
    RecipientState.RETRY,
    RecipientState.UNCERTAIN,
)


@dataclass(frozen=True)
class Forgotten:
    """The numbers of rows that a run changed."""

    not_confirmed: int
    addresses: int
    recipients: int
    letters: int


def run(now: datetime.datetime | None = None) -> Forgotten:
    """Apply all rules, and return the numbers of rows changed."""
    now = now or timezone.now()
    renew_all()  # as long as the addresses are known
    followings.end_those_without_page()
    return Forgotten(
        not_confirmed=end_what_nobody_confirmed(now),
        addresses=forget_addresses(now),
        recipients=forget_recipients(now),
        letters=delete_letters(now),
    )


def end_what_nobody_confirmed(now: datetime.datetime) -> int:
    """End subscriptions and followings that have been pending for a week since the last request: the link in the letter has
    expired."""
    before, number = now - datetime.timedelta(days=CONFIRM_DAYS), 0
    for model in agreements.AGREEMENTS:
        asked = model.objects.filter(consent_events__kind=ConsentKind.ASKED, consent_events__at__gt=before)
        due = model.objects.filter(state=SubscriptionState.PENDING, created_at__lte=before).exclude(pk__in=asked)
        number += agreements.end(due, Source.SYSTEM, EndedReason.NOT_CONFIRMED)
    return number


@transaction.atomic
def forget_addresses(now: datetime.datetime) -> int:
    """Clear the address of everybody who has had no subscription and followed nothing for 28 days.

    A keyed hash stays in the row, so that no import adds somebody who unsubscribed.
    """
    before = now - FORGET_ADDRESS_AFTER
    # Nobody who gets something, or did in the last 28 days.
    kept = Q(state__in=OPEN_STATES) | Q(ended_at__gt=before)
    gets = (Exists(model.objects.filter(kept, subscriber=OuterRef("pk"))) for model in agreements.AGREEMENTS)
    due = Subscriber.objects.filter(*(~each for each in gets), normalised__isnull=False, created_at__lte=before)
    keys = list(due.values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        batch = keys[start : start + 500]
        Letter.objects.filter(subscriber__in=batch).delete()
        Subscriber.objects.filter(pk__in=batch).update(address=None, normalised=None)
    return len(keys)


def forget_recipients(now: datetime.datetime) -> int:
    """Clear the addresses in sends that are a year old; the counts stay."""
    return (
        SendRecipient.objects.filter(send__created_at__lte=now - FORGET_RECIPIENTS_AFTER, normalised__isnull=False)
        .exclude(state__in=UNDER_WAY)
        .update(address=None, normalised=None)
    )


def delete_letters(now: datetime.datetime) -> int:
    """Delete letters a month after they were written, accepted or not, and what says which changes were in them."""
    before = now - DELETE_LETTERS_AFTER
    FollowingNews.objects.filter(written_at__lte=before).delete()
    return Letter.objects.filter(created_at__lte=before).delete()[0]
