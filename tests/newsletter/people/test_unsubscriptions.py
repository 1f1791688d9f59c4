"""Leaving works from any message, with one click, and never by a program that only looks."""

import datetime
import uuid

import pytest
from django.core.signing import Signer
from django.test import Client
from django.utils import timezone

from newsletter.choices import ConsentKind, EndedReason, Source, SubscriptionState
from newsletter.models import ConsentEvent, Send, Snapshot, Subscription
from newsletter.people import subscriptions, tokens
from newsletter.people.keys import secret
from tests import factories

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def subscription(update):
    return factories.SubscriptionFactory(mailing_list=update)


@pytest.fixture
def path(subscription):
    return path_of(tokens.LEAVE.url(subscription.key))


@pytest.fixture
def strict():
    """A client that Django holds to its protection against forged requests, as a browser is."""
    return Client(enforce_csrf_checks=True)


def path_of(url: str) -> str:
    assert url.startswith("http://localhost/newsletter/")
    return url.removeprefix("http://localhost")


def undo_path(page: str) -> str:
    return page.split('<form action="/newsletter/undo/')[1].split('"')[0]


@pytest.mark.parametrize(
    "body",
    [
        {"data": ONE_CLICK},  # multipart/form-data
        {"data": "List-Unsubscribe=One-Click", "content_type": "application/x-www-form-urlencoded"},
    ],
    ids=["multipart", "urlencoded"],
)
def test_one_click(body, subscription, path, strict):
    """RFC 8058: both encodings, no cookie, no redirect; twice is as good as once."""
    for _ in range(2):
        response = strict.post(path, **body)
        assert response.status_code == 200
        assert "Location" not in response
        assert "Set-Cookie" not in response
        assert not response.cookies
    subscription.refresh_from_db()
    assert (subscription.state, subscription.ended_reason) == (SubscriptionState.ENDED, EndedReason.LEFT)
    event = ConsentEvent.objects.get()
    assert (event.kind, event.source, event.reason) == (ConsentKind.ENDED, Source.ONE_CLICK, EndedReason.LEFT)


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete", "patch"])
def test_a_program_that_follows_links_changes_nothing(method, subscription, path, client):
    getattr(client, method)(path)
    getattr(client, method)(f"{path}?List-Unsubscribe=One-Click")
    subscription.refresh_from_db()
    assert subscription.state == SubscriptionState.ACTIVE
    assert not ConsentEvent.objects.exists()


def test_a_person_leaves_with_one_button_and_may_take_it_back(subscription, path, strict, neglect):
    subscription.interests.add(neglect)
    assert strict.get(path).content.decode().count('<button type="submit" class="ds_button">Unsubscribe') == 1
    page = strict.post(path).content.decode()
    subscription.refresh_from_db()
    assert subscription.state == SubscriptionState.ENDED
    assert ConsentEvent.objects.get().source == Source.LINK
    assert "You have unsubscribed" in strict.get(path).content.decode()

    undo = f"/newsletter/undo/{undo_path(page)}"
    for _ in range(2):
        assert strict.post(undo).status_code == 200
    again = Subscription.objects.get(state=SubscriptionState.ACTIVE)
    assert again.subscriber == subscription.subscriber
    assert list(again.interests.all()) == [neglect]
    assert ConsentEvent.objects.filter(subscription=again).count() == 1


def test_taking_back_ends_after_an_hour(subscription, path, client, time_machine):
    page = client.post(path).content.decode()
    time_machine.move_to(timezone.now() + datetime.timedelta(hours=1, minutes=1))
    assert client.post(f"/newsletter/undo/{undo_path(page)}").status_code == 404
    assert not Subscription.objects.filter(state=SubscriptionState.ACTIVE).exists()


def test_what_an_editor_ended_is_not_taken_back(subscription):
    factories.end(subscription, Source.EDITOR, reason=EndedReason.REMOVED)
    assert subscriptions.undo(subscription) is None


def test_the_link_in_an_old_message_ends_the_subscription_of_today(subscription, path, client):
    factories.end(subscription, Source.LINK)
    again = factories.SubscriptionFactory(subscriber=subscription.subscriber, mailing_list=subscription.mailing_list)
    assert "Unsubscribe from “Regular update”" in client.get(path).content.decode()
    client.post(path, ONE_CLICK)
    again.refresh_from_db()
    assert again.state == SubscriptionState.ENDED


def test_leaving_one_list_is_not_leaving_another(subscription, path, client):
    other = factories.SubscriptionFactory(subscriber=subscription.subscriber)
    client.post(path)
    other.refresh_from_db()
    assert other.state == SubscriptionState.ACTIVE


def test_the_send_that_somebody_left_by_is_known(subscription, client, tree):
    issue = factories.IssueFactory(parent=tree.updates, number=1)
    snapshot = Snapshot.objects.create(issue=issue, revision_id=1)
    send = Send.objects.create(snapshot=snapshot, issue=issue, installation="x", due_at=timezone.now())
    client.post(path_of(tokens.LEAVE.url(subscription.key, send.pk)), ONE_CLICK)
    subscription.refresh_from_db()
    assert subscription.ended_by_send == send


def test_every_link_that_does_not_work_gets_the_same_answer(subscription, path, client):
    forged = Signer(key="another secret", salt="newsletter.leave", sep=".").sign(subscription.key.hex)
    of_another_kind = tokens.PREFERENCES.token(subscription.key)
    wrong = [forged, of_another_kind, "x", path.split("/")[3][:-1], tokens.LEAVE.token(uuid.uuid4())]
    answers = {
        (response.status_code, response.content)
        for token in wrong
        for response in (
            client.get(f"/newsletter/leave/{token}/"),
            client.post(f"/newsletter/leave/{token}/", ONE_CLICK),
        )
    }
    assert len(answers) == 1
    status, content = answers.pop()
    assert status == 404
    assert "team@example.org" in content.decode()
    subscription.refresh_from_db()
    assert subscription.state == SubscriptionState.ACTIVE


def test_links_hold_no_address_and_cost_no_statement(subscription, django_assert_num_queries):
    with django_assert_num_queries(0):
        links = [
            tokens.LEAVE.url(subscription.key, 7),
            tokens.PREFERENCES.url(subscription.subscriber.key),
            tokens.CONFIRM.url(subscription.subscriber.key),
        ]
    for link in links:
        assert "@" not in link
        assert subscription.subscriber.normalised.split("@")[0] not in link
        assert len(link) < 200
    assert tokens.LEAVE.read(tokens.LEAVE.token(subscription.key, 7)) == (subscription.key, 7)


def test_links_hold_when_only_the_secret_of_sessions_changes(subscription, settings):
    settings.NEWSLETTER_SECRET = "kept apart"
    token = tokens.LEAVE.token(subscription.key)
    settings.SECRET_KEY = "another"
    assert secret() == "kept apart"
    assert tokens.LEAVE.read(token).key == subscription.key


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", ""),
        (b"{}", "application/json"),
        (b"no boundary", "multipart/form-data"),
        (b"x=1&" * 20_000, "application/x-www-form-urlencoded"),
        (b"x" * 3_000_000, "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_that_cannot_be_read_keeps_nobody_on_a_list(body, content_type, subscription, path, strict):
    response = strict.generic("POST", path, body, content_type)
    assert response.status_code == 200
    subscription.refresh_from_db()
    assert subscription.state == SubscriptionState.ENDED
