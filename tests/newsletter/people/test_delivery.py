"""Bounces and complaints: who gets no more, and when."""

import pytest
from django.utils import timezone

from newsletter.choices import DeliveryKind, EndedReason, Source, SubscriptionState, SuppressionReason
from newsletter.models import (
    ConsentEvent,
    DeliveryEvent,
    IssuePage,
    Send,
    SendRecipient,
    Snapshot,
    Subscription,
    Suppression,
)
from newsletter.people import delivery
from tests import factories


@pytest.fixture
def ada(update):
    one = factories.SubscriptionFactory(subscriber__address="ada@example.org", mailing_list=update)
    factories.SubscriptionFactory(subscriber=one.subscriber)
    return one.subscriber


def soft_bounce(subscriber, tree, number: int, event: str) -> None:
    """Note that a message of the issue came back for now, and act on it."""
    issue = IssuePage.objects.filter(number=number).first() or factories.IssueFactory(
        parent=tree.updates, number=number
    )
    snapshot = Snapshot.objects.create(issue=issue, revision_id=1)
    send = Send.objects.create(snapshot=snapshot, issue=issue, installation="x", due_at=timezone.now())
    recipient = SendRecipient.objects.create(
        send=send,
        subscriber=subscriber,
        subscription=subscriber.subscriptions.first(),
        normalised=subscriber.normalised,
        audience="external",
    )
    DeliveryEvent.objects.create(
        provider="test", event_id=event, recipient=recipient, kind=DeliveryKind.SOFT_BOUNCE, at=timezone.now()
    )
    delivery.bounced(subscriber, hard=False, send=send)
    subscriber.refresh_from_db()


@pytest.mark.parametrize(
    ("act", "ended", "suppressed"),
    [
        (lambda one: delivery.bounced(one, hard=True), EndedReason.BOUNCED, SuppressionReason.BOUNCED),
        (delivery.complained, EndedReason.COMPLAINED, SuppressionReason.COMPLAINED),
    ],
    ids=["hard bounce", "complaint"],
)
def test_once_is_enough(act, ended, suppressed, ada):
    for _ in range(2):
        act(ada)
    assert {(one.state, one.ended_reason) for one in Subscription.objects.all()} == {(SubscriptionState.ENDED, ended)}
    assert Suppression.objects.get().reason == suppressed
    assert {event.source for event in ConsentEvent.objects.all()} == {Source.PROVIDER}
    assert ConsentEvent.objects.count() == 2


def test_soft_bounces_count_by_issues(ada, tree):
    soft_bounce(ada, tree, 1, "a")
    soft_bounce(ada, tree, 1, "b")
    soft_bounce(ada, tree, 2, "c")
    assert ada.undeliverable_since is None
    soft_bounce(ada, tree, 3, "d")
    since = ada.undeliverable_since
    assert since
    assert Subscription.objects.filter(state=SubscriptionState.ACTIVE).count() == 2
    soft_bounce(ada, tree, 4, "e")
    assert ada.undeliverable_since == since


def test_what_came_back_before_somebody_confirmed_again_counts_no_more(ada, tree):
    for number, event in enumerate("abc", start=1):
        soft_bounce(ada, tree, number, event)
    ada.undeliverable_since = None
    ada.save()
    Subscription.objects.update(confirmed_at=timezone.now())
    soft_bounce(ada, tree, 4, "d")
    assert ada.undeliverable_since is None
