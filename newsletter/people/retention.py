"""Retention rules, run once a day by the worker. Each rule is independent and idempotent."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from newsletter.choices import ConsentKind, EndedReason, RecipientState, Source, SubscriptionState
from newsletter.models import (
    ConsentEvent,
    Following,
    FollowingConsent,
    FollowingNews,
    Letter,
    SendRecipient,
    Subscriber,
    Subscription,
)
from newsletter.models.people import OPEN_STATES

from . import followings
from .renewal import renew_all
from .tokens import CONFIRM_FOR
from .unsubscriptions import leave

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
    asked = ConsentEvent.objects.filter(subscription=OuterRef("pk"), kind=ConsentKind.ASKED, at__gt=now - CONFIRM_FOR)
    due = Subscription.objects.filter(
        ~Exists(asked), state=SubscriptionState.PENDING, created_at__lte=now - CONFIRM_FOR
    )
    asked_to_follow = FollowingConsent.objects.filter(
        following=OuterRef("pk"), kind=ConsentKind.ASKED, at__gt=now - CONFIRM_FOR
    )
    not_followed = Following.objects.filter(
        ~Exists(asked_to_follow), state=SubscriptionState.PENDING, created_at__lte=now - CONFIRM_FOR
    )
    number = sum(leave(one, Source.SYSTEM, reason=EndedReason.NOT_CONFIRMED) for one in due.iterator())
    return number + followings.end(not_followed, Source.SYSTEM, EndedReason.NOT_CONFIRMED)


@transaction.atomic
def forget_addresses(now: datetime.datetime) -> int:
    """Clear the address of everybody who has had no subscription and followed nothing for 28 days.

    A keyed hash stays in the row, so that no import adds somebody who unsubscribed.
    """
    before = now - FORGET_ADDRESS_AFTER
    still_open = Subscription.objects.filter(subscriber=OuterRef("pk"), state__in=OPEN_STATES)
    # Nobody who follows something, or did in the last 28 days.
    followed = Following.objects.filter(Q(state__in=OPEN_STATES) | Q(ended_at__gt=before), subscriber=OuterRef("pk"))
    due = (
        Subscriber.objects.filter(
            ~Exists(still_open), ~Exists(followed), normalised__isnull=False, created_at__lte=before
        )
        .annotate(last=Max("subscriptions__ended_at"))
        .filter(Q(last=None) | Q(last__lte=before))
        .order_by()
    )
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
