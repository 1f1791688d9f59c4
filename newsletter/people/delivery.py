"""Reactions to bounces and spam complaints. Called when a provider reports them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cms.base.active_site import site_active
from newsletter.choices import DeliveryKind, EndedReason, Source, SuppressionReason
from newsletter.models import DeliveryEvent, Send, Subscriber, Subscription

from . import agreements
from .suppression import suppress

SOFT_BOUNCES = 3


@transaction.atomic
def bounced(subscriber: Subscriber, hard: bool, send: Send | None = None) -> None:
    """Act on a bounce.

    Hard: the address takes no mail, so all subscriptions end and the address is suppressed. Soft: it took none for now;
    after three different issues the subscriber is undeliverable and gets no more until they confirm again. Expects the
    bounce itself among the DeliveryEvents already. Idempotent.
    """
    if hard:
        _stop(subscriber, EndedReason.BOUNCED, SuppressionReason.BOUNCED, send)
    elif subscriber.undeliverable_since is None and issues_bounced(subscriber) >= SOFT_BOUNCES:
        Subscriber.objects.filter(pk=subscriber.pk, undeliverable_since=None).update(undeliverable_since=timezone.now())


@transaction.atomic
def complained(subscriber: Subscriber, send: Send | None = None) -> None:
    """Act on a message that was reported as spam: end all subscriptions and suppress the address."""
    _stop(subscriber, EndedReason.COMPLAINED, SuppressionReason.COMPLAINED, send)


def issues_bounced(subscriber: Subscriber) -> int:
    """Return the number of different issues with soft bounces since the subscriber last confirmed."""
    active = Subscription.objects.active().filter(subscriber=subscriber)
    events = DeliveryEvent.objects.filter(recipient__subscriber=subscriber, kind=DeliveryKind.SOFT_BOUNCE)
    if confirmed := active.aggregate(last=Max("confirmed_at"))["last"]:
        events = events.filter(at__gt=confirmed)
    return events.values("recipient__send__issue").distinct().count()


def _stop(subscriber: Subscriber, ended: EndedReason, suppressed: SuppressionReason, send: Send | None) -> None:
    with site_active(None):
        agreements.end_all(subscriber, Source.PROVIDER, ended, send=send)
    if subscriber.normalised:
        suppress(subscriber.normalised, suppressed)
