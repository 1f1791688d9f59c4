"""Unsubscribing from a list. It needs no reason, no password and no second step, and is idempotent."""

from __future__ import annotations

import datetime
import uuid

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from newsletter.choices import ConsentKind, EndedReason, Source, SubscriptionState
from newsletter.models import ConsentEvent, Send, Subscription
from newsletter.models.people import OPEN_STATES

from .subscriptions import choose, interests_of
from .tokens import UNDO_FOR


@transaction.atomic
def leave(
    subscription: Subscription,
    source: Source,
    send: Send | None = None,
    reason: EndedReason = EndedReason.LEFT,
    actor: User | None = None,
) -> bool:
    """End the subscription, and say whether it was open before. There is one consent event, however often it is called.

    `send` is the send whose message had the link, if any.
    """
    ended = Subscription.objects.filter(pk=subscription.pk, state__in=OPEN_STATES).update(
        state=SubscriptionState.ENDED, ended_at=timezone.now(), ended_reason=reason, ended_by_send=send
    )
    if ended:
        ConsentEvent.objects.create(
            subscription=subscription, kind=ConsentKind.ENDED, source=source, reason=reason, actor=actor
        )
    return bool(ended)


@transaction.atomic
def leave_by_link(subscription_key: uuid.UUID, source: Source, send_id: int | None = None) -> Subscription:
    """End the person's subscription to the list that a link names, and return the one that the link named.

    Somebody who left and joined again has another subscription than the one in older messages. They mean the list, so the
    one that is open now ends. Raises Subscription.DoesNotExist.
    """
    named = Subscription.objects.select_related("mailing_list", "subscriber").get(key=subscription_key)
    send = Send.objects.filter(pk=send_id).first() if send_id else None
    open_now = Subscription.objects.filter(
        subscriber=named.subscriber, mailing_list=named.mailing_list, state__in=OPEN_STATES
    )
    for one in open_now:
        leave(one, source, send)
    return named


@transaction.atomic
def undo(subscription_key: uuid.UUID, now: datetime.datetime | None = None) -> Subscription | None:
    """Undo an unsubscription within an hour, and return the subscription that is active afterwards.

    The ended subscription stays as it is; a new one follows, with the same interests. Returns None if the person
    didn't unsubscribe themselves within the hour. Raises Subscription.DoesNotExist.
    """
    now = now or timezone.now()
    named = Subscription.objects.select_related("mailing_list", "subscriber").get(key=subscription_key)
    of_the_list = Subscription.objects.filter(subscriber=named.subscriber, mailing_list=named.mailing_list)
    last = of_the_list.order_by("-pk").select_related("mailing_list", "subscriber")[0]
    if last.state == SubscriptionState.ACTIVE:
        return last
    left = last.state == SubscriptionState.ENDED and last.ended_reason == EndedReason.LEFT
    if (
        not left
        or last.confirmed_at is None
        or last.ended_at is None
        or last.ended_at < now - UNDO_FOR
        or not last.subscriber.normalised
    ):
        return None
    again = Subscription.objects.create(
        subscriber=last.subscriber,
        mailing_list=last.mailing_list,
        state=SubscriptionState.ACTIVE,
        source=Source.LINK,
        confirmed_at=now,
    )
    choose([again], interests_of(last))
    ConsentEvent.objects.create(subscription=again, kind=ConsentKind.CONFIRMED, source=Source.LINK)
    return again
