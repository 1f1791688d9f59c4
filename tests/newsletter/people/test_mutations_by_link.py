"""The mutations `unsubscribe` and `preferences`: as the pages behind the links in messages, for frontends."""

import datetime
import html
import json
import re
from pathlib import Path

import pytest
from django.utils import timezone

from newsletter.choices import ConsentKind, Source, SubscriptionState
from newsletter.models import ConsentEvent, Letter, Send, Snapshot, Subscription
from newsletter.people import limits, preferences, tokens
from tests import factories

GUIDE = Path(__file__).resolve().parent.parent.parent.parent / "docs" / "newsletter.md"
LEAVE, MINE = (re.search(rf"`(mutation {name}.*)`", GUIDE.read_text()).group(1) for name in ("Leave", "Mine"))


@pytest.fixture
def subscription(update):
    """Ada's, on the one list."""
    return factories.SubscriptionFactory(subscriber__address="Ada@example.org", mailing_list=update, source=Source.FORM)


@pytest.fixture
def ada(subscription):
    return subscription.subscriber


@pytest.fixture
def leave(data):
    """Call `unsubscribe` and return its message, or its errors."""

    def leave(token):
        answer = data(LEAVE, input={"token": token})["unsubscribe"]
        assert (answer["message"] is None) == bool(answer["userErrors"])
        return answer["message"] or answer["userErrors"]

    return leave


@pytest.fixture
def mine(data):
    """Call `preferences` and return what somebody gets now and the errors."""

    def mine(token, **choices):
        answer = data(MINE, input={"token": token, **({"choices": choices} if choices else {})})["preferences"]
        return answer["current"], answer["userErrors"]

    return mine


def wrong_tokens(ada) -> list[str]:
    """Return tokens that open nothing: of another link, cut off, changed, forged, empty, with a null character."""
    own, leaving = tokens.PREFERENCES.token(ada.key), tokens.LEAVE.token(ada.subscriptions.get().key)
    return [tokens.CONFIRM.token(ada.key), tokens.UNDO.token(ada.key), own[:-1], leaving[:-1], own + "x", "x", "", "\0"]


# Leaving


def test_somebody_leaves_from_a_frontend_however_often(leave, subscription, client):
    token = tokens.LEAVE.token(subscription.key)
    message = leave(token)
    assert leave(token) == message
    subscription.refresh_from_db()
    assert subscription.state == SubscriptionState.ENDED
    event = ConsentEvent.objects.get()
    assert (event.kind, event.source) == (ConsentKind.ENDED, Source.LINK)
    assert message in html.unescape(client.post(f"/newsletter/leave/{token}/").content.decode())


def test_the_send_whose_message_had_the_link_is_noted(leave, subscription, tree):
    issue = factories.IssueFactory(parent=tree.updates, number=1)
    snapshot = Snapshot.objects.create(issue=issue, revision_id=1)
    send = Send.objects.create(snapshot=snapshot, issue=issue, installation="x", due_at=timezone.now())
    leave(tokens.LEAVE.token(subscription.key, send.pk))
    subscription.refresh_from_db()
    assert subscription.ended_by_send == send


def test_an_old_link_ends_the_list_that_was_joined_again(leave, subscription):
    token = tokens.LEAVE.token(subscription.key)
    leave(token)
    again = factories.SubscriptionFactory(subscriber=subscription.subscriber, mailing_list=subscription.mailing_list)
    leave(token)
    again.refresh_from_db()
    assert again.state == SubscriptionState.ENDED


def test_a_link_to_leave_never_expires(leave, subscription, time_machine):
    token = tokens.LEAVE.token(subscription.key)
    time_machine.move_to(timezone.now() + datetime.timedelta(days=3650))
    assert "You won't get any more messages" in leave(token)


def test_wrong_links_to_leave_get_one_answer_and_change_nothing(leave, ada, client):
    page = html.unescape(client.post("/newsletter/leave/x/").content.decode())
    for token in [*wrong_tokens(ada), tokens.PREFERENCES.token(ada.key)]:
        [error] = leave(token)
        assert (error["field"], error["code"]) == (["token"], "BAD_TOKEN")
        assert all(sentence in page for sentence in error["message"].split(". "))
    assert Subscription.objects.get().state == SubscriptionState.ACTIVE


# One's own choices


def test_somebody_reads_what_they_get(mine, ada, update, internal, neglect, client, monkeypatch):
    Subscription.objects.get().interests.add(neglect)
    factories.MailingListFactory(name="Events", slug="events", sort_order=1)
    token = tokens.PREFERENCES.token(ada.key)
    current, errors = mine(token)
    assert errors == []
    assert current["email"] == "Ada@example.org"
    assert current["lists"] == [
        {"slug": "update", "name": "Regular update", "chosen": True},
        {"slug": "events", "name": "Events", "chosen": False},
    ]
    assert current["interests"] == [{"slug": "neglect", "title": "Neglect", "chosen": True}]
    assert current["wording"] in html.unescape(client.get(f"/newsletter/preferences/{token}/").content.decode())
    assert not ConsentEvent.objects.exists()


