"""One attempt: signed as the specification says, never into a private network, never for long."""

import json
import socket
import threading
import time

import pytest
from django.utils import timezone
from standardwebhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from cms.base import outgoing_requests
from webhooks import attempts, payloads, signatures
from webhooks.attempts import AddressError, Dispatch

SECRET, BEFORE = signatures.new_secret(), signatures.new_secret()


def attempt(address: str, *secrets: str) -> Dispatch:
    body = payloads.body_of([{"type": "page.changed", "tags": ["é"]}], timezone.now())
    return Dispatch("msg_1", address, body, secrets or (SECRET,))


def test_a_receiver_verifies_it_with_either_secret(receiver):
    sent = attempt(receiver.address, SECRET, BEFORE)
    outcome = attempts.deliver(sent, timezone.now())
    assert (outcome.status, outcome.problem) == (200, "")
    [(path, headers, body)] = receiver.got
    assert path == "/hub?from=it"
    assert headers["Content-Type"] == "application/json"
    assert headers["webhook-id"] == "msg_1"
    for secret in (SECRET, BEFORE):
        assert Verifier(secret).verify(body, headers)["data"]["tags"] == ["é"]
    for wrong in (body + b" ", body):
        with pytest.raises(WebhookVerificationError):
            Verifier(SECRET if wrong != body else signatures.new_secret()).verify(wrong, headers)
    assert json.loads(body)["type"] == "events"


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (204, ""),
        (302, "Answered with status 302."),
        (404, "Answered with status 404."),
        (500, "Answered with status 500."),
    ],
)
def test_only_a_status_of_success_is_a_delivery_and_no_redirect_is_followed(receiver, status, problem):
    receiver.status, receiver.location = status, receiver.address
    outcome = attempts.deliver(attempt(receiver.address), timezone.now())
    assert (outcome.status, outcome.problem) == (status, problem)
    assert len(receiver.got) == 1


def test_a_receiver_that_cannot_be_reached_or_never_ends_is_given_up(receiver, monkeypatch):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}/"
    assert attempts.deliver(attempt(address), timezone.now()).problem == "Can't be reached."
    monkeypatch.setattr(outgoing_requests, "LONGEST", 0.2)
    receiver.trickle = threading.Event()
    began = time.monotonic()
    outcome = attempts.deliver(attempt(receiver.address), timezone.now())
    assert outcome.status is None
    assert outcome.problem == "Didn't answer in time."
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("https://127.0.0.1/", "The address leads into a private network."),
        ("https://[::1]/", "The address leads into a private network."),
        ("https://169.254.169.254/latest/", "The address leads into a private network."),
        ("http://8.8.8.8/", "The address must begin with https://."),
        ("https://nowhere.invalid/", "There is no site with this name."),
        ("ftp://example.org/", "Enter a complete address, such as https://www.example.org/api/hub."),
        ("https://", "Enter a complete address, such as https://www.example.org/api/hub."),
        ("https://example.org:99999/", "Enter a complete address, such as https://www.example.org/api/hub."),
        ("nonsense", "Enter a complete address, such as https://www.example.org/api/hub."),
    ],
)
def test_an_address_that_is_not_allowed_is_named(address, problem):
    with pytest.raises(AddressError) as refused:
        attempts.checked(address)
    assert str(refused.value) == problem
    assert attempts.deliver(attempt(address), timezone.now()).problem == problem


def test_with_the_setting_private_networks_are_allowed_also_without_https(settings):
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    assert attempts.checked("http://127.0.0.1/").ip == "127.0.0.1"
    with pytest.raises(AddressError, match="https://"):
        attempts.checked("http://8.8.8.8/")


def test_a_name_that_leads_elsewhere_later_is_refused_at_delivery(receiver, settings, monkeypatch):
    """The connection goes to the address that was checked; the name isn't resolved again in between."""
    settings.WEBHOOK_PRIVATE_ADDRESSES = False
    answers = ["127.0.0.1", "10.0.0.1"]
    asked = []

    def resolve(host, port, **kwargs):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers[len(asked) - 1], port))]

    connect = socket.getaddrinfo
    monkeypatch.setattr(
        outgoing_requests.socket,
        "getaddrinfo",
        lambda host, port, *args, **kwargs: (
            resolve(host, port) if host == "receiver.example" else connect(host, port, *args, **kwargs)
        ),
    )
    monkeypatch.setattr(outgoing_requests, "is_public", lambda address: address == "127.0.0.1")
    monkeypatch.setattr(attempts, "is_public", lambda address: False)
    address = f"http://receiver.example:{receiver.server_port}/"
    assert attempts.deliver(attempt(address), timezone.now()).status == 200
    assert asked == ["receiver.example"]
    assert receiver.got[0][1]["Host"] == f"receiver.example:{receiver.server_port}"
    assert attempts.deliver(attempt(address), timezone.now()).problem == "The address leads into a private network."
    assert len(receiver.got) == 1
