"""What is forgotten, and when; and what must not be."""

import datetime

import pytest
from django.utils import timezone

from newsletter.choices import LetterKind, RecipientState, Source, SubscriptionState
from newsletter.models import Letter, Send, SendRecipient, Snapshot, Subscriber
from newsletter.people import imports, retention
from tests import factories

NOW = timezone.now()


def days(number: int) -> datetime.datetime:
    return NOW + datetime.timedelta(days=number)


@pytest.fixture
def left(update, time_machine):
    """Somebody who left today."""
    time_machine.move_to(NOW, tick=False)
    one = factories.SubscriptionFactory(subscriber__address="ada@example.org", mailing_list=update)
    factories.end(one, Source.LINK)
    return one.subscriber


@pytest.mark.parametrize(("day", "forgotten"), [(27, 0), (28, 1)])
def test_an_address_goes_28_days_after_the_last_subscription(day, forgotten, left):
    assert retention.run(days(day)).addresses == forgotten
    left.refresh_from_db()
    assert (left.address is None) == (left.normalised is None) == bool(forgotten)
    assert retention.run(days(day)).addresses == 0


def test_an_address_stays_while_anything_is_open(left):
    factories.SubscriptionFactory(subscriber=left, state=SubscriptionState.ACTIVE)
    assert retention.run(days(400)).addresses == 0


def test_no_import_brings_back_whoever_left_long_ago(left, update, django_user_model):
    retention.run(days(28))
    text = "address\nADA@example.org\nbea@example.org\n"
    plan = imports.carry_out(text, django_user_model.objects.create_user("lead"), "On paper", update)
    assert [line.fate for line in plan.lines] == [imports.Fate.LEFT, imports.Fate.ADDED]


def test_an_address_that_never_had_a_subscription_goes_too(update):
    factories.SubscriberFactory()
    assert retention.run(days(27)).addresses == 0
    assert retention.run(days(29)).addresses == 1
    assert Subscriber.objects.count() == 1


@pytest.mark.parametrize(("day", "forgotten"), [(364, 0), (365, 2)])
def test_recipients_are_counts_after_a_year(day, forgotten, update, tree, time_machine):
    time_machine.move_to(NOW, tick=False)
    issue = factories.IssueFactory(parent=tree.updates, number=1)
    snapshot = Snapshot.objects.create(issue=issue, revision_id=1)
    send = Send.objects.create(snapshot=snapshot, issue=issue, installation="x", due_at=NOW)
    for state in (RecipientState.ACCEPTED, RecipientState.SKIPPED, RecipientState.UNCERTAIN):
        one = factories.SubscriptionFactory(mailing_list=update)
        SendRecipient.objects.create(
            send=send,
            subscriber=one.subscriber,
            subscription=one,
            address=one.subscriber.address,
            normalised=one.subscriber.normalised,
            audience="external",
            state=state,
        )
    assert retention.run(days(day)).recipients == forgotten
    assert SendRecipient.objects.count() == 3
    # Somebody has still to decide about it.
    assert SendRecipient.objects.get(state=RecipientState.UNCERTAIN).address


def test_letters_go_after_a_month(update, time_machine):
    time_machine.move_to(NOW, tick=False)
    one = factories.SubscriptionFactory(mailing_list=update)
    Letter.objects.create(subscriber=one.subscriber, kind=LetterKind.CONFIRM, due_at=NOW)
    Letter.objects.create(subscriber=None, kind=LetterKind.PREFERENCES, due_at=NOW)
    assert retention.run(days(29)).letters == 0
    assert retention.delete_letters(days(30)) == 2


def test_the_cost_does_not_grow_with_the_people(left, update, django_assert_num_queries):
    for _ in range(20):
        factories.end(factories.SubscriptionFactory(mailing_list=update), Source.LINK)
    with django_assert_num_queries(5):  # a transaction's two, which, letters, addresses
        assert retention.forget_addresses(days(28)) == 21
