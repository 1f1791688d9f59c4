"""A request reveals nothing; the owner of the mailbox decides."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.visibility.rule import Visibility
from newsletter.choices import ConsentKind, EditionAudience, EndedReason, Source, SubscriptionState, SuppressionReason
from newsletter.models import (
    ArchivedIssue,
    ConsentEvent,
    ConsentWording,
    Edition,
    Letter,
    NewsletterSettings,
    Snapshot,
    Subscriber,
    Subscription,
)
from newsletter.people import letters, preferences, retention, subscriptions, suppression, wording
from newsletter.people.addresses import normalise
from tests import factories

from .conftest import Keeping, link_in

ADDRESS = "Ada.Bell@example.org"
KNOWN = ["unknown", "pending", "active", "undeliverable", "bounced", "complained", "erased", "left"]


@pytest.fixture
def known_as(update):
    """Make the address known in one of the ways in which it can be."""

    def make(how: str) -> None:
        if how == "unknown":
            return
        subscriber = factories.SubscriberFactory(address=ADDRESS)
        state = SubscriptionState.PENDING if how == "pending" else SubscriptionState.ACTIVE
        one = factories.SubscriptionFactory(subscriber=subscriber, mailing_list=update, state=state)
        if how == "undeliverable":
            Subscriber.objects.update(undeliverable_since=timezone.now())
        elif how in ("bounced", "complained"):
            Subscription.objects.update(state=SubscriptionState.ENDED, ended_at=timezone.now(), ended_reason=how)
            suppression.suppress(subscriber.normalised, SuppressionReason(how))
        elif how == "erased":
            preferences.erase(subscriber)
        elif how == "left":
            factories.end(one, Source.LINK)

    return make


def ask(client, **fields):
    return client.post("/newsletter/subscribe/", {"email": ADDRESS, "page": "/news/", **fields})


def without_clock(headers) -> dict[str, str]:
    """Return the headers without the moment of the answer and the id of the request."""
    return {name: value for name, value in headers.items() if name not in ("Expires", "X-Request-Id")}


@pytest.mark.parametrize("how", KNOWN)
def test_the_answer_and_its_cost_are_the_same_whoever_asks(how, known_as, client, neglect):
    client.get("/admin/login/")  # what the admin registers for these records costs nothing here
    ask(client, email="first@example.org", interests=[neglect.pk])  # the wording is kept once
    with CaptureQueriesContext(connection) as unknown:
        expected = ask(client, email="second@example.org", interests=[neglect.pk])
    known_as(how)
    with CaptureQueriesContext(connection) as asked:
        response = ask(client, interests=[neglect.pk])
    assert (response.status_code, response["Location"]) == (303, "/newsletter/subscribe/check-your-email/")
    assert without_clock(response.headers) == without_clock(expected.headers)
    assert response.content == expected.content
    assert "Set-Cookie" not in response
    kinds = [[query["sql"].split()[0] for query in captured] for captured in (unknown, asked)]
    for found in kinds:
        if "ROLLBACK" in found:  # one that was only for the time it takes
            found.remove("ROLLBACK")
    assert kinds[0] == kinds[1]


@pytest.mark.parametrize(
    ("how", "subject"),
    [
        ("unknown", "Confirm that you want the Protection Update"),
        ("pending", "Confirm that you want the Protection Update"),
        ("left", "Confirm that you want the Protection Update"),
        ("erased", "Confirm that you want the Protection Update"),
        ("active", "You already get the Protection Update"),
        ("undeliverable", "Confirm that you want the Protection Update"),
        ("bounced", None),
        ("complained", None),
    ],
)
def test_what_differs_is_the_letter(how, subject, known_as, client, deliver):
    known_as(how)
    ask(client)
    assert [message["Subject"] for message in deliver()] == ([subject] if subject else [])
    assert deliver() == []


def test_a_person_joins_and_what_they_agreed_to_is_on_record(update, client, deliver, neglect):
    ask(client, interests=[neglect.pk])
    subscription = Subscription.objects.get()
    assert subscription.state == SubscriptionState.PENDING
    link = link_in(deliver()[0])

    assert client.get(link).status_code == client.head(link).status_code == 200
    subscription.refresh_from_db()
    assert subscription.state == SubscriptionState.PENDING

    response = client.post(link)
    assert "You are subscribed" in response.content.decode()
    subscription.refresh_from_db()
    assert subscription.state == SubscriptionState.ACTIVE
    assert subscription.page == "/news/"
    assert list(subscription.interests.all()) == [neglect]
    asked, confirmed = ConsentEvent.objects.order_by("pk")
    assert (asked.kind, asked.source) == (ConsentKind.ASKED, Source.FORM)
    assert (confirmed.kind, confirmed.source, confirmed.page) == (ConsentKind.CONFIRMED, Source.LINK, "/news/")
    assert confirmed.wording == ConsentWording.objects.get()
    assert "The Government will use your e-mail address" in confirmed.wording.text

    assert "You are subscribed" in client.post(link).content.decode()
    assert ConsentEvent.objects.count() == 2


def test_the_words_that_were_shown_are_those_that_are_kept(update, client):
    page = client.get("/newsletter/subscribe/").content.decode()
    ask(client)
    assert ConsentWording.objects.get().text in page


def test_asking_changes_nothing_that_is_in_force(update, client, neglect, deliver):
    one = factories.SubscriptionFactory(mailing_list=update, subscriber__address=ADDRESS)
    ask(client, interests=[neglect.pk])
    one.refresh_from_db()
    assert one.state == SubscriptionState.ACTIVE
    assert list(one.interests.all()) == []


def test_an_address_is_one_person_however_it_is_written(update, client):
    for email in ("Ada@Example.org", "ada@example.ORG", " ADA@EXAMPLE.ORG "):
        ask(client, email=email)
    assert [one.normalised for one in Subscriber.objects.all()] == ["ada@example.org"]
    assert Subscriber.objects.get().address == "Ada@example.org"
    assert Subscription.objects.count() == 1


def test_a_link_is_good_for_a_week(update, client, deliver, time_machine):
    ask(client)
    link = link_in(deliver()[0])
    time_machine.move_to(timezone.now() + datetime.timedelta(days=7, minutes=1))
    assert client.get(link).status_code == client.post(link).status_code == 404
    assert retention.end_what_nobody_confirmed(timezone.now()) == 1
    assert Subscription.objects.get().ended_reason == EndedReason.NOT_CONFIRMED


def test_whoever_asks_again_has_another_week(update, client, deliver, time_machine):
    ask(client)
    time_machine.move_to(timezone.now() + datetime.timedelta(days=6))
    ask(client)
    time_machine.move_to(timezone.now() + datetime.timedelta(days=6))
    assert retention.end_what_nobody_confirmed(timezone.now()) == 0
    assert client.post(link_in(deliver()[-1])).status_code == 200


def test_an_internal_list_takes_its_domains_alone(update, internal, client, deliver):
    response = ask(client, lists=[internal.pk])
    assert response.status_code == 422
    assert "only for addresses of gov.scot" in response.content.decode()
    assert not Subscriber.objects.exists()
    with pytest.raises(subscriptions.NotAllowedError):
        subscriptions.ask_to_join(normalise(ADDRESS), [internal], source=Source.API, words="x")

    assert ask(client, email="ada@gov.scot", lists=[internal.pk]).status_code == 303
    assert len(deliver()) == 1


def test_with_several_lists_one_must_be_chosen_and_none_is_ticked(update, internal, client):
    page = client.get("/newsletter/subscribe/").content.decode()
    assert "checked" not in page
    response = ask(client)
    assert "Choose what you want to get." in response.content.decode()
    assert ADDRESS in response.content.decode()
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "a b@example.org", "x" * 250 + "@example.org"])
def test_what_is_no_address_is_told_at_the_field(email, update, client):
    response = ask(client, email=email)
    page = response.content.decode()
    assert response.status_code == 422
    assert '<a href="#email">' in page
    assert 'aria-invalid="true"' in page
    assert not Subscriber.objects.exists()


def test_a_robot_gets_the_same_answer_and_nothing_is_done(update, client):
    response = ask(client, homepage="https://example.com")
    assert response["Location"] == "/newsletter/subscribe/check-your-email/"
    assert not Subscriber.objects.exists()
    assert not Letter.objects.exists()


def test_where_no_list_is_offered_there_is_no_form(hub, client):
    page = client.get("/newsletter/subscribe/").content.decode()
    assert '<form action="/newsletter/subscribe/"' not in page
    assert "team@example.org" in page
    assert ask(client).status_code == 200
    assert not Subscriber.objects.exists()


def test_undeliverable_ends_when_somebody_confirms(known_as, client, deliver):
    known_as("undeliverable")
    before = Subscription.objects.get().confirmed_at
    ask(client)
    link = link_in(deliver()[0])
    assert "Confirm that you want this" in client.get(link).content.decode()
    client.post(link)
    assert Subscriber.objects.get().undeliverable_since is None
    assert Subscription.objects.get().confirmed_at > before
    assert "You have already confirmed" in client.get(link).content.decode()


def test_a_suppressed_address_cannot_confirm(update, client, deliver):
    ask(client)
    link = link_in(deliver()[0])
    suppression.suppress(ADDRESS.lower(), SuppressionReason.COMPLAINED)
    assert client.post(link).status_code == 404
    assert Subscription.objects.get().state == SubscriptionState.PENDING


def test_somebody_erased_joins_again_only_by_confirming(update, client, deliver):
    preferences.erase(factories.SubscriptionFactory(mailing_list=update, subscriber__address=ADDRESS).subscriber)
    ask(client)
    assert suppression.is_suppressed(ADDRESS.lower())
    client.post(link_in(deliver()[0]))
    assert not suppression.is_suppressed(ADDRESS.lower())
    assert Subscription.objects.filter(state=SubscriptionState.ACTIVE).count() == 1


def test_no_letter_leaves_outside_production_but_to_the_allow_list(update, client, settings):
    class Leaving(Keeping):
        leaves = True

    settings.NEWSLETTER_ALLOWED = ["second@example.org"]
    ask(client)
    ask(client, email="Second@example.org")
    backend = Leaving()
    assert letters.hand_over_due(backend) == 1
    assert backend.envelopes == [("update@example.org", "Second@example.org")]


def test_the_form_stands_on_every_public_page_while_a_list_is_offered(update, tree, client):
    action = 'action="/newsletter/subscribe/"'
    for path, status in (("/", 200), ("/news/", 200), ("/search/", 200), ("/nothing-here/", 404)):
        response = client.get(path)
        assert (response.status_code, response.content.decode().count(action)) == (status, 1), path
        assert not response.cookies
    assert client.get("/newsletter/subscribe/").content.decode().count(action) == 1
    update.offered = False
    update.save()
    assert action not in client.get("/news/").content.decode()


def test_names_are_put_into_sentences(hub, update):
    def words() -> str:
        return wording.consent_wording(hub, Visibility(hub.site))

    assert "send you the Protection Update, about every 6 weeks, and for nothing else" in words()
    NewsletterSettings.objects.update(name="Protection Update", rhythm=1)
    assert "send you the Protection Update, every week, and for nothing else" in words()
    NewsletterSettings.objects.update(name="", rhythm=0)
    assert "send you the regular update and for nothing else" in words()


@pytest.mark.parametrize(("days", "promised"), [(364, True), (366, False)])
def test_no_rhythm_is_promised_once_nothing_was_sent_for_a_year(hub, update, tree, days, promised):
    issue = factories.IssueFactory(parent=tree.updates, number=4)
    snapshot = Snapshot.objects.create(issue=issue, revision_id=1)
    edition = Edition.objects.create(snapshot=snapshot, audience=EditionAudience.EXTERNAL, data={})
    started = timezone.now() - datetime.timedelta(days=days)
    ArchivedIssue.objects.create(issue=issue, edition=edition, started_at=started, data={})
    text = wording.consent_wording(hub, Visibility(hub.site))
    assert ("about every 6 weeks" in text) is promised
    assert "send you the Protection Update" in text
