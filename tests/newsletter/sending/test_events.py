"""What providers tell later, and what the provider backend makes of their answers."""

import base64
import datetime
import sys
import types

import pytest
import requests
from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused, AnymailRequestsAPIError
from anymail.signals import AnymailTrackingEvent, tracking
from django.core import mail

from cms.models import HubSettings
from newsletter.backends import HandoverResult
from newsletter.backends.anymail import METADATA, AnymailBackend
from newsletter.choices import (
    DeliveryKind,
    EndedReason,
    HandoverOutcome,
    LetterKind,
    OnUncertain,
    RecipientState,
    SendState,
    SubscriptionState,
)
from newsletter.message import Template
from newsletter.models import ConsentEvent, DeliveryEvent, Letter, Send, SendRecipient
from newsletter.people import letters
from newsletter.people.suppression import is_suppressed
from newsletter.sending import completion, events, messages
from newsletter.sending.handover import work
from tests.newsletter.sending import factories
from tests.newsletter.sending.test_message import CONTENT, ORIGIN, PERSONAL

AT = datetime.datetime(2026, 1, 5, 10, tzinfo=datetime.UTC)


@pytest.fixture
def told(monkeypatch):
    """The calls to `newsletter.people.delivery`."""
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
    work(send, scripted(HandoverResult(HandoverOutcome.UNKNOWN)))
    completion.close(send)
    return send.send_recipients.get(state=RecipientState.UNCERTAIN)


def key(recipient) -> str:
    return messages.message_id(recipient.send_id, recipient.pk, "hub.example")


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


@pytest.mark.parametrize(
    ("words", "hard"),
    [
        ({"Type": "HardBounce", "Details": "unknown user"}, True),
        ({"Type": "SoftBounce"}, False),
        ({"event": "soft_bounce"}, False),
        ({"type": "activity.soft_bounced"}, False),
        ({"bounce": {"bounceType": "Permanent"}}, True),
        ({"bounce": {"bounceType": "Transient"}}, False),
        ({"event": "bounce", "hard_bounce": True}, True),
        ({"event": "bounce", "hard_bounce": False}, False),
    ],
    ids=str,
)
def test_a_bounce_that_need_not_last_ends_nothing_whatever_its_provider_calls_it(uncertain, told, words, hard):
    hear(uncertain, "bounced", reject_reason="bounced", esp_event=words)
    assert told == [("bounced", uncertain.subscriber_id, hard, uncertain.send_id)]


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
    work(send, scripted(HandoverResult(HandoverOutcome.UNKNOWN), before=lambda *_: hear(recipient)))
    recipient.refresh_from_db()
    assert recipient.state == RecipientState.ACCEPTED


@pytest.mark.parametrize(("kind", "reason"), [("bounced", EndedReason.BOUNCED), ("complained", EndedReason.COMPLAINED)])
def test_a_letter_that_bounces_or_is_reported_stops_what_was_asked_for(db, update, kind, reason):
    person = factories.subscriber("ada@example.org")
    subscription = factories.subscribe(person, update, state=SubscriptionState.PENDING)
    letter = Letter.objects.create(subscriber=person, kind=LetterKind.CONFIRM, due_at=AT)
    named = letters.message_id(letter, HubSettings(sender_email="hub@hub.example"))
    told = {"event_id": "e1", "timestamp": AT, "reject_reason": "bounced"}
    for forged in (
        {"recipient": "ben@example.org", "message_id": named},
        {"message_id": named.replace("letter.", "letter.1")},
    ):
        event = AnymailTrackingEvent(event_type=kind, **{"recipient": person.address} | told | forged)
        tracking.send(sender=None, event=event, esp_name="Test")
    assert not is_suppressed(person.normalised)
    for _ in range(2):
        event = AnymailTrackingEvent(event_type=kind, recipient=person.address, metadata={METADATA: named}, **told)
        tracking.send(sender=None, event=event, esp_name="Test")
    subscription.refresh_from_db()
    assert (subscription.state, subscription.ended_reason) == (SubscriptionState.ENDED, reason)
    assert is_suppressed(person.normalised)
    assert DeliveryEvent.objects.count() == 1


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


SIGNED = {"authorization": "Basic " + base64.b64encode(b"user:password").decode()}


def bounce(client, recipient, headers) -> int:
    """Post what Postmark tells of a message that came back, and return the status of the answer."""
    told = {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "ID": 4323372036854775807,
        "Email": recipient.address,
        "BouncedAt": "2026-01-05T10:00:00Z",
        "Metadata": {METADATA: key(recipient)},
    }
    url = "/newsletter/webhooks/postmark/tracking/"
    return client.post(url, told, content_type="application/json", headers=headers).status_code


def test_a_webhook_ends_subscriptions_once_however_often_it_is_called(client, uncertain, settings):
    settings.ANYMAIL = {"WEBHOOK_SECRET": "user:password"}
    assert [bounce(client, uncertain, SIGNED) for _ in range(3)] == [200, 200, 200]
    uncertain.refresh_from_db()
    assert uncertain.state == RecipientState.REFUSED
    subscription = uncertain.subscription
    assert (subscription.state, subscription.ended_reason) == (SubscriptionState.ENDED, EndedReason.BOUNCED)
    assert subscription.ended_by_send == uncertain.send
    assert is_suppressed(uncertain.normalised)
    assert DeliveryEvent.objects.count() == ConsentEvent.objects.count() == 1


