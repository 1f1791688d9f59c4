"""Every event arrives, in order, and none twice without the same id, whatever happens to the receiver and to workers."""

import datetime
import json

import pytest
from django.db import IntegrityError, transaction

from cms.models import Notification
from tests.webhooks.conftest import NOON, after
from webhooks import messages
from webhooks.attempts import DeliveryOutcome
from webhooks.choices import MessageState
from webhooks.models import Webhook, WebhookEvent, WebhookMessage

DELIVERED, REFUSED = DeliveryOutcome(200, 5), DeliveryOutcome(503, 5, "Answered with status 503.")


def send(webhook, now, outcome) -> tuple[str, list[tuple[str, int]]] | None:
    """Let a worker send the next message; return its key, and the kind and page of each event."""
    claimed = messages.claim(webhook.pk, now) if webhook.pk in messages.due(now) else None
    if claimed is None:
        return None
    message, attempt = claimed
    messages.settle(message, outcome, now)
    return attempt.key, events_in(attempt.body)


def events_in(body: str) -> list[tuple[str, int]]:
    return [(event["type"], event["page"]["databaseId"]) for event in json.loads(body)["data"]["events"]]


def test_a_receiver_that_is_down_for_an_hour_gets_all_in_order_and_once(webhook, happen):
    sent, got, tried = [], {}, 0
    back = after(hours=1)
    for minute in range(0, 120):
        now = after(minutes=minute)
        if minute < 60:
            for page, kind in ((1, "page.changed"), (2 + minute, "page.published"), (1, "page.moved")):
                happen(page, now, kind)
                sent.append((kind, page))
        while found := send(webhook, now, DELIVERED if now >= back else REFUSED):
            key, events = found
            if now < back:
                tried += 1
                break
            assert key not in got
            got[key] = events
    assert [event for events in got.values() for event in events] == sent
    assert tried > 5
    assert len(got) == 3  # one from before, and 180 events since in few messages
    webhook.refresh_from_db()
    assert webhook.failing_since is None
    # What it got after the hour began to be tried at most a quarter of an hour after it was back.
    assert WebhookMessage.objects.filter(attempted_at__lte=after(minutes=75)).count() == 3


def test_every_attempt_has_the_same_id_and_body(webhook, happen):
    happen(1)
    first = messages.claim(webhook.pk, NOON)[1]
    # The worker is killed between sending and writing it down: nobody else takes it before it counts as lost.
    happen(2)
    assert messages.due(after(seconds=59)) == []
    assert messages.claim(webhook.pk, after(seconds=59)) is None
    message, second = messages.claim(webhook.pk, after(seconds=60))
    assert (first.key, first.body) == (second.key, second.body)
    messages.settle(message, DELIVERED, after(seconds=61))
    assert events_in(messages.claim(webhook.pk, after(seconds=62))[1].body) == [("page.changed", 2)]


def test_the_outcome_of_a_worker_that_was_taken_for_lost_changes_nothing(webhook, happen):
    happen(1)
    slow, _ = messages.claim(webhook.pk, NOON)
    other, _ = messages.claim(webhook.pk, after(minutes=1))
    messages.settle(other, DELIVERED, after(minutes=1))
    messages.settle(slow, REFUSED, after(minutes=2))
    assert WebhookMessage.objects.get().state == MessageState.DELIVERED
    assert Webhook.objects.get().failing_since is None


def test_one_message_waits_at_a_time(webhook, happen):
    happen(1)
    assert messages.claim(webhook.pk, NOON)
    happen(2)
    assert messages.claim(webhook.pk, NOON) is None
    values = {"webhook": webhook, "body": "{}", "number": 1, "created_at": NOON, "next_attempt_at": NOON}
    with pytest.raises(IntegrityError), transaction.atomic():
        WebhookMessage.objects.create(key="msg_two", **values)
    WebhookMessage.objects.create(key="msg_test", once=True, **values)


def test_a_publication_of_500_pages_goes_in_five_messages(webhook, happen, django_assert_num_queries):
    for page in range(500):
        happen(page)
    sizes = []
    while claimed := messages.claim(webhook.pk, NOON):
        message, attempt = claimed
        messages.settle(message, DELIVERED, NOON)
        sizes.append(len(events_in(attempt.body)))
    assert sizes == [100] * 5
    assert not WebhookEvent.objects.exists()


