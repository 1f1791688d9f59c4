"""The mutation `subscribe`: as the form, for frontends."""

import html
import json

import pytest

from cms.base import rate_limits
from newsletter.choices import Source
from newsletter.models import ConsentEvent, Letter, Subscriber, Subscription
from newsletter.people import limits
from tests import factories

ERRORS = "userErrors { field code message }"
DOCUMENT = f"mutation ($input: SubscribeInput!) {{ subscribe(input: $input) {{ message {ERRORS} }} }}"


@pytest.fixture
def subscribe(data):
    """Call the mutation and return its message, or its errors."""

    def subscribe(email="ada@example.org", **fields):
        answer = data(DOCUMENT, input={"email": email, **fields})["subscribe"]
        assert (answer["message"] is None) == bool(answer["userErrors"])
        return answer["message"] or answer["userErrors"]

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
    ("fields", "field", "code"),
    [
        ({"email": ""}, "email", "REQUIRED"),
        ({"email": "nobody"}, "email", "INVALID"),
        ({"email": "ada\0@example.org"}, "email", "INVALID"),
        ({"email": "x" * 255 + "@example.org"}, "email", "TOO_LONG"),
        ({"lists": []}, "lists", "REQUIRED"),
        ({"lists": None}, "lists", "REQUIRED"),
        ({"lists": ["update", "nowhere"]}, "lists", "NOT_OFFERED"),
        ({"lists": ["internal"]}, "email", "NOT_ALLOWED"),
        ({"interests": ["nothing"]}, "interests", "NOT_OFFERED"),
        ({"interests": ["a\0b"]}, "interests", "NOT_OFFERED"),
    ],
)
def test_what_does_not_fit_is_answered_with_its_field_in_the_words_of_the_form(
    fields, field, code, subscribe, client, update, internal
):
    said = {"email": "ada@example.org", "lists": ["update"], **fields}
    [error] = subscribe(**said)
    assert (error["field"], error["code"]) == ([field], code)
    keys = [str({"update": update.pk, "internal": internal.pk}.get(slug, 0)) for slug in said["lists"] or []]
    page = client.post("/newsletter/subscribe/", {**said, "lists": keys}).content.decode()
    assert error["message"] in html.unescape(page)
    assert not Subscriber.objects.exists()


def test_all_that_does_not_fit_comes_at_once(subscribe, update, internal):
    errors = subscribe(email="nobody", interests=["nothing"])
    assert [(error["field"], error["code"]) for error in errors] == [
        (["email"], "INVALID"),
        (["lists"], "REQUIRED"),
        (["interests"], "NOT_OFFERED"),
    ]


def test_a_list_named_twice_is_joined_once(subscribe, update, neglect):
    subscribe(lists=["update", "update"], interests=["neglect", "neglect"])
    assert list(Subscription.objects.get().interests.all()) == [neglect]


def test_somebody_chooses_audiences(subscribe, update):
    parents = factories.AudienceFactory(name="Parents")
    hidden = factories.AudienceFactory(name="Hidden", live=False)
    subscribe(audiences=[parents.slug])
    assert list(Subscription.objects.get().audiences.all()) == [parents]
    [error] = subscribe(audiences=[hidden.slug])
    assert (error["field"], error["code"]) == (["audiences"], "NOT_OFFERED")


def test_hidden_work_streams_are_no_choice(subscribe, update, neglect):
    neglect.unpublish()
    [error] = subscribe(interests=[neglect.slug])
    assert error["code"] == "NOT_OFFERED"


def test_without_a_list_nobody_can_join(subscribe, hub, client):
    [error] = subscribe()
    assert (error["field"], error["code"]) == ([], "NOT_OFFERED")
    assert error["message"] in client.get("/newsletter/subscribe/").content.decode()


def test_aliases_do_not_get_round_the_limits(data, update, monkeypatch):
    monkeypatch.setattr(limits, "PER_NETWORK", 1)
    monkeypatch.setattr(rate_limits, "FAR_PAST", 5)
    answer = "{ message userErrors { field code } }"
    calls = " ".join(f'a{n}: subscribe(input: {{email: "p{n}@example.org"}}) {answer}' for n in range(8))
    answers = data(f"mutation {{ {calls} }}").values()
    too_many = {"message": None, "userErrors": [{"field": [], "code": "TOO_MANY_REQUESTS"}]}
    assert [answer for answer in answers if not answer["message"]] == [too_many] * 3
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
