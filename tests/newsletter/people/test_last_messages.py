"""When a programme ends, its sends stop, its subscribers get one last message, and its subscriptions end."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Site

from cms.models import ProgrammeSite
from home.programmes import endings
from home.programmes.services import set_state
from newsletter.backends.base import HandoverResult
from newsletter.choices import EndedReason, HandoverOutcome, LetterKind, SendState, SubscriptionState, SuppressionReason
from newsletter.models import ConsentEvent, LastMessage, Letter, Send, Subscription
from newsletter.people import letters, preferences, retention, suppression, tokens
from newsletter.people.addresses import normalise
from newsletter.people.imports import Fate, plan
from newsletter.sending import services
from newsletter.sending.errors import SendRefusedError
from tests import factories
from tests.newsletter.sending import factories as sending

from .conftest import LINK, Keeping, link_in

LIST = "/admin/programmes/"
MESSAGE = {"newsletter-tell": "on", "newsletter-subject": "The end", "newsletter-text": "It is over.\n\nThank you."}


@pytest.fixture
def ann(roles, client):
    user = get_user_model().objects.create_superuser("ann", "ann@example.org")
    client.force_login(user)
    return user


@pytest.fixture
def site(hub) -> Site:
    return hub.site


@pytest.fixture
def join(update):
    """Return a function that puts people on a list."""

    def join(*names: str, mailing_list=update, **values) -> list[Subscription]:
        return [
            factories.SubscriptionFactory(
                subscriber__address=f"{name}@example.org",
                mailing_list=mailing_list,
                **{"state": SubscriptionState.ACTIVE, "confirmed_at": timezone.now()} | values,
            )
            for name in names
        ]

    return join


def end(client, site, **values) -> None:
    answer = client.post(f"{LIST}{site.pk}/archive/", {"since": "3 May 2027", **MESSAGE, **values})
    assert answer.status_code == 302, answer.context["further"][0].errors


def test_everybody_is_told_once_however_many_lists_they_are_on(client, ann, site, update, join, deliver, post_box):
    other = factories.MailingListFactory(name="Notices", slug="notices")
    ada, grace = join("ada", "grace")
    factories.SubscriptionFactory(subscriber=ada.subscriber, mailing_list=other, state=SubscriptionState.ACTIVE)
    end(client, site)
    messages = deliver()
    assert sorted(message["To"] for message in messages) == ["ada@example.org", "grace@example.org"]
    assert {message["Subject"] for message in messages} == {"The end"}
    for message in messages:
        text, html = (part.get_content().replace("\r\n", "\n") for part in message.iter_parts())
        assert "It is over.\n\nThank you." in text
        assert "<p>It is over.</p>" in html
        assert ("Notices" in text) == ("Notices" in html) == (message["To"] == "ada@example.org")
        assert set(LINK.findall(text)) == {found.split('"')[0] for found in LINK.findall(html)}
    assert deliver() == []
    assert set(Subscription.objects.values_list("state", "ended_reason")) == {
        (SubscriptionState.ENDED, EndedReason.PROGRAMME_ENDED)
    }
    event = ConsentEvent.objects.filter(subscription=ada, reason=EndedReason.PROGRAMME_ENDED).get()
    assert event.actor == ann
    message = LastMessage.objects.get()
    assert (message.site, message.created_by, message.letters.count()) == (site, ann, 2)


def test_nobody_is_told_who_left_or_takes_no_mail_or_never_confirmed(client, ann, site, join, deliver):
    join("ada")
    join("left", state=SubscriptionState.ENDED, ended_reason=EndedReason.LEFT)
    join("unsure", state=SubscriptionState.PENDING, confirmed_at=None)
    join("bounced", subscriber__undeliverable_since=timezone.now())
    join("complained")
    suppression.suppress("complained@example.org", SuppressionReason.COMPLAINED)
    end(client, site)
    assert [message["To"] for message in deliver()] == ["ada@example.org"]
    assert not Subscription.objects.exclude(state=SubscriptionState.ENDED).exists()


def test_a_letter_not_taken_is_tried_again_and_a_stopped_worker_loses_none(client, ann, site, join, post_box):
    class PowerCutError(Exception):
        pass

    class Dying(Keeping):
        def hand_over(self, *message, **envelope):
            raise PowerCutError

    join("ada", "grace", "joan")
    end(client, site)
    now = timezone.now()
    with pytest.raises(PowerCutError):
        letters.hand_over_due(Dying(), now)
    post_box.answers = [HandoverResult(HandoverOutcome.TEMPORARY, detail="busy")]
    assert letters.hand_over_due(post_box, now) == 1
    later = now + datetime.timedelta(hours=1)
    assert letters.hand_over_due(post_box, later) == 2
    assert sorted(message["To"] for message in post_box.messages) == [
        "ada@example.org",
        "grace@example.org",
        "joan@example.org",
    ]
    assert not Letter.objects.filter(accepted_at=None).exists()


def test_somebody_who_asked_for_a_letter_does_not_wait_for_them(client, ann, site, join, post_box, monkeypatch):
    monkeypatch.setattr(letters, "BATCH", 1)
    [grace] = join("grace")
    end(client, site)
    Letter.objects.create(subscriber=grace.subscriber, kind=LetterKind.CONFIRM, due_at=timezone.now())
    letters.hand_over_due(post_box)
    assert Letter.objects.exclude(given_up_at=None).get().kind == LetterKind.CONFIRM


def test_they_go_out_no_faster_than_issues(client, ann, site, join, deliver, settings):
    settings.NEWSLETTER_PER_MINUTE = 2
    join("ada", "grace", "joan")
    end(client, site)
    assert len(deliver()) == 2
    assert len(deliver(timezone.now() + datetime.timedelta(minutes=1))) == 1


def test_nobody_is_told_if_the_lead_does_not_wish_so(client, ann, site, join, deliver):
    join("ada")
    page = client.get(f"{LIST}{site.pk}/archive/")
    form = page.context["further"][0]
    assert form.initial["subject"] == "The Protection Update has ended"
    assert "Tell 1 subscriber in one last message" in page.content.decode()
    assert "The subscriptions of 1 person end" in page.content.decode()
    end(client, site, **{"newsletter-tell": "", "newsletter-text": ""})
    assert deliver() == []
    assert Subscription.objects.get().state == SubscriptionState.ENDED
    assert not LastMessage.objects.exists()


def test_a_message_without_words_is_refused_and_nothing_happens(client, ann, site, join):
    join("ada")
    answer = client.post(f"{LIST}{site.pk}/archive/", {"since": "soon", **MESSAGE, "newsletter-text": ""})
    assert "Write it, or don&#x27;t tell" in answer.content.decode()
    assert answer.context["form"].errors["since"]
    assert 'value="The end"' in answer.content.decode()
    assert Subscription.objects.get().state == SubscriptionState.ACTIVE
    assert not ProgrammeSite.objects.filter(site=site).exclude(state="open").exists()


def test_another_programmes_people_are_left_alone(client, ann, site, join, deliver):
    other = Site.objects.create(hostname="other.example.org", root_page=site.root_page)
    elsewhere = factories.MailingListFactory(name="Elsewhere", slug="elsewhere", site=other)
    [ada] = join("ada")
    both = factories.SubscriptionFactory(
        subscriber=ada.subscriber, mailing_list=elsewhere, state=SubscriptionState.ACTIVE
    )
    join("grace", mailing_list=elsewhere)
    end(client, site)
    [message] = deliver()
    assert message["To"] == "ada@example.org"
    assert "Elsewhere" not in message.get_body(("plain",)).get_content()
    both.refresh_from_db()
    assert both.state == SubscriptionState.ACTIVE


def test_addresses_are_forgotten_as_after_any_end(client, ann, site, join, deliver):
    [ada] = join("ada")
    ada.subscriber.created_at = timezone.now() - datetime.timedelta(days=90)
    ada.subscriber.save()
    end(client, site)
    deliver()
    assert retention.run(timezone.now() + datetime.timedelta(days=27)).addresses == 0
    assert retention.run(timezone.now() + datetime.timedelta(days=29)).addresses == 1


def test_sends_stop_and_no_further_one_is_taken(client, ann, site, tree, update, join):
    issue = factories.IssueFactory(parent=tree.updates, number=7, title="Number seven")
    snapshot = sending.snapshot(issue)
    send = sending.send(snapshot, update, state=SendState.SCHEDULED, due_at=timezone.now() + datetime.timedelta(days=1))
    assert "“Number seven” is to be sent on" in client.get(f"{LIST}{site.pk}/archive/").content.decode()
    end(client, site)
    send.refresh_from_db()
    assert (send.state, send.reason) == (SendState.CANCELLED, "The programme has ended.")
    with pytest.raises(SendRefusedError, match="This programme ended on 3 May 2027. Nothing more is sent"):
        services.schedule(snapshot, [update])
    assert Send.objects.count() == 1


def test_reopened_nobody_is_subscribed_again_but_people_may_join(client, ann, site, update, join):
    join("ada")
    end(client, site)
    page = client.get(f"{LIST}{site.pk}/reopen/").content.decode()
    assert "People who were on its lists aren’t subscribed again." in page
    client.post(f"{LIST}{site.pk}/reopen/")
    assert Subscription.objects.get().state == SubscriptionState.ENDED
    assert client.post("/newsletter/subscribe/", {"email": "ada@example.org"}).status_code == 303


def test_their_own_page_goes_on_and_offers_no_list(client, ann, site, update, join, deliver):
    [ada] = join("ada")
    end(client, site)
    [message] = deliver()
    page = client.get(link_in(message))
    assert "Its lists have ended" in page.content.decode()
    saved = {"shown": "yes", "lists": [str(update.pk)]}
    assert client.post(link_in(message), saved).status_code == 422
    assert Subscription.objects.get().state == SubscriptionState.ENDED
    assert client.post(f"{link_in(message)}export/").status_code == 200
    assert client.post(f"{link_in(message)}erase/").status_code == 200
    ada.subscriber.refresh_from_db()
    assert ada.subscriber.address is None


def test_links_to_leave_go_on_and_those_to_join_say_that_it_ended(client, ann, site, join):
    [ada] = join("ada")
    [unsure] = join("unsure", state=SubscriptionState.PENDING, confirmed_at=None)
    end(client, site)
    assert client.post(tokens.LEAVE.url(ada.key).removeprefix("http://localhost")).status_code == 200
    answer = client.get(tokens.CONFIRM.url(unsure.subscriber.key).removeprefix("http://localhost"))
    assert "This form is closed" in answer.content.decode()
    answer = client.post(f"/newsletter/undo/{tokens.UNDO.token(ada.key)}/")
    assert answer.status_code == 409
    assert not Subscription.objects.exclude(state=SubscriptionState.ENDED).exists()


def test_the_lists_say_when_they_ended(client, ann, site, join):
    join("ada")
    end(client, site)
    assert "This programme ended on 3 May 2027." in client.get("/admin/newsletter-lists/").content.decode()


def test_no_import_adds_anybody(client, ann, site, update):
    set_state(site, "archived", ann)
    found = plan("address,list,evidence\nada@example.org,update,Signed up at the fair\n")
    assert [line.fate for line in found.lines] == [Fate.ENDED]


def test_who_asks_for_their_link_within_the_time_still_gets_it(client, ann, site, join, deliver):
    join("ada")
    end(client, site)
    deliver()
    preferences.ask_for_link(normalise("ada@example.org"))
    assert [message["To"] for message in deliver()] == ["ada@example.org"]


def test_the_steps_of_all_apps_are_known():
    assert {"newsletter", "bundles", "pages"} <= set(endings.steps)
