"""How often one may ask."""

from cms.base import rate_limits
from newsletter.models import Letter
from newsletter.people import limits


def ask(client, email="ada@example.org", **headers):
    return client.post("/newsletter/subscribe/", {"email": email}, **headers)


def test_an_address_gets_three_letters_an_hour_and_nobody_is_told(update, client):
    answers = {(response.status_code, response["Location"]) for response in (ask(client) for _ in range(5))}
    assert answers == {(303, "/newsletter/subscribe/check-your-email/")}
    assert Letter.objects.count() == limits.PER_ADDRESS
    assert ask(client, "bea@example.org").status_code == 303
    assert Letter.objects.count() == limits.PER_ADDRESS + 1


def test_a_network_that_asks_too_often_goes_on_by_mail_and_far_past_its_limit_is_told(update, client, monkeypatch):
    monkeypatch.setattr(limits, "PER_NETWORK", 2)
    for number in range(3):
        assert ask(client, f"p{number}@example.org", REMOTE_ADDR=f"192.0.2.{number}").status_code == 303
    monkeypatch.setattr(rate_limits, "FAR_PAST", 1)
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
