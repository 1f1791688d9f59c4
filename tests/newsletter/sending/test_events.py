"""What providers tell later, and what the provider backend makes of their answers."""

import datetime
import sys
import types

import pytest
import requests
from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused, AnymailRequestsAPIError
from anymail.signals import AnymailTrackingEvent, tracking
from django.core import mail

from newsletter.backends import Answer
from newsletter.backends.anymail import METADATA, AnymailBackend
from newsletter.choices import DeliveryKind, OnUncertain, Outcome, RecipientState, SendState
from newsletter.message import Template
from newsletter.models import DeliveryEvent, Send
from newsletter.sending import closing, composing, events
from newsletter.sending.working import work
from tests.newsletter.sending.test_message import CONTENT, ORIGIN, PERSONAL

AT = datetime.datetime(2026, 1, 5, 10, tzinfo=datetime.UTC)


@pytest.fixture
def told(monkeypatch):
    """What the newsletter's people are told."""
    calls = []
    people = types.ModuleType("newsletter.people.delivery")
    people.bounced = lambda subscriber, hard, send=None: calls.append(("bounced", subscriber.pk, hard, send.pk))
    people.complained = lambda subscriber, send=None: calls.append(("complained", subscriber.pk, send.pk))
    monkeypatch.setitem(sys.modules, "newsletter.people.delivery", people)
    monkeypatch.setattr("newsletter.people.delivery", people, raising=False)
    return calls


@pytest.fixture
def uncertain(begun, scripted):
    """The one uncertain recipient of a send that is over."""
    send = begun(2)
    work(send, scripted(Answer(Outcome.UNKNOWN)))
    closing.close(send)
    return send.send_recipients.get(state=RecipientState.UNCERTAIN)


def key(recipient) -> str:
    return composing.message_id(recipient.send_id, recipient.pk, "hub.example")


def hear(about, event_type="delivered", **values):
    values = {
        "event_id": "e1",
        "timestamp": AT,
        "recipient": about.address,
        "metadata": {METADATA: key(about)},
    } | values
    event = AnymailTrackingEvent(event_type=event_type, **values)
    tracking.send(sender=None, event=event, esp_name="Test")


@pytest.mark.parametrize(
    ("kind", "state", "of_send"),
    [
        ("delivered", RecipientState.ACCEPTED, SendState.FINISHED),
        ("complained", RecipientState.ACCEPTED, SendState.FINISHED),
        ("bounced", RecipientState.REFUSED, SendState.FINISHED),
        ("deferred", RecipientState.UNCERTAIN, SendState.FINISHED_UNCERTAIN),
        ("opened", RecipientState.UNCERTAIN, SendState.FINISHED_UNCERTAIN),
    ],
)
def test_an_event_settles_an_uncertain_recipient_once(uncertain, told, kind, state, of_send):
    for _ in range(3):
        hear(uncertain, kind)
    uncertain.refresh_from_db()
    send = Send.objects.get()
    assert (uncertain.state, send.state) == (state, of_send)
    assert send.accepted + send.refused + send.uncertain == send.recipients == 2
    assert DeliveryEvent.objects.count() == (0 if kind == "opened" else 1)
    assert len(told) == (kind in ("complained", "bounced", "deferred"))


def test_a_bounce_and_a_complaint_are_told_to_those_who_keep_subscriptions(uncertain, told):
    person, send = uncertain.subscriber_id, uncertain.send_id
    hear(uncertain, "bounced", event_id="1", reject_reason="bounced")
    hear(uncertain, "bounced", event_id="2", reject_reason="timed_out")
    hear(uncertain, "complained", event_id="3")
    assert told == [("bounced", person, True, send), ("bounced", person, False, send), ("complained", person, send)]


def test_the_order_of_events_makes_no_difference(uncertain, told):
    hear(uncertain, "complained", event_id="2")
    hear(uncertain, "delivered", event_id="1")
    uncertain.refresh_from_db()
    assert uncertain.state == RecipientState.ACCEPTED
    assert DeliveryEvent.objects.count() == 2


def test_an_event_that_comes_before_the_answer_is_known_settles_later(begun, scripted, told):
    send = begun(1)
    recipient = send.send_recipients.get()
    work(send, scripted(Answer(Outcome.UNKNOWN), before=lambda *_: hear(recipient)))
    recipient.refresh_from_db()
    assert recipient.state == RecipientState.ACCEPTED


@pytest.mark.parametrize(
    "values",
    [
        {"metadata": {METADATA: "<1.1.00000000000000000000000000000000@hub.example>"}},
        {"metadata": {METADATA: "<test.abc@hub.example>"}},
        {"metadata": {}},
        {"recipient": "somebody@else.example"},
    ],
)
def test_a_forged_event_changes_nothing(uncertain, told, values):
    hear(uncertain, "bounced", **values)
    uncertain.refresh_from_db()
    assert uncertain.state == RecipientState.UNCERTAIN
    assert not DeliveryEvent.objects.exists() and told == []


def test_an_event_without_an_id_is_still_told_once(uncertain, told):
    for _ in range(2):
        hear(uncertain, "bounced", event_id=None)
    assert DeliveryEvent.objects.count() == len(told) == 1


