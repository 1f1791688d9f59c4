"""Following a page: somebody asks, the owner of the mailbox confirms, and stops whenever they want."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.visibility.rule import Visibility
from newsletter.choices import (
    ConsentKind,
    EndedReason,
    FollowingFrequency,
    Source,
    SubscriptionState,
    SuppressionReason,
)
from newsletter.models import (
    Following,
    FollowingConsent,
    Letter,
    NewsletterSettings,
    Subscriber,
)
from newsletter.people import (
    delivery,
    followed_pages,
    last_messages,
    preferences,
    retention,
    suppression,
    tokens,
)
from tests import factories

from .conftest import link_in

ADDRESS = "Ada.Bell@example.org"
KNOWN = ["unknown", "pending", "active", "undeliverable", "bounced", "erased", "left"]


@pytest.fixture
def known_as(hub, neglect):
    """Make the address known in one of the ways in which it can be."""

    def make(how: str) -> None:
        if how == "unknown":
            return
        subscriber = factories.SubscriberFactory(address=ADDRESS)
        state = SubscriptionState.PENDING if how == "pending" else SubscriptionState.ACTIVE
        one = factories.FollowingFactory(subscriber=subscriber, page=neglect, state=state)
        if how == "undeliverable":
            Subscriber.objects.update(undeliverable_since=timezone.now())
        elif how == "bounced":
            factories.end(one, Source.PROVIDER, EndedReason.BOUNCED)
            suppression.suppress(subscriber.normalised, SuppressionReason.BOUNCED)
        elif how == "erased":
            preferences.erase(subscriber)
        elif how == "left":
            factories.end(one, Source.LINK)

    return make


def ask(client, page, **fields):
    return client.post(f"/newsletter/follow/{page.pk}/", {"email": ADDRESS, **fields})


def states() -> list[str]:
    return list(Following.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize("how", KNOWN)
def test_the_answer_and_its_cost_are_the_same_whoever_asks(how, known_as, client, neglect):
    client.get("/admin/login/")  # what the admin registers for these records costs nothing here
    ask(client, neglect, email="first@example.org")  # the wording is kept once
    with CaptureQueriesContext(connection) as unknown:
        expected = ask(client, neglect, email="second@example.org")
    known_as(how)
    with CaptureQueriesContext(connection) as asked:
        response = ask(client, neglect)
    assert (response.status_code, response["Location"]) == (303, "/newsletter/subscribe/check-your-email/")
    assert response.content == expected.content
    assert "Set-Cookie" not in response
    kinds = [[query["sql"].split()[0] for query in captured] for captured in (unknown, asked)]
    assert kinds[0] == kinds[1]


@pytest.mark.parametrize(
    ("how", "subject"),
    [
        ("unknown", "Confirm that you want to follow a page of The hub"),
        ("pending", "Confirm that you want to follow a page of The hub"),
        ("left", "Confirm that you want to follow a page of The hub"),
        ("erased", "Confirm that you want to follow a page of The hub"),
        ("active", "You already follow what you asked for on The hub"),
        ("undeliverable", "Confirm that you want to follow a page of The hub"),
        ("bounced", None),
    ],
)
def test_what_differs_is_the_letter(how, subject, known_as, client, neglect, deliver):
    known_as(how)
    ask(client, neglect)
    messages = deliver()
    assert [message["Subject"] for message in messages] == ([subject] if subject else [])
    for message in messages:
        assert "What changes on the page “Neglect”" in message.get_body(("plain",)).get_content()


def test_a_person_follows_a_page_and_what_they_agreed_to_is_on_record(client, hub, update, neglect, deliver):
    ask(client, neglect, frequency="with_update")
    following = Following.objects.get()
    assert (following.page_id, following.state) == (neglect.pk, SubscriptionState.PENDING)
    link = link_in(deliver()[0])

    shown = client.get(link).content.decode()
    assert (
        "What changes on the page “Neglect”" in shown
        and "to tell you what changes on the pages that you follow" in shown
    )
    assert states() == [SubscriptionState.PENDING]

    assert "You follow a page" in client.post(link).content.decode()
    following.refresh_from_db()
    assert (following.state, following.frequency) == (SubscriptionState.ACTIVE, FollowingFrequency.WITH_UPDATE)
    confirmed, asked = FollowingConsent.objects.all()
    assert (asked.kind, asked.source) == (ConsentKind.ASKED, Source.FORM)
    assert (confirmed.kind, confirmed.source) == (ConsentKind.CONFIRMED, Source.LINK)
    assert confirmed.wording == asked.wording
    assert "The Government will use your e-mail address to tell you what changes on this page" in asked.wording.text


def test_one_link_confirms_a_list_and_a_page(client, hub, update, neglect, deliver):
    client.post("/newsletter/subscribe/", {"email": ADDRESS})
    ask(client, neglect)
    first, second = deliver()
    text = second.get_body(("plain",)).get_content()
    assert "- Regular update" in text and "“Neglect”" in text
    assert first["Subject"] == second["Subject"] == "Confirm that you want the Protection Update"
    shown = client.post(link_in(second)).content.decode()
    assert "Regular update" in shown and "“Neglect”" in shown
    assert states() == [SubscriptionState.ACTIVE]


def test_what_does_not_fit_is_said_at_its_field_and_nothing_typed_is_lost(client, hub, neglect):
    response = ask(client, neglect, email="ada@nowhere@")
    assert response.status_code == 422
    shown = response.content.decode()
    assert "Enter an e-mail address in the correct format" in shown and 'value="ada@nowhere@"' in shown
    # Without a list there is no issue with which to hear of changes.
    assert ask(client, neglect, frequency="with_update").status_code == 422
    assert not Following.objects.exists()


def test_a_robot_is_answered_as_anybody(client, hub, neglect):
    assert ask(client, neglect, homepage="https://spam.example").status_code == 303
    assert not Following.objects.exists()


def test_only_public_pages_of_some_types_can_be_followed(client, hub, tree, neglect):
    news = factories.NewsFactory(parent=tree.news)
    assert ask(client, news).status_code == ask(client, tree.home).status_code == 404
    assert client.get(f"/newsletter/follow/{neglect.pk}/").status_code == 200
    neglect.unpublish()
    assert ask(client, neglect).status_code == client.get(f"/newsletter/follow/{neglect.pk}/").status_code == 404


def test_following_can_be_switched_off(client, hub, neglect):
    form = f'action="/newsletter/follow/{neglect.pk}/"'
    assert form in client.get(neglect.url).content.decode()
    settings = NewsletterSettings.objects.get()
    settings.offers_following = False
    settings.save()
    assert ask(client, neglect).status_code == 404
    assert form not in client.get(neglect.url).content.decode()


def test_one_click_ends_it_however_often(client, hub, neglect):
    following = factories.FollowingFactory(page=neglect)
    other = factories.FollowingFactory(page=neglect)
    path = f"/newsletter/unfollow/{tokens.UNFOLLOW.token(following.key)}/"
    assert "Stop following “Neglect”" in client.get(path).content.decode()
    assert states() == [SubscriptionState.ACTIVE] * 2
    for _ in range(2):
        assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    following.refresh_from_db()
    other.refresh_from_db()
    assert (following.state, following.ended_reason) == (SubscriptionState.ENDED, EndedReason.LEFT)
    assert other.state == SubscriptionState.ACTIVE
    [event] = FollowingConsent.objects.filter(following=following)
    assert (event.kind, event.source) == (ConsentKind.ENDED, Source.ONE_CLICK)
    assert client.post("/newsletter/unfollow/forged.token/").status_code == 404


def test_a_link_to_stop_does_not_name_a_page_that_is_hidden(client, hub, neglect):
    path = f"/newsletter/unfollow/{tokens.UNFOLLOW.token(factories.FollowingFactory(page=neglect).key)}/"
    neglect.unpublish()
    assert "Neglect" not in client.get(path).content.decode()
    assert "Neglect" not in client.post(path).content.decode()
    assert states() == [SubscriptionState.ENDED]


def test_bounces_and_complaints_end_it(hub, neglect):
    for act in (lambda who: delivery.bounced(who, hard=True), delivery.complained):
        act(factories.FollowingFactory(page=neglect).subscriber)
    reasons = set(Following.objects.values_list("state", "ended_reason"))
    assert reasons == {("ended", EndedReason.BOUNCED), ("ended", EndedReason.COMPLAINED)}


def test_a_copy_of_the_data_has_it_and_erasure_ends_it(client, hub, neglect):
    following = factories.FollowingFactory(page=neglect, subscriber__address=ADDRESS)
    own = f"/newsletter/preferences/{tokens.PREFERENCES.token(following.subscriber.key)}/"
    [found] = json.loads(client.post(f"{own}export/").content)["followings"]
    assert (found["title"], found["frequency"], found["state"]) == ("Neglect", "at_once", "active")
    client.post(f"{own}erase/")
    following.refresh_from_db()
    assert (following.state, following.ended_reason) == (SubscriptionState.ENDED, EndedReason.ERASED)
    assert Subscriber.objects.get().address is None


def test_people_change_it_on_their_own_page(client, hub, update, neglect, tree):
    following = factories.FollowingFactory(page=neglect)
    abuse = factories.WorkStreamFactory(parent=tree.streams, title="Abuse")
    second = factories.FollowingFactory(page=abuse, subscriber=following.subscriber)
    strangers = factories.FollowingFactory(page=abuse)
    own = f"/newsletter/preferences/{tokens.PREFERENCES.token(following.subscriber.key)}/"
    assert "Neglect" in client.get(own).content.decode()
    answer = client.post(
        own,
        {
            "shown": "yes",
            f"follow-{following.pk}": "with_update",
            f"follow-{second.pk}": "stop",
            f"follow-{strangers.pk}": "stop",
        },
    )
    assert "Your choices have been saved" in answer.content.decode()
    for one in (following, second, strangers):
        one.refresh_from_db()
    assert (following.frequency, following.state) == (FollowingFrequency.WITH_UPDATE, SubscriptionState.ACTIVE)
    assert second.state == SubscriptionState.ENDED
    assert strangers.state == SubscriptionState.ACTIVE
    assert [event.kind for event in following.consent_events.all()] == [ConsentKind.CHANGED]
    # What isn't said stays.
    client.post(own, {"shown": "yes"})
    following.refresh_from_db()
    assert following.state == SubscriptionState.ACTIVE
    client.post(f"{own}leave-all/")
    following.refresh_from_db()
    assert following.state == SubscriptionState.ENDED


def test_a_page_that_is_hidden_sleeps_and_is_not_named(client, hub, neglect):
    following = factories.FollowingFactory(page=neglect)
    neglect.unpublish()
    own = f"/newsletter/preferences/{tokens.PREFERENCES.token(following.subscriber.key)}/"
    shown = client.get(own).content.decode()
    assert "Neglect" not in shown and "A page that isn't public at the moment" in shown.replace("&#x27;", "'")
    assert states() == [SubscriptionState.ACTIVE]


def test_what_nobody_confirmed_ends_after_a_week_and_addresses_of_followers_stay(hub, neglect):
    pending = factories.FollowingFactory(page=neglect, state=SubscriptionState.PENDING, confirmed_at=None)
    active = factories.FollowingFactory(page=neglect)
    long_ago = timezone.now() - datetime.timedelta(days=60)
    Subscriber.objects.update(created_at=long_ago)
    Following.objects.filter(pk=pending.pk).update(created_at=long_ago)
    retention.run()
    pending.refresh_from_db()
    assert (pending.state, pending.ended_reason) == (SubscriptionState.ENDED, EndedReason.NOT_CONFIRMED)
    retention.run(timezone.now() + datetime.timedelta(days=29))
    known = Subscriber.objects.filter(normalised__isnull=False)
    assert [one.pk for one in known] == [active.subscriber_id]


def test_it_ends_with_its_page(hub, neglect):
    factories.FollowingFactory(page=neglect)
    neglect.delete()
    retention.run()
    assert list(Following.objects.values_list("page", "state", "ended_reason")) == [
        (None, SubscriptionState.ENDED, EndedReason.REMOVED)
    ]


def test_it_ends_with_its_programme_and_followers_get_the_last_message(hub, neglect, deliver):
    following = factories.FollowingFactory(page=neglect)
    assert list(last_messages.to_be_told(following.site)) == [following.subscriber]
    last_messages.tell(following.site, "The end", "It has ended.", None)
    assert last_messages.end_subscriptions(following.site) == 1
    following.refresh_from_db()
    assert (following.state, following.ended_reason) == (SubscriptionState.ENDED, EndedReason.PROGRAMME_ENDED)
    assert [message["Subject"] for message in deliver()] == ["The end"]
    assert not Letter.objects.filter(accepted_at=None).exists()


def test_a_draft_that_is_previewed_has_no_form(hub, tree, admin_client):
    page = factories.WorkStreamFactory(parent=tree.streams, title="Not yet", live=False)
    page.save_revision()
    assert "Follow this page" not in admin_client.get(f"/admin/pages/{page.pk}/view_draft/").content.decode()


def test_names_cost_the_same_for_many_commitments(hub, tree, neglect, django_assert_num_queries):
    visibility = Visibility(tree.site)
    pages = [factories.CommitmentFactory(parent=neglect, number=number).pk for number in range(60, 66)]
    followed_pages.names_of(pages[:2], visibility)
    with django_assert_num_queries(3):
        assert len(followed_pages.names_of(pages[:2], visibility)) == 2
    with django_assert_num_queries(3):
        assert len(followed_pages.names_of(pages, visibility)) == 6


def test_stopping_one_of_two_deleted_pages_says_so(client, hub, tree):
    person = factories.SubscriberFactory()
    pages = [factories.WorkStreamFactory(parent=tree.streams) for _ in range(2)]
    first, second = (factories.FollowingFactory(subscriber=person, page=page) for page in pages)
    for page in pages:
        page.delete()
    answer = client.post(f"/newsletter/unfollow/{tokens.UNFOLLOW.token(first.key)}/")
    assert "You have stopped" in answer.content.decode()
    second.refresh_from_db()
    assert second.state == SubscriptionState.ACTIVE
