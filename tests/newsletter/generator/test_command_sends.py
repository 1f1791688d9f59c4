"""The parts of `manage.py newsletter` that look after sends."""

import pytest
from django.core.management import CommandError

from newsletter.choices import RecipientState, SendState
from newsletter.models import Send, SendRecipient
from tests import factories
from tests.newsletter.sending import factories as sending

from .test_command import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(tree, hub):
    sending.user("editor")
    return factories.IssueFactory(parent=tree.updates, number=7, introduction="<p>Hi.</p>", preheader="x")


@pytest.fixture
def update(db):
    return sending.mailing_list()


@pytest.fixture
def send(issue, update):
    """A send on its way to two people; of one it isn't known whether they have it."""
    made = sending.send(sending.snapshot(issue), update, state=SendState.SENDING)
    for name, state in (("one", RecipientState.ACCEPTED), ("two", RecipientState.UNCERTAIN)):
        person = sending.subscriber(f"{name}@example.org")
        subscription = sending.subscribe(person, update)
        SendRecipient.objects.create(
            send=made,
            subscriber=person,
            subscription=subscription,
            address=person.address,
            normalised=person.normalised,
            audience=update.kind,
            state=state,
        )
    return made


def test_a_test_goes_to_named_addresses_and_changes_nothing(issue, settings, tmp_path):
    settings.NEWSLETTER_FOLDER = tmp_path
    said, _ = run("test", "7", "--to", "me@example.org", "you@example.org", "--user", "editor")
    assert said == "Accepted as a test: 4 of 4.\n"
    messages = [path.read_bytes() for path in tmp_path.rglob("*.eml")]
    assert len(messages) == 4
    assert all(b"Subject: [TEST] Update 7" in message for message in messages)
    assert not Send.objects.exists()
    with pytest.raises(CommandError, match="correct format"):
        run("test", "7", "--to", "nobody", "--user", "editor")


def test_what_nobody_has_approved_is_not_sent(issue, update):
    with pytest.raises(CommandError, match="Nobody has approved issue 7, part 1"):
        run("send", "7", "--list", "update", "--user", "editor")
    sending.snapshot(issue, approved_by=sending.user("writer"))
    with pytest.raises(CommandError, match="Somebody other than its writer"):
        run("send", "7", "--list", "update", "--user", "editor")
    assert not Send.objects.exists()


def test_an_approved_issue_is_scheduled_or_sent(issue, update):
    sending.snapshot(issue)
    said, _ = run("schedule", "7", "--list", "update", "--at", "2099-03-01T09:00", "--user", "editor")
    send = Send.objects.get()
    assert said == f"Send {send.pk} is due 2099-03-01T09:00:00+00:00.\n"
    assert (send.state, send.created_by.username, list(send.lists.all())) == ("scheduled", "editor", [update])
    run("send", "7", "--list", "update", "--per-minute", "30", "--user", "editor")
    assert Send.objects.exclude(pk=send.pk).get().per_minute == 30


def test_wrong_names_are_refused(issue, update):
    sending.snapshot(issue)
    for arguments, problem in (
        (("--list", "none", "--user", "editor"), "no list “none”"),
        (("--list", "update", "--user", "nobody"), "no active user “nobody”"),
    ):
        with pytest.raises(CommandError, match=problem):
            run("send", "7", *arguments)
    with pytest.raises(CommandError, match="There is no send 99"):
        run("status", "99")
    with pytest.raises(CommandError, match="There is no recipient 99"):
        run("settle", "99", "--leave", "--user", "editor")


def test_status_counts_and_names_who_is_to_be_settled_without_an_address(send):
    said, _ = run("status")
    assert said == (f"Send {send.pk}, issue 7, part 1: Sending. sent: 1, not known whether it arrived: 1\n")
    uncertain = SendRecipient.objects.get(state=RecipientState.UNCERTAIN)
    said, _ = run("status", send.pk)
    assert said.splitlines()[1] == f"  To be settled: recipient {uncertain.pk}."
    assert "@" not in said


def test_a_send_is_paused_and_goes_on(send):
    run("pause", send.pk, "--reason", "A mistake in it.", "--user", "editor")
    send.refresh_from_db()
    assert (send.state, send.reason) == (SendState.PAUSED, "A mistake in it.")
    with pytest.raises(CommandError, match="It isn't being sent"):
        run("pause", send.pk, "--reason", "Again.", "--user", "editor")
    run("resume", send.pk, "--user", "editor")
    send.refresh_from_db()
    assert send.state in (SendState.PREPARED, SendState.SENDING)
    Send.objects.filter(pk=send.pk).update(state=SendState.HELD)
    run("resume", send.pk, "--user", "editor")
    send.refresh_from_db()
    assert send.state != SendState.HELD


def test_an_uncertain_recipient_is_settled_once(send):
    uncertain = SendRecipient.objects.get(state=RecipientState.UNCERTAIN)
    said, _ = run("settle", uncertain.pk, "--again", "--user", "editor")
    assert said == f"Recipient {uncertain.pk} will get the message again.\n"
    uncertain.refresh_from_db()
    assert uncertain.state == RecipientState.PENDING
    with pytest.raises(CommandError, match="is no longer uncertain"):
        run("settle", uncertain.pk, "--leave", "--user", "editor")


def test_a_send_is_followed_until_nothing_more_happens_by_itself(send, monkeypatch):
    looks = []

    def meanwhile(seconds):
        looks.append(seconds)
        Send.objects.update(state=SendState.PAUSED if len(looks) == 2 else SendState.SENDING)

    monkeypatch.setattr("newsletter.commands.sends.time.sleep", meanwhile)
    said, _ = run("status", send.pk, "--follow")
    assert len(looks) == 2
    assert "Paused" in said
    with pytest.raises(CommandError, match="the send to follow") as refused:
        run("status", "--follow")
    assert refused.value.returncode == 2


@pytest.mark.parametrize("address", ["nonsense", "a@example.org,b@example.org", "a@example.org\nBcc: b@example.org"])
def test_a_test_goes_to_addresses_alone(issue, address):
    with pytest.raises(CommandError, match="correct format"):
        run("test", "7", "--to", address, "--user", "editor")


def test_a_moment_that_is_past_and_an_impossible_pace_are_refused(issue, update):
    sending.snapshot(issue)
    with pytest.raises(CommandError, match="is past"):
        run("schedule", "7", "--list", "update", "--at", "2020-01-01", "--user", "editor")
    with pytest.raises(CommandError, match="messages per minute"):
        run("send", "7", "--list", "update", "--per-minute", "-5", "--user", "editor")
    assert not Send.objects.exists()