def test_a_webhook_that_nobody_signed_is_refused(client, db, settings):
    settings.ANYMAIL = {"WEBHOOK_SECRET": "user:password"}
    response = client.post("/newsletter/webhooks/postmark/tracking/", "{}", content_type="application/json")
    assert response.status_code == 400


# The provider backend


@pytest.fixture
def provider(monkeypatch):
    backend = AnymailBackend("anymail.backends.test.EmailBackend")

    def answers(error):
        def post(payload, message):
            raise error

        monkeypatch.setattr(backend.connection, "post_to_esp", post)

    backend.fails_with = answers
    return backend


def hand_over(backend) -> Answer:
    message = Template.of(CONTENT, ORIGIN).for_recipient(PERSONAL)
    with backend:
        return backend.hand_over(message, sender="update@hub.example", recipient=PERSONAL.address, key="<k@x>")


def test_a_provider_gets_the_message_with_its_headers_and_its_name(provider):
    answer = hand_over(provider)
    assert answer.outcome == Outcome.ACCEPTED
    (sent,) = mail.outbox
    params = sent.anymail_test_params
    assert [address.addr_spec for address in params["to"]] == [PERSONAL.address]
    assert params["metadata"] == {METADATA: "<k@x>"}
    assert params["extra_headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert PERSONAL.leave_url in params["extra_headers"]["List-Unsubscribe"]
    assert PERSONAL.leave_url in params["text_body"]
    assert "Cc" not in params["extra_headers"]


def api_error(status: int | None, *bases) -> AnymailAPIError:
    response = requests.Response()
    response.status_code = status
    if status:
        return AnymailRequestsAPIError("no", response=response, status_code=status)
    return type("Broken", (AnymailRequestsAPIError, *bases), {})("broke")


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (api_error(429), Outcome.TEMPORARY),
        (api_error(401), Outcome.TEMPORARY),
        (api_error(422), Outcome.REFUSED),
        (api_error(500), Outcome.UNKNOWN),
        (api_error(503), Outcome.UNKNOWN),
        (api_error(None, requests.ConnectTimeout), Outcome.TEMPORARY),
        (api_error(None, requests.ReadTimeout), Outcome.UNKNOWN),
        (api_error(None, requests.ConnectionError), Outcome.UNKNOWN),
        (AnymailAPIError("odd answer"), Outcome.UNKNOWN),
        (AnymailRecipientsRefused("no"), Outcome.REFUSED),
        (RuntimeError("?"), Outcome.UNKNOWN),
    ],
)
def test_each_failure_of_a_provider_is_told_for_what_it_is(provider, error, outcome):
    provider.fails_with(error)
    assert hand_over(provider).outcome == outcome


def test_a_connection_that_was_never_made_is_surely_not_sent(settings):
    settings.ANYMAIL = {"RESEND_API_KEY": "x", "RESEND_API_URL": "http://127.0.0.1:9/"}
    backend = AnymailBackend("anymail.backends.resend.EmailBackend")
    assert hand_over(backend).outcome == Outcome.TEMPORARY


def test_a_provider_that_knows_keys_gets_the_same_key_each_time(settings, monkeypatch):
    settings.ANYMAIL = {"RESEND_API_KEY": "x"}
    backend = AnymailBackend("anymail.backends.resend.EmailBackend")
    assert backend.key_window == 24 * 60 * 60
    seen = []

    def request(session, **params):
        seen.append(session.headers["Idempotency-Key"])
        raise requests.ReadTimeout

    monkeypatch.setattr(requests.Session, "request", request)
    assert hand_over(backend).outcome == hand_over(backend).outcome == Outcome.UNKNOWN
    assert seen == ["<k@x>", "<k@x>"]


@pytest.mark.parametrize("state", [RecipientState.RETRY, RecipientState.PENDING, RecipientState.CLAIMED])
def test_whoever_is_known_to_have_it_does_not_get_it_again(begun, scripted, update, state):
    update.on_uncertain = OnUncertain.SEND_AGAIN
    update.save()
    send = begun(1)
    work(send, scripted(Answer(Outcome.UNKNOWN, detail="The connection broke.")))
    send.send_recipients.update(state=state, not_before=AT)
    recipient = send.send_recipients.get()
    name = composing.message_id(send.pk, recipient.pk, composing.domain())
    assert events.record("Postmark", "1", name, DeliveryKind.DELIVERED)
    again = scripted()
    work(Send.objects.get(pk=send.pk), again)
    assert again.addresses == []
    assert closing.close(send)
    assert Send.objects.get(pk=send.pk).accepted == 1


def test_what_is_told_before_the_answer_counts_as_well(begun, scripted, update):
    update.on_uncertain = OnUncertain.SEND_AGAIN
    update.save()
    send = begun(1)

    def tell(backend, address):
        recipient = send.send_recipients.get()
        name = composing.message_id(send.pk, recipient.pk, composing.domain())
        assert events.record("Postmark", "1", name, DeliveryKind.DELIVERED)

    work(send, scripted(Answer(Outcome.UNKNOWN, detail="It took too long."), before=tell))
    assert send.send_recipients.get().state == RecipientState.ACCEPTED
