"""The desk of an issue: checks, previews, recipients, test, sending, and the report of a send."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from newsletter.approval import approve
from newsletter.choices import RecipientState, SendState, Source, SubscriptionState
from newsletter.models import IssuePage, MailingList, Send, SendRecipient, Subscriber, Subscription
from newsletter.sending.preparation import prepare
from tests import factories

from .forms import said


def subscribe(mailing_list: MailingList, *addresses: str) -> None:
    for address in addresses:
        subscriber = Subscriber.objects.create(address=address, normalised=address.lower())
        Subscription.objects.create(
            subscriber=subscriber,
            mailing_list=mailing_list,
            state=SubscriptionState.ACTIVE,
            source=Source.FORM,
            confirmed_at=timezone.now(),
        )


@pytest.fixture
def update(db) -> MailingList:
    return MailingList.objects.create(name="Regular update", slug="update")


@pytest.fixture
def issue(tree, update, editor) -> IssuePage:
    """A draft by the editor for one list with three people."""
    subscribe(update, "a@example.org", "b@example.org", "c@example.org")
    item = factories.NewsFactory(parent=tree.news, title="Guidance published", summary="How age is assessed.")
    page = factories.IssueFactory(parent=tree.updates, live=False, number=7, subject="Update 7")
    page.sections = [("section", {"heading": "News", "items": [{"page": item, "text": ""}]})]
    page.mailing_lists = [update]
    page.save()
    page.save_revision(user=editor.user)
    return IssuePage.objects.get(pk=page.pk)


@pytest.fixture
def approved(issue, lead) -> IssuePage:
    approve(issue.latest_revision, lead.user)
    return issue


def desk(client, issue):
    return client.get(reverse("newsletter_desk", args=[issue.pk]))


def order(client, issue, **values):
    data = {"when": "now", "per_minute": "0"} | values
    return client.post(reverse("newsletter_schedule", args=[issue.pk]), data, follow=True)


def scheduled(client, issue, **values) -> Send:
    response = order(client, issue, **values)
    assert response.status_code == 200, said(response)
    return Send.objects.get()


def prepared(client, issue) -> Send:
    """Return a send in progress, with frozen recipients."""
    send = scheduled(client, issue)
    Send.objects.update(state=SendState.PREPARING)
    assert prepare(send)
    Send.objects.update(state=SendState.SENDING, started_at=timezone.now())
    return Send.objects.get()


def decide(client, send, action):
    return client.post(reverse("newsletter_decide", args=[send.pk, action]), follow=True)


def test_a_time_can_be_picked_and_a_send_that_is_on_its_way_is_said(approved, lead):
    html = desk(lead, approved).content.decode()
    assert "date-time-chooser.js" in html
    assert "you can recall it" not in html
    send = scheduled(lead, approved)
    html = desk(lead, approved).content.decode()
    assert "you can recall it" in html
    assert reverse("newsletter_send", args=[send.pk]) in lead.get(reverse("wagtailadmin_home")).content.decode()


def test_the_desk_says_what_the_checks_found_and_who_gets_it(issue, editor):
    response = desk(editor, issue)
    assert response.context["counts"].recipients == 3
    text = response.content.decode()
    assert "Regular update" in text
    assert "Not approved" in text
    assert "People who can publish pages, and newsletter senders, can send issues." in text


def test_previews_show_each_edition_in_three_ways(issue, editor):
    for audience in ("internal", "external"):
        url = reverse("newsletter_preview", args=[issue.pk, audience])
        wide, dark = editor.get(url), editor.get(url, {"look": "dark"})
        assert "How age is assessed." in wide.content.decode()
        assert "prefers-color-scheme: dark" in wide.content.decode()
        assert "@media all" in dark.content.decode()
        assert "sandbox" in wide["Content-Security-Policy"]
        text = editor.get(url, {"look": "text"})
        assert "<h1" not in text.content.decode()
        assert "How age is assessed." in text.content.decode()
        assert "sandbox" in text["Content-Security-Policy"]


def test_a_test_goes_to_the_named_people_and_leaves_no_trace_in_reports(issue, editor, settings, tmp_path):
    settings.NEWSLETTER_FOLDER = tmp_path
    url = reverse("newsletter_test", args=[issue.pk])
    response = editor.post(url, {"addresses": "me@example.org\nYou@example.org, me@example.org"}, follow=True)
    assert "4 of 4" in said(response)
    assert not Send.objects.exists()
    assert not SendRecipient.objects.exists()
    messages = [path.read_text() for path in tmp_path.rglob("*.eml")]
    assert len(messages) == 4  # two people, two editions
    assert all("[TEST]" in message for message in messages)


@pytest.mark.parametrize(
    ("addresses", "words"),
    [("not an address", "not an address"), ("", "required"), ("\n".join(f"p{n}@example.org" for n in range(11)), "10")],
)
def test_wrong_addresses_of_a_test_are_told_at_the_field(issue, editor, addresses, words):
    response = editor.post(reverse("newsletter_test", args=[issue.pk]), {"addresses": addresses})
    assert response.status_code == 422
    assert words in str(response.context["test_form"].errors["addresses"])


def test_an_approved_issue_is_sent_with_time_to_recall_it(approved, lead, settings):
    send = scheduled(lead, approved)
    assert send.state == SendState.SCHEDULED
    assert send.created_by == lead.user
    wait = send.due_at - timezone.now()
    assert datetime.timedelta(seconds=settings.NEWSLETTER_RECALL_SECONDS - 30) < wait
    response = decide(lead, send, "cancel")
    assert "Cancelled" in said(response)
    assert Send.objects.get().state == SendState.CANCELLED


def test_what_is_not_approved_is_not_sent(issue, lead):
    response = order(lead, issue)
    assert "approved" in said(response)
    assert not Send.objects.exists()


def test_a_change_after_approval_stops_the_send(approved, lead, editor):
    page = approved.get_latest_revision_as_object()
    page.subject = "Another"
    page.save_revision(user=editor.user)
    assert "approved" in said(order(lead, approved))
    assert not Send.objects.exists()


def test_an_editor_without_the_right_to_publish_cannot_send(approved, editor):
    response = editor.post(reverse("newsletter_schedule", args=[approved.pk]), {"when": "now", "per_minute": "0"})
    assert response.status_code in (302, 403)
    assert not Send.objects.exists()


@pytest.mark.parametrize(("due_at", "words"), [("", "Give the date"), ("2020-01-01 10:00", "in the past")])
def test_a_missing_or_past_time_is_told_at_the_field(approved, lead, due_at, words):
    response = order(lead, approved, when="later", due_at=due_at)
    assert response.status_code == 422
    assert words in str(response.context["send_form"].errors["due_at"])
    assert not Send.objects.exists()


def test_a_date_that_now_would_ignore_is_asked_about(approved, lead):
    response = order(lead, approved, when="now", due_at="tomorrow 9am")
    assert "You gave a date and time" in str(response.context["send_form"].errors["when"])
    assert 'value="tomorrow 9am"' in response.content.decode()
    assert not Send.objects.exists()


def test_many_recipients_are_confirmed_by_typing_their_number(approved, lead, monkeypatch):
    monkeypatch.setattr("newsletter.admin.forms.CONFIRM_ABOVE", 2)
    response = order(lead, approved)
    assert "Type that number" in str(response.context["send_form"].errors["number"])
    assert not Send.objects.exists()
    scheduled(lead, approved, number="3")


def test_pausing_and_resuming_a_send(approved, lead):
    send = prepared(lead, approved)
    decide(lead, send, "pause")
    send.refresh_from_db()
    assert send.state == SendState.PAUSED
    assert "lead" in send.reason
    decide(lead, send, "resume")
    send.refresh_from_db()
    assert send.state in (SendState.SENDING, SendState.PREPARED)
    done = list(
        PageLogEntry.objects.filter(page=approved, action__startswith="newsletter.").values_list("action", flat=True)
    )
    assert len(done) >= 3  # scheduled, paused, resumed


def test_what_makes_no_sense_is_refused_with_a_sentence(approved, lead):
    send = scheduled(lead, approved)
    before = Send.objects.get().state
    response = decide(lead, send, "resume")
    assert said(response)
    assert Send.objects.get().state == before


def test_the_report_counts_and_settles(approved, lead):
    send = prepared(lead, approved)
    first, second, third = SendRecipient.objects.order_by("pk")
    SendRecipient.objects.filter(pk=first.pk).update(state=RecipientState.ACCEPTED)
    SendRecipient.objects.filter(pk__in=[second.pk, third.pk]).update(state=RecipientState.UNCERTAIN)
    url = reverse("newsletter_send", args=[send.pk])
    text = lead.get(url).content.decode()
    assert second.address in text
    assert "Not known whether it arrived" in text
    numbers = lead.get(reverse("newsletter_progress", args=[send.pk])).json()
    assert (numbers["recipients"], numbers["counts"]["Sent"]) == (3, 1)
    assert numbers["sentence"] == "Sent to 1 of 3 people."

    settle = reverse("newsletter_settle", args=[send.pk])
    assert "at least one" in said(lead.post(settle, {"decision": "again"}, follow=True))
    lead.post(settle, {"decision": "again", "recipient": [second.pk]})
    second.refresh_from_db()
    assert second.state == RecipientState.PENDING
    lead.post(settle, {"decision": "leave", "recipient": [third.pk]})
    third.refresh_from_db()
    assert third.state == RecipientState.UNCERTAIN
    assert third.address not in lead.get(url).content.decode()


def test_editors_read_reports_and_decide_nothing(approved, lead, editor):
    send = prepared(lead, approved)
    assert editor.get(reverse("newsletter_send", args=[send.pk])).status_code == 200
    decide(editor, send, "pause")
    assert Send.objects.get().state == SendState.SENDING


def test_addresses_on_a_report_are_for_those_who_may_see_subscribers(approved, lead, moderator, sender, editor):
    send = prepared(lead, approved)
    said_of = {RecipientState.REFUSED: "550 no such user <{}>", RecipientState.UNCERTAIN: ""}
    rows = list(SendRecipient.objects.order_by("pk")[:2])
    for row, (state, error) in zip(rows, said_of.items(), strict=True):
        row.state, row.error = state, error.format(row.address)
        row.save()
    report = reverse("newsletter_send", args=[send.pk])
    html = lead.get(report).content.decode()
    assert all(row.address in html for row in rows)
    for client in (moderator, sender):
        html = client.get(report).content.decode()
        assert f"Recipient {rows[0].pk}: 550 no such user …" in html
        assert f"Recipient {rows[1].pk}" in html  # and they decide about it
        assert not any(row.address in html for row in rows)
    html = editor.get(report).content.decode()
    assert not any(name in html for row in rows for name in (row.address, f"Recipient {row.pk}"))


def test_the_report_asks_the_database_as_often_for_many_as_for_few(
    approved, lead, update, django_assert_num_queries, django_assert_max_num_queries
):
    send = prepared(lead, approved)
    url = reverse("newsletter_send", args=[send.pk])
    lead.get(url)
    with django_assert_max_num_queries(60) as few:
        lead.get(url)
    for number in range(20):
        subscribe(update, f"later-{number}@example.org")
        subscription = Subscription.objects.order_by("-pk").first()
        SendRecipient.objects.create(
            send=send,
            subscriber=subscription.subscriber,
            subscription=subscription,
            address=subscription.subscriber.address,
            normalised=subscription.subscriber.normalised,
            audience="external",
            state=RecipientState.UNCERTAIN,
        )
    with django_assert_num_queries(len(few)):
        assert "later-19@example.org" in lead.get(url).content.decode()


def test_nobody_outside_sees_anything(issue, client):
    for name, args in (("newsletter_desk", [issue.pk]), ("newsletter_preview", [issue.pk, "internal"])):
        assert client.get(reverse(name, args=args)).status_code == 302


def test_what_is_no_recipient_is_passed_over(approved, lead):
    send = prepared(lead, approved)
    url = reverse("newsletter_settle", args=[send.pk])
    response = lead.post(url, {"recipient": ["²", "9" * 40, "x"], "decision": "again"}, follow=True)
    assert response.status_code == 200
    assert not SendRecipient.objects.filter(settled_at__isnull=False).exists()