@pytest.mark.parametrize("headers", [{}, {"authorization": "Basic dXNlcjp3cm9uZw=="}])
def test_a_webhook_that_the_provider_did_not_sign_is_refused(client, uncertain, settings, headers):
    settings.ANYMAIL = {"WEBHOOK_SECRET": "user:password"}
    assert bounce(client, uncertain, headers) == 400
    assert not DeliveryEvent.objects.exists()
    assert uncertain.subscription.state == SubscriptionState.ACTIVE


def test_a_provider_names_a_domain_as_mail_servers_do(uncertain, told):
    SendRecipient.objects.filter(pk=uncertain.pk).update(address="ada@bücher.example")
    hear(uncertain, "bounced", recipient="ada@xn--bcher-kva.example")
    assert len(told) == 1


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


def hand_over(backend) -> HandoverResult:
    message = Template.of(CONTENT, ORIGIN).for_recipient(PERSONAL)
    with backend:
        return backend.hand_over(message, sender="update@hub.example", recipient=PERSONAL.address, key="<k@x>")


def test_a_provider_gets_the_message_with_its_headers_and_its_name(provider):
    answer = hand_over(provider)
    assert answer.outcome == HandoverOutcome.ACCEPTED
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
        (api_error(429), HandoverOutcome.TEMPORARY),
        (api_error(401), HandoverOutcome.TEMPORARY),
        (api_error(422), HandoverOutcome.REFUSED),
        (api_error(500), HandoverOutcome.UNKNOWN),
        (api_error(503), HandoverOutcome.UNKNOWN),
        (api_error(None, requests.ConnectTimeout), HandoverOutcome.TEMPORARY),
        (api_error(None, requests.ReadTimeout), HandoverOutcome.UNKNOWN),
        (api_error(None, requests.ConnectionError), HandoverOutcome.UNKNOWN),
        (AnymailAPIError("odd answer"), HandoverOutcome.UNKNOWN),
        (AnymailRecipientsRefused("no"), HandoverOutcome.REFUSED),
        (RuntimeError("?"), HandoverOutcome.UNKNOWN),
    ],
)
def test_each_failure_of_a_provider_is_told_for_what_it_is(provider, error, outcome):
    provider.fails_with(error)
    assert hand_over(provider).outcome == outcome


def test_what_is_kept_of_a_providers_words_holds_no_address(provider, uncertain, told):
    provider.fails_with(AnymailAPIError(f"No mailbox {PERSONAL.address.lower()}"))
    assert hand_over(provider).detail == "AnymailAPIError: No mailbox [address]"
    hear(uncertain, "bounced", mta_response=f"550 <{uncertain.address}> unknown")
    assert DeliveryEvent.objects.get().detail == "550 <[address]> unknown"


def test_a_connection_that_was_never_made_is_surely_not_sent(settings):
    settings.ANYMAIL = {"RESEND_API_KEY": "x", "RESEND_API_URL": "http://127.0.0.1:9/"}
    backend = AnymailBackend("anymail.backends.resend.EmailBackend")
    assert hand_over(backend).outcome == HandoverOutcome.TEMPORARY


def test_a_provider_that_knows_keys_gets_the_same_key_each_time(settings, monkeypatch):
    settings.ANYMAIL = {"RESEND_API_KEY": "x"}
    backend = AnymailBackend("anymail.backends.resend.EmailBackend")
    assert backend.key_window == 24 * 60 * 60
    seen = []

    def request(session, **params):
        seen.append(session.headers["Idempotency-Key"])
        raise requests.ReadTimeout

    monkeypatch.setattr(requests.Session, "request", request)
    assert hand_over(backend).outcome == hand_over(backend).outcome == HandoverOutcome.UNKNOWN
    assert seen == ["<k@x>", "<k@x>"]


@pytest.mark.parametrize("state", [RecipientState.RETRY, RecipientState.PENDING, RecipientState.CLAIMED])
def test_whoever_is_known_to_have_it_does_not_get_it_again(begun, scripted, update, state):
    update.on_uncertain = OnUncertain.SEND_AGAIN
    update.save()
    send = begun(1)
    work(send, scripted(HandoverResult(HandoverOutcome.UNKNOWN, detail="The connection broke.")))
    send.send_recipients.update(state=state, not_before=AT)
    recipient = send.send_recipients.get()
    name = messages.message_id(send.pk, recipient.pk, messages.domain())
    assert events.record("Postmark", "1", name, DeliveryKind.DELIVERED)
    again = scripted()
    work(Send.objects.get(pk=send.pk), again)
    assert again.addresses == []
    assert completion.close(send)
    assert Send.objects.get(pk=send.pk).accepted == 1


def test_what_is_told_before_the_answer_counts_as_well(begun, scripted, update):
    update.on_uncertain = OnUncertain.SEND_AGAIN
    update.save()
    send = begun(1)

    def tell(backend, address):
        recipient = send.send_recipients.get()
        name = messages.message_id(send.pk, recipient.pk, messages.domain())
        assert events.record("Postmark", "1", name, DeliveryKind.DELIVERED)

    work(send, scripted(HandoverResult(HandoverOutcome.UNKNOWN, detail="It took too long."), before=tell))
    assert send.send_recipients.get().state == RecipientState.ACCEPTED