def test_what_is_due_costs_two_statements(webhook, happen, django_assert_num_queries):
    for page in range(9):
        happen(page)
    with django_assert_num_queries(2):
        assert messages.due(NOON) == [webhook.pk]
    with django_assert_num_queries(2):
        assert messages.next_moment() == NOON
    assert messages.next_moment(NOON) is None


def test_an_event_of_the_future_waits(webhook, happen):
    happen(1, after(hours=1), "page.withdrawn")
    happen(1, NOON)
    assert messages.next_moment(NOON) == after(hours=1)
    assert send(webhook, NOON, DELIVERED)[1] == [("page.changed", 1)]
    assert send(webhook, NOON, DELIVERED) is None
    assert messages.next_moment() == after(hours=1)
    assert send(webhook, after(hours=1), DELIVERED)[1] == [("page.withdrawn", 1)]


def test_pauses_grow_and_a_message_is_given_up_after_a_day(webhook, happen):
    happen(1)
    now, pauses = NOON, []
    while send(webhook, now, REFUSED):
        message = WebhookMessage.objects.get()
        if message.state == MessageState.GIVEN_UP:
            break
        pauses.append((message.next_attempt_at - now).total_seconds())
        now = message.next_attempt_at
    assert pauses[:5] == [5, 10, 20, 40, 80]
    assert max(pauses) == pauses[-1] == 900
    assert after(days=1) <= now <= after(days=1, minutes=15)
    assert (message.status, message.problem) == (503, "Answered with status 503.")
    # What happened meanwhile isn't held up for longer.
    happen(2, now)
    assert send(webhook, now, DELIVERED)[1] == [("page.changed", 2)]


def test_after_three_days_of_failure_it_is_switched_off_with_a_notification(webhook, happen, lead, editor):
    for day in range(4):
        happen(day, after(days=day))
        send(webhook, after(days=day), REFUSED)
        assert Webhook.objects.get().is_active == (day < 3)
    webhook.refresh_from_db()
    assert webhook.off_because == "Nothing could be delivered for 3 days."
    notification = Notification.objects.get()
    assert notification.user == lead.user
    assert notification.text == "The webhook “Website” is switched off. Nothing could be delivered for 3 days."
    assert not WebhookEvent.objects.exists()
    assert not messages.waiting().exists()
    happen(9, after(days=4))
    assert messages.next_moment() is None


def test_a_receiver_that_is_gone_for_good_is_switched_off_at_once(webhook, happen):
    happen(1)
    send(webhook, NOON, DeliveryOutcome(410, 5, "Answered with status 410."))
    assert not Webhook.objects.get().is_active


def test_a_test_and_a_message_sent_again_are_tried_once_and_hold_nothing_up(webhook, happen):
    happen(1)
    key, _ = send(webhook, NOON, DELIVERED)
    happen(2, after(minutes=1))
    stuck, _ = send(webhook, after(minutes=1), REFUSED)
    message = WebhookMessage.objects.get(key=key)
    assert messages.send_again(message, after(minutes=1))
    assert not messages.send_again(message, after(minutes=1))
    messages.send_test(webhook, after(minutes=1))
    again, test = (messages.claim(webhook.pk, after(minutes=1)) for _ in range(2))
    assert again[1].key == key
    assert json.loads(test[1].body)["type"] == "test"
    for claimed in (again, test):
        messages.settle(claimed[0], REFUSED, after(minutes=1))
    assert WebhookMessage.objects.filter(state=MessageState.GIVEN_UP).count() == 2
    assert send(webhook, after(minutes=2), DELIVERED)[0] == stuck


def test_old_messages_are_forgotten(webhook, happen):
    happen(1)
    send(webhook, NOON, DELIVERED)
    happen(2, NOON)
    send(webhook, NOON, REFUSED)
    messages.forget(NOON + messages.KEPT)
    assert WebhookMessage.objects.count() == 2
    messages.forget(NOON + messages.KEPT + datetime.timedelta(seconds=1))
    assert WebhookMessage.objects.get().state == MessageState.WAITING
