"""The worker's job delivers what is due: to several receivers at once, in order to each, with two workers too."""

import json
import threading

import pytest
from django.db import connection, connections
from django.utils import timezone
from standardwebhooks import Webhook as Verifier

from cms.base.occurrences import Occurrence
from cms.jobs.registry import jobs
from webhooks import attempts, deliveries, messages, outbox
from webhooks.attempts import DeliveryOutcome
from webhooks.models import Webhook, WebhookMessage


def occur(*pages: int) -> None:
    outbox.write([Occurrence("page.changed", timezone.now(), page, "programme.NewsPage", None, "/") for page in pages])


def pages_in(body: str | bytes) -> list[int]:
    return [event["page"]["databaseId"] for event in json.loads(body)["data"]["events"]]


def test_it_sends_everything_to_each_at_once_and_in_order(tree, receiver):
    one, two = (
        Webhook.objects.create(name=name, address=f"{receiver.address}&{name}", events=["page.changed"])
        for name in ("One", "Two")
    )
    occur(*range(250))
    assert deliveries.deliver_due(lambda: False) is False
    for webhook in (one, two):
        got = [(headers, body) for path, headers, body in receiver.got if path.endswith(f"&{webhook.name}")]
        assert [page for _, body in got for page in pages_in(body)] == list(range(250))
        assert len(got) == len({headers["webhook-id"] for headers, _ in got}) == 3
        for headers, body in got:
            Verifier(webhook.secret).verify(body, headers)
    assert set(WebhookMessage.objects.values_list("state", "status", "attempts")) == {("delivered", 200, 1)}
    assert messages.next_moment() is None


def test_a_slow_receiver_keeps_no_other_waiting(tree, monkeypatch):
    for name in ("slow", "fast"):
        Webhook.objects.create(name=name, address=f"https://{name}.example.org/", events=["page.changed"])
    occur(1)
    order, fast_has_two = [], threading.Event()

    def deliver(dispatch, now):
        assert "fast" in dispatch.address or fast_has_two.wait(10)
        order.append(dispatch.address)
        if order.count("https://fast.example.org/") == 2:
            fast_has_two.set()
        return DeliveryOutcome(200, 1)

    due, later = messages.due, [2]

    def look(now):
        if order and later:  # something happens while the slow one is at work
            occur(later.pop())
        return due(timezone.now())

    monkeypatch.setattr(attempts, "deliver", deliver)
    monkeypatch.setattr(messages, "due", look)
    deliveries.deliver_due(lambda: False)
    assert order[:2] == ["https://fast.example.org/"] * 2
    assert order[2:] == ["https://slow.example.org/"] * 2


def test_a_worker_that_ends_begins_nothing_new_and_loses_nothing(tree, receiver):
    Webhook.objects.create(name="One", address=receiver.address, events=["page.changed"])
    occur(*range(250))
    deliveries.deliver_due(lambda: True)
    assert len(receiver.got) == 1
    deliveries.deliver_due(lambda: False)
    assert [page for *_, body in receiver.got for page in pages_in(body)] == list(range(250))


def test_it_waits_while_the_hub_is_held():
    assert jobs["Webhooks: deliver"].outward


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory is one connection")
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_event_once_and_in_order(receiver):
    Webhook.objects.create(name="One", address=receiver.address, events=["page.changed"])
    occur(*range(1_000))

    def work():
        while messages.next_moment() is not None:
            deliveries.deliver_due(lambda: False)
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [page for *_, body in receiver.got for page in pages_in(body)] == list(range(1_000))
