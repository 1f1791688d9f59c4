"""The mutation `subscribe`: as the form, for frontends."""

import json

import pytest

from newsletter.choices import Source
from newsletter.models import ConsentEvent, Letter, Subscriber, Subscription
from newsletter.people import limits
from tests import factories

DOCUMENT = "mutation ($input: SubscribeInput!) { subscribe(input: $input) { message } }"


@pytest.fixture
def subscribe(gql):
    """Call the mutation and return its message, or its one error."""

    def subscribe(email="ada@example.org", **fields):
        body = gql(DOCUMENT, input={"email": email, **fields})
        if "errors" in body:
            assert body["data"] is None
            [error] = body["errors"]
            return error["extensions"]["code"], error["message"]
        return body["data"]["subscribe"]["message"]

    return subscribe


def test_somebody_subscribes_from_a_frontend(subscribe, update, neglect, data, deliver):
    message = subscribe(interests=[neglect.slug], page="/join/")
    assert "If we can send messages to this address" in message
    subscription = Subscription.objects.get()
    assert (subscription.mailing_list, subscription.source, subscription.page) == (update, Source.API, "/join/")
    assert list(subscription.interests.all()) == [neglect]
    assert ConsentEvent.objects.get().wording.text == data("{ subscribeWording }")["subscribeWording"]
    assert len(deliver()) == 1


def test_the_answer_is_the_same_for_everybody(subscribe, update):
    factories.SubscriptionFactory(subscriber__address="active@example.org", mailing_list=update)
    assert len({subscribe(email) for email in ("new@example.org", "active@example.org", "ACTIVE@example.org")}) == 1


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"email": "nobody"}, "correct format"),
        ({"lists": []}, "Choose from the lists"),
        ({"lists": ["update", "nowhere"]}, "Choose from the lists"),
        ({"lists": ["internal"]}, "only for addresses of gov.scot"),
        ({"lists": ["update"], "interests": ["nothing"]}, "No work stream has the slug nothing"),
    ],
)
def test_what_does_not_fit_is_told_with_its_code(fields, says, subscribe, update, internal):
    code, message = subscribe(**fields)
    assert code == "INVALID_VALUE"
    assert says in message
    assert not Subscriber.objects.exists()


def test_hidden_work_streams_are_no_choice(subscribe, update, neglect):
    neglect.unpublish()
    assert subscribe(interests=[neglect.slug])[0] == "INVALID_VALUE"


def test_without_a_list_nobody_can_join(subscribe, hub):
    assert subscribe() == ("INVALID_VALUE", "No list is offered at the moment.")


def test_aliases_do_not_get_round_the_limits(gql, update, monkeypatch):
    monkeypatch.setattr(limits, "PER_NETWORK", 5)
    calls = " ".join(f'a{n}: subscribe(input: {{email: "p{n}@example.org"}}) {{ message }}' for n in range(8))
    body = gql(f"mutation {{ {calls} }}")
    assert {error["extensions"]["code"] for error in body["errors"]} == {"TOO_MANY_REQUESTS"}
    assert Letter.objects.count() == 5


def test_only_post_changes_something_and_no_answer_is_kept(client, update, settings):
    settings.GRAPHQL_CACHE = True
    document = 'mutation { subscribe(input: {email: "ada@example.org"}) { message } }'
    response = client.get("/graphql/", {"query": document})
    assert response.status_code == 405
    assert not Letter.objects.exists()
    for _ in range(2):
        response = client.post("/graphql/", json.dumps({"query": document}), content_type="application/json")
        assert "no-store" in response["Cache-Control"]
        assert "Set-Cookie" not in response
    assert Letter.objects.count() == 2


def test_a_null_character_in_the_page_is_dropped(subscribe, update):
    assert subscribe(email="ada@example.org", page="/\0news/")
    assert Subscription.objects.get().page == "/news/"
