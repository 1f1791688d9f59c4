"""People's own page: what they change there, take along, and have forgotten."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from newsletter.choices import ConsentKind, EndedReason, Source, SubscriptionState, SuppressionReason
from newsletter.models import (
    ConsentEvent,
    Letter,
    Send,
    SendRecipient,
    Snapshot,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.people import imports, suppression, tokens
from tests import factories

from .conftest import link_in


@pytest.fixture
def ada(update):
    """Somebody on the list."""
    return factories.SubscriptionFactory(
        subscriber__address="Ada@example.org", mailing_list=update, source=Source.FORM
    ).subscriber


@pytest.fixture
def path(ada):
    return path_of(ada)


def path_of(subscriber) -> str:
    return tokens.PREFERENCES.url(subscriber.key).removeprefix("http://localhost")


def recipient_of(subscriber, tree) -> SendRecipient:
    issue = factories.IssueFactory(parent=tree.updates, number=1, title="Issue one")
    snapshot = Snapshot.objects.create(issue=issue, revision_id=1)
    send = Send.objects.create(snapshot=snapshot, issue=issue, installation="x", due_at=timezone.now())
    return SendRecipient.objects.create(
        send=send,
        subscriber=subscriber,
        subscription=subscriber.subscriptions.get(),
        address=subscriber.address,
        normalised=subscriber.normalised,
        audience="external",
    )


@pytest.mark.parametrize("known", [True, False])
def test_the_link_is_sent_to_those_who_are_subscribed_and_the_answer_is_the_same(known, ada, client, deliver):
    email = ada.address if known else "nobody@example.org"
    client.get("/admin/login/")  # what the admin registers for these records costs nothing here
    with CaptureQueriesContext(connection) as captured:
        response = client.post("/newsletter/preferences/", {"email": email})
    assert (response.status_code, response["Location"]) == (303, "/newsletter/preferences/check-your-email/")
    # Whether what is kept of the site still holds, the limits of the network and the address, and the person.
    statements = [query["sql"].split()[0] for query in captured]
    assert statements == ["SELECT", "INSERT", "INSERT", "SAVEPOINT", "SELECT", "INSERT", "RELEASE"]
    messages = deliver()
    assert len(messages) == known
    if known:
        assert client.get(link_in(messages[0])).status_code == 200


def test_interests_are_changed_and_noted(ada, path, client, neglect, tree, update):
    other = factories.WorkStreamFactory(parent=tree.streams, title="Trafficking")
    response = client.post(path, {"shown": "yes", "lists": [update.pk], "interests": [neglect.pk, other.pk]})
    assert "Your choices have been saved." in response.content.decode()
    subscription = Subscription.objects.get()
    assert set(subscription.interests.all()) == {neglect, other}
    assert [event.kind for event in ConsentEvent.objects.all()] == [ConsentKind.CHANGED]

    client.post(path, {"shown": "yes", "lists": [update.pk], "interests": [neglect.pk, other.pk]})
    assert ConsentEvent.objects.count() == 1  # nothing differs
    client.post(path, {"shown": "yes", "lists": [update.pk]})
    assert list(subscription.interests.all()) == []


def test_an_empty_request_ends_nothing(ada, path, client):
    page = client.post(path, {}).content.decode()
    assert "Nothing was saved." in page
    assert Subscription.objects.get().state == SubscriptionState.ACTIVE
    client.post(path, {"shown": "yes"})
    assert Subscription.objects.get().state == SubscriptionState.ENDED


def test_audiences_are_changed_and_noted(ada, path, client, neglect, update):
    parents, judges = (factories.AudienceFactory(name=name) for name in ("Parents", "Judges"))
    assert "Judges" in client.get(path).content.decode()
    client.post(path, {"shown": "yes", "lists": [update.pk], "audiences": [parents.pk], "interests": [neglect.pk]})
    subscription = Subscription.objects.get()
    assert (list(subscription.audiences.all()), list(subscription.interests.all())) == ([parents], [neglect])
    assert subscription.consent_events.filter(kind=ConsentKind.CHANGED).count() == 1
    parents.unpublish()
    client.post(path, {"shown": "yes", "lists": [update.pk], "audiences": [judges.pk]})
    assert set(subscription.audiences.all()) == {parents, judges}


def test_an_interest_that_is_not_public_for_now_is_kept(ada, path, client, neglect, tree, update):
    other = factories.WorkStreamFactory(parent=tree.streams, title="Trafficking")
    client.post(path, {"shown": "yes", "lists": [update.pk], "interests": [neglect.pk]})
    neglect.unpublish()
    client.post(path, {"shown": "yes", "lists": [update.pk]})
    assert list(Subscription.objects.get().interests.all()) == [neglect]
    client.post(path, {"shown": "yes", "lists": [update.pk], "interests": [other.pk]})
    assert set(Subscription.objects.get().interests.all()) == {neglect, other}


def test_only_public_work_streams_are_offered(ada, path, client, neglect, update):
    assert "Neglect" in client.get(path).content.decode()
    PageViewRestriction.objects.create(page=neglect, restriction_type="login")
    assert "Neglect" not in client.get(path).content.decode()
    page = client.post(path, {"shown": "yes", "lists": [update.pk], "interests": [neglect.pk]}).content.decode()
    assert "Choose from the work streams below." in page
    assert not Subscription.objects.get().interests.exists()


def test_lists_are_joined_and_left_without_another_letter(ada, path, client, update):
    more = factories.MailingListFactory(name="Events")
    client.post(path, {"shown": "yes", "lists": [more.pk]})
    states = {one.mailing_list: one.state for one in Subscription.objects.all()}
    assert states == {update: SubscriptionState.ENDED, more: SubscriptionState.ACTIVE}
    joined = ConsentEvent.objects.get(kind=ConsentKind.CONFIRMED)
    assert (joined.source, bool(joined.wording)) == (Source.PREFERENCES, True)
    assert not Letter.objects.exists()


def test_a_list_that_is_not_for_them_cannot_be_joined(ada, path, client, internal):
    hidden = factories.MailingListFactory(name="Hidden", offered=False)
    page = client.get(path).content.decode()
    assert internal.name not in page
    assert hidden.name not in page
    client.post(path, {"shown": "yes", "lists": [internal.pk, hidden.pk]})
    assert not Subscription.objects.filter(mailing_list__in=[internal, hidden]).exists()


def test_leaving_everything(ada, path, client):
    factories.SubscriptionFactory(subscriber=ada)
    factories.SubscriptionFactory(subscriber=ada, state=SubscriptionState.PENDING)
    for _ in range(2):
        assert "You have unsubscribed." in client.post(f"{path}leave-all/").content.decode()
    assert {one.state for one in Subscription.objects.all()} == {SubscriptionState.ENDED}
    assert ConsentEvent.objects.count() == 3


def test_nothing_changes_by_looking(ada, path, client):
    for address in (path, f"{path}leave-all/", f"{path}export/", f"{path}erase/"):
        client.get(address)
        client.head(address)
    assert Subscription.objects.get().state == SubscriptionState.ACTIVE
    assert not ConsentEvent.objects.exists()
    assert Subscriber.objects.get().normalised


def test_a_copy_of_everything(ada, path, client, neglect, tree):
    Subscription.objects.get().interests.add(neglect)
    recipient_of(ada, tree)
    response = client.post(f"{path}export/")
    assert response["Content-Disposition"] == 'attachment; filename="my-newsletter-data.json"'
    assert "no-store" in response["Cache-Control"]
    data = json.loads(response.content)
    assert data["address"] == "Ada@example.org"
    assert data["subscriptions"][0]["list"] == "Regular update"
    assert data["subscriptions"][0]["interests"] == ["Neglect"]
    assert [one["issue"] for one in data["issues"]] == ["Issue one"]
    assert ConsentEvent.objects.get().kind == ConsentKind.EXPORTED


def test_being_forgotten(ada, path, client, tree):
    recipient = recipient_of(ada, tree)
    client.post("/newsletter/preferences/", {"email": ada.address})
    assert "We have deleted your details" in client.post(f"{path}erase/").content.decode()

    for model in (Subscriber, SendRecipient, Subscription, ConsentEvent, Letter, Suppression):
        for row in model.objects.values():
            assert "ada@example.org" not in str(row).lower(), model
    recipient.refresh_from_db()
    assert (recipient.address, recipient.normalised) == (None, None)
    subscription = Subscription.objects.get()
    assert (subscription.state, subscription.ended_reason) == (SubscriptionState.ENDED, EndedReason.ERASED)
    assert Suppression.objects.get().reason == SuppressionReason.ERASED
    # Links from earlier messages open nothing, and leaving by one still says that it is done.
    assert client.get(path).status_code == 404
    leave = tokens.LEAVE.url(subscription.key).removeprefix("http://localhost")
    assert client.post(leave, {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_nobody_brings_back_whoever_was_forgotten(ada, path, client, update, django_user_model):
    client.post(f"{path}erase/")
    plan = imports.carry_out(
        "address\nada@example.org\n", django_user_model.objects.create_user("lead"), "On paper", update
    )
    assert [line.fate for line in plan.lines] == [imports.Fate.SUPPRESSED]
    assert suppression.is_suppressed("ada@example.org")


def test_a_complaint_outweighs_an_erasure(ada):
    suppression.suppress(ada.normalised, SuppressionReason.ERASED)
    suppression.suppress(ada.normalised, SuppressionReason.COMPLAINED)
    suppression.suppress(ada.normalised, SuppressionReason.ERASED)
    assert Suppression.objects.get().reason == SuppressionReason.COMPLAINED
    suppression.lift_by_confirming(ada.normalised)
    assert suppression.is_suppressed(ada.normalised)


@pytest.mark.parametrize("end", ["", "leave-all/", "export/", "erase/"])
def test_a_link_in_an_old_message_shows_and_deletes_nothing(end, ada, path, client, time_machine):
    time_machine.move_to(timezone.now() + datetime.timedelta(days=31))
    response = client.post(f"{path}{end}")
    assert response.status_code == 404
    page = response.content.decode()
    assert "ask for a new link" in page and ada.address not in page
    ada.refresh_from_db()
    assert ada.address and ada.subscriptions.get().state == SubscriptionState.ACTIVE


@pytest.mark.parametrize("end", ["", "leave-all/", "export/", "erase/"])
def test_wrong_links_get_one_answer(end, ada, client):
    token = tokens.LEAVE.token(ada.subscriptions.get().key)
    for wrong in (token, "x", tokens.PREFERENCES.token(ada.key)[:-1]):
        response = client.post(f"/newsletter/preferences/{wrong}/{end}")
        assert response.status_code == 404
        assert "ask for a new link" in response.content.decode()