def test_somebody_changes_what_they_get(mine, ada, update, neglect, tree):
    factories.WorkStreamFactory(parent=tree.streams, title="Trafficking", slug="trafficking")
    factories.MailingListFactory(name="Events", slug="events")
    token = tokens.PREFERENCES.token(ada.key)
    current, errors = mine(token, lists=["events"], interests=["neglect"])
    assert errors == []
    assert {one["slug"]: one["chosen"] for one in current["lists"]} == {"update": False, "events": True}
    assert {one["slug"]: one["chosen"] for one in current["interests"]} == {"neglect": True, "trafficking": False}
    joined = ConsentEvent.objects.get(kind=ConsentKind.CONFIRMED)
    assert (joined.source, joined.wording.text) == (Source.PREFERENCES, current["wording"])
    assert not Letter.objects.exists()
    assert mine(token) == (current, [])

    current, _ = mine(token, lists=[], interests=[])
    assert not any(one["chosen"] for one in current["lists"])
    assert {one.state for one in Subscription.objects.all()} == {SubscriptionState.ENDED}


def test_what_is_not_offered_comes_at_once_and_nothing_is_saved(mine, ada, internal, neglect):
    factories.MailingListFactory(name="Hidden", slug="hidden", offered=False)
    token = tokens.PREFERENCES.token(ada.key)
    before, _ = mine(token)
    for name in ("hidden", "internal", "nowhere", "a\0b", ""):
        current, errors = mine(token, lists=["update", name], interests=["nothing", neglect.slug])
        assert current == before
        assert [(error["field"], error["code"]) for error in errors] == [
            (["choices", "lists"], "NOT_OFFERED"),
            (["choices", "interests"], "NOT_OFFERED"),
        ]
    assert errors[0]["message"] == "Choose from the lists below."
    assert not ConsentEvent.objects.exists()
    assert not Subscription.objects.get().interests.exists()


def test_hidden_work_streams_are_neither_shown_nor_taken_and_stay(mine, ada, neglect):
    token = tokens.PREFERENCES.token(ada.key)
    mine(token, lists=["update"], interests=["neglect"])
    neglect.unpublish()
    current, errors = mine(token, lists=["update"], interests=["neglect"])
    assert (current["interests"], errors[0]["code"]) == ([], "NOT_OFFERED")
    assert mine(token, lists=["update"], interests=[])[1] == []
    assert list(Subscription.objects.get().interests.all()) == [neglect]


def test_half_of_the_choices_is_refused_before_anything_is_read(gql, ada):
    """What wasn't sent must not end a subscription."""
    token = tokens.PREFERENCES.token(ada.key)
    for choices in ({"lists": ["update"]}, {"interests": []}, {}):
        errors = gql(MINE, input={"token": token, "choices": choices})["errors"]
        assert {error["extensions"]["code"] for error in errors} == {"INVALID_VALUE"}
        assert token not in str(errors)
    assert Subscription.objects.get().state == SubscriptionState.ACTIVE


def test_wrong_tokens_and_old_ones_get_one_answer_without_personal_data(mine, ada, time_machine):
    leaving, old = tokens.LEAVE.token(ada.subscriptions.get().key), tokens.PREFERENCES.token(ada.key)
    wrong = [*wrong_tokens(ada), leaving]
    time_machine.move_to(timezone.now() + datetime.timedelta(days=31))
    answers = [mine(token, lists=[], interests=[]) for token in [*wrong, old]]
    current, [error] = answers[0]
    assert (current, error["field"], error["code"]) == (None, ["token"], "BAD_TOKEN")
    assert [answer for answer in answers if answer != answers[0]] == []
    assert Subscription.objects.get().state == SubscriptionState.ACTIVE


def test_the_token_of_somebody_who_was_erased_opens_nothing(mine, leave, ada):
    own, leaving = tokens.PREFERENCES.token(ada.key), tokens.LEAVE.token(ada.subscriptions.get().key)
    preferences.erase(ada)
    current, [error] = mine(own)
    assert (current, error["code"]) == (None, "BAD_TOKEN")
    assert "You won't get any more messages" in leave(leaving)  # as they wished, and it names nobody


# Both


def test_only_post_opens_something_and_no_answer_is_kept(client, ada, settings):
    settings.GRAPHQL_CACHE = True
    link = {"token": tokens.PREFERENCES.token(ada.key)}
    leaving = {"token": tokens.LEAVE.token(ada.subscriptions.get().key)}
    for document, given in ((MINE, link), (LEAVE, leaving)):
        variables = {"input": given}
        response = client.get("/graphql/", {"query": document, "variables": json.dumps(variables)})
        assert (response.status_code, response["Cache-Control"]) == (405, "private, no-store")
        assert Subscription.objects.get().state == SubscriptionState.ACTIVE
    for address in ("ada@example.org", "changed@example.org"):
        type(ada).objects.filter(pk=ada.pk).update(address=address)
        body = json.dumps({"query": MINE, "variables": {"input": link}})
        response = client.post("/graphql/", body, content_type="application/json")
        assert response.json()["data"]["preferences"]["current"]["email"] == address
        assert response["Cache-Control"] == "private, no-store"
        assert not {"Set-Cookie", "ETag", "Surrogate-Key"} & set(response.headers)


def test_a_link_in_a_message_works_however_many_there_are_in_one_network(leave, mine, ada, monkeypatch):
    """As on the pages behind the links: anybody who has a token may use it."""
    monkeypatch.setattr(limits, "PER_NETWORK", 0)
    assert mine(tokens.PREFERENCES.token(ada.key))[0]
    assert "You won't get any more messages" in leave(tokens.LEAVE.token(ada.subscriptions.get().key))
