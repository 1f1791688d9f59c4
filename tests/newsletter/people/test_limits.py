"""How often one may ask."""

import pytest
from django.test import RequestFactory

from newsletter.models import Letter
from newsletter.people import limits


def ask(client, email="ada@example.org", **headers):
    return client.post("/newsletter/subscribe/", {"email": email}, **headers)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.17", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.17", "192.0.2.0/24"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_a_network_is_what_one_household_has(address, network):
    assert limits.network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


def test_a_proxy_is_believed_only_where_there_is_one(settings):
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 192.0.2.17")
    settings.SECURE_PROXY_SSL_HEADER = None
    assert limits.network_of(request) == "10.0.0.0/24"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert limits.network_of(request) == "192.0.2.0/24"


def test_an_address_gets_three_letters_an_hour_and_nobody_is_told(update, client):
    answers = {(response.status_code, response["Location"]) for response in (ask(client) for _ in range(5))}
    assert answers == {(303, "/newsletter/subscribe/check-your-email/")}
    assert Letter.objects.count() == limits.PER_ADDRESS
    assert ask(client, "bea@example.org").status_code == 303
    assert Letter.objects.count() == limits.PER_ADDRESS + 1


def test_a_network_that_asks_too_often_is_told(update, client, monkeypatch):
    monkeypatch.setattr(limits, "PER_NETWORK", 3)
    for number in range(3):
        assert ask(client, f"p{number}@example.org", REMOTE_ADDR=f"192.0.2.{number}").status_code == 303
    response = ask(client, "p3@example.org", REMOTE_ADDR="192.0.2.200")
    assert response.status_code == 429
    assert response["Retry-After"] == "3600"
    assert "Try again in an hour" in response.content.decode()
    assert (
        client.post("/newsletter/preferences/", {"email": "a@example.org"}, REMOTE_ADDR="192.0.2.1").status_code == 429
    )
    assert client.get("/newsletter/subscribe/", REMOTE_ADDR="192.0.2.1").status_code == 200
    assert Letter.objects.count() == 3
    assert ask(client, "p4@example.org", REMOTE_ADDR="198.51.100.1").status_code == 303
