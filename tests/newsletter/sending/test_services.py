"""Editors' actions on sends, recovery, and how a worker finds its work."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import PageLogEntry, Site

from cms.models import Change
from cms.visibility.period import current_period
from newsletter.backends import HandoverResult
from newsletter.choices import EditionAudience, HandoverOutcome, OnUncertain, RecipientState, SendState
from newsletter.message import Content
from newsletter.models import (
    Attempt,
    DatabaseRun,
    Edition,
    IssuePage,
    Letter,
    MailingList,
    NewsletterSettings,
    Send,
    SendRecipient,
)
from newsletter.sending import completion, durability, engine, launch, leases, recovery, services, trial
from newsletter.sending.errors import SendRefusedError
from newsletter.sending.handover import work
from newsletter.sending.installation import installation
from newsletter.sending.progress import progress
from tests.newsletter.sending import factories

NOW = datetime.datetime(2026, 1, 5, 10, tzinfo=datetime.UTC)


def fresh(send) -> Send:
    return Send.objects.get(pk=send.pk)


def never() -> bool:
    return False


def take_turn() -> None:
    """Do what a worker does about sends."""
    engine.begin_due(never)
    engine.hand_over(never)


def test_a_send_can_be_recalled_until_it_begins(snapshot, update, settings):
    user = factories.user("editor")
    send = services.schedule(snapshot, [update], user=user, now=NOW)
    assert (send.state, send.due_at) == (SendState.SCHEDULED, NOW + datetime.timedelta(seconds=300))
    assert send.installation == installation()
    services.cancel(send, user)
    assert (fresh(send).state, fresh(send).recipients) == (SendState.CANCELLED, 0)
    actions = PageLogEntry.objects.filter(page=snapshot.issue, action__startswith="newsletter.").order_by("pk")
    assert [entry.action for entry in actions] == ["newsletter.schedule", "newsletter.cancel"]
    assert actions[0].formatter.format_message(actions[0]) == f"Send {send.pk} scheduled for Update"
    with pytest.raises(SendRefusedError):
        services.cancel(send)


@pytest.mark.parametrize("values", [{"approved_by": None}, {"approved_by": "writer"}])
def test_nothing_goes_without_a_second_person(issue, update, values):
    values = {name: value and factories.user(value) for name, value in values.items()}
    with pytest.raises(SendRefusedError, match="Somebody other"):
        services.schedule(factories.snapshot(issue, **values), [update])


def test_a_change_after_approval_ends_it(snapshot, update):
    snapshot.issue.save_revision()
    snapshot.issue.refresh_from_db()
    with pytest.raises(SendRefusedError, match="changed after it was approved"):
        services.schedule(snapshot, [update])


def test_a_send_needs_a_list_an_edition_and_a_backend(snapshot, update, settings):
    with pytest.raises(SendRefusedError, match="at least one list"):
        services.schedule(snapshot, [])
    Edition.objects.filter(audience=EditionAudience.EXTERNAL)._raw_delete("default")
    with pytest.raises(SendRefusedError, match="external edition"):
        services.schedule(snapshot, [update])
    settings.NEWSLETTER_BACKEND = "anymail"
    internal = factories.mailing_list("staff", kind=EditionAudience.INTERNAL, allowed_domains="gov.scot")
    with pytest.raises(SendRefusedError, match="ANYMAIL_BACKEND"):
        services.schedule(snapshot, [internal])


def test_a_due_send_is_found_by_its_row(snapshot, update, settings):
    factories.crowd(3, update)
    send = services.schedule(snapshot, [update], due_at=timezone.now())
    take_turn()
    send = fresh(send)
    assert (send.state, send.accepted) == (SendState.FINISHED, 3)
    assert len(list(settings.NEWSLETTER_FOLDER.rglob("*.eml"))) >= 3


def test_a_period_ends_with_the_moment_at_which_a_send_publishes_its_issue(snapshot, update):
    current_period()  # which knows of no send
    soon = timezone.now() + datetime.timedelta(seconds=30)
    send = services.schedule(snapshot, [update], due_at=soon)
    assert engine.BEGINNINGS.next_after() == current_period().until == soon
    services.cancel(send)
    assert engine.BEGINNINGS.next_after() is None


@pytest.mark.parametrize("released", [False, True])
def test_readers_hear_of_an_issue_with_the_moment_of_its_send(issue, update, released):
    IssuePage.objects.filter(pk=issue.pk).update(live=False)
    send = factories.send(factories.snapshot(IssuePage.objects.get()), update, due_at=NOW, state=SendState.SCHEDULED)
    recovery.hold(timezone.now())  # it is years late
    services.release(fresh(send))
    if not released:
        Send.objects.update(released_at=None, prepared_at=timezone.now(), state=SendState.PREPARED)
    take_turn()
    send = fresh(send)
    assert send.state == SendState.FINISHED
    assert Change.objects.get(page=issue.pk).at == (send.released_at if released else NOW)


def test_a_worker_rests_until_there_is_a_message_to_hand_over(begun, scripted):
    assert engine.next_message() is None
    letter = Letter.objects.create(kind="confirm", due_at=NOW)
    assert engine.next_message() == NOW
    letter.delete()
    send = begun(2)
    assert engine.next_message() == send.due_at
    assert engine.next_message(send.due_at) is None
    work(send, scripted(HandoverResult(HandoverOutcome.TEMPORARY)))
    again = send.send_recipients.get(state=RecipientState.RETRY).not_before
    assert engine.next_message() == again > timezone.now()
    services.pause(send)
    assert engine.next_message() is None


def test_a_send_with_nobody_left_is_closed_by_the_next_worker(begun, scripted):
    send = begun(1)
    work(send, scripted())
    assert engine.next_message() == send.due_at
    take_turn()
    assert (fresh(send).state, engine.next_message()) == (SendState.FINISHED, None)


def test_what_must_happen_before_the_first_message_happens_once(snapshot, update, monkeypatch):
    seen = []
    monkeypatch.setattr(launch, "on_start", lambda send: seen.append(send.state))
    factories.crowd(1, update)
    factories.send(snapshot, update)
    take_turn()
    take_turn()
    assert seen == [SendState.PREPARED]


def test_a_send_is_held_if_what_must_happen_first_fails(snapshot, update, monkeypatch, caplog):
    def fail(send):
        raise ValueError("No such page.")

    monkeypatch.setattr(launch, "on_start", fail)
    factories.crowd(1, update)
    send = factories.send(snapshot, update)
    take_turn()
    assert fresh(send).state == SendState.HELD and "No such page." in fresh(send).reason
    assert "couldn't be started" in caplog.text


def test_a_send_seven_hours_late_is_held_until_it_is_released(snapshot, update):
    factories.crowd(1, update)
    send = factories.send(
        snapshot, update, state=SendState.SCHEDULED, due_at=timezone.now() - datetime.timedelta(hours=7)
    )
    take_turn()
    assert fresh(send).state == SendState.HELD and "six hours late" in fresh(send).reason
    services.release(fresh(send))
    take_turn()
    assert fresh(send).state == SendState.FINISHED


@pytest.mark.parametrize("state", [SendState.SCHEDULED, SendState.SENDING])
def test_another_installation_s_send_is_held_until_it_is_released(snapshot, update, state):
    send = factories.send(snapshot, update, state=state, installation="elsewhere", started_at=timezone.now())
    recovery.hold(timezone.now())
    assert fresh(send).state == SendState.HELD and "another installation" in fresh(send).reason
    services.release(fresh(send))
    recovery.hold(timezone.now())
    assert fresh(send).state == SendState.SENDING
    assert fresh(send).installation == installation()


def test_a_send_that_has_begun_is_held_if_nothing_went_for_hours(begun, scripted):
    """As in a copy restored from yesterday, which doesn't know what went since."""
    send = begun(2)
    work(send, scripted(), limit=1)
    recovery.hold(timezone.now() + datetime.timedelta(hours=5))
    assert fresh(send).state == SendState.SENDING
    recovery.hold(timezone.now() + datetime.timedelta(hours=7))
    assert fresh(send).state == SendState.HELD


def leave_behind(send, state: RecipientState) -> SendRecipient:
    """Let a recipient be as a worker leaves it that was killed."""
    claim = leases.claim(send, 1)
    recipient = SendRecipient.objects.filter(pk=claim.rows[0].pk)
    recipient.update(state=state, attempts=int(state == RecipientState.SUBMITTING), changed_at=timezone.now())
    return recipient.get()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (RecipientState.CLAIMED, RecipientState.PENDING),
        (RecipientState.SUBMITTING, RecipientState.UNCERTAIN),
    ],
)
def test_an_expired_lease_is_given_back_or_uncertain(begun, scripted, before, after):
    send = begun(1)
    recipient = leave_behind(send, before)
    recovery.sweep(scripted())
    recipient.refresh_from_db()
    assert recipient.state == before, "the lease hasn't run out"
    recovery.sweep(scripted(), timezone.now() + datetime.timedelta(minutes=3))
    recipient.refresh_from_db()
    assert (recipient.state, recipient.lease_until) == (after, None)
    assert Attempt.objects.filter(outcome=HandoverOutcome.UNKNOWN).exists() == (before == RecipientState.SUBMITTING)


def test_an_expired_lease_is_sent_again_where_the_list_says_so(begun, scripted):
    MailingList.objects.update(on_uncertain=OnUncertain.SEND_AGAIN)
    recipient = leave_behind(begun(1), RecipientState.SUBMITTING)
    recovery.sweep(scripted(), timezone.now() + datetime.timedelta(minutes=3))
    recipient.refresh_from_db()
    assert recipient.state == RecipientState.RETRY


def test_an_expired_lease_is_sent_again_while_the_provider_knows_the_key(begun, scripted):
    recipient = leave_behind(begun(1), RecipientState.SUBMITTING)
    backend = scripted()
    backend.key_window = 15 * 60
    recovery.sweep(backend, timezone.now() + datetime.timedelta(minutes=3))
    recipient.refresh_from_db()
    assert recipient.state == RecipientState.RETRY


def test_what_was_claimed_before_a_power_cut_is_uncertain(begun, scripted, monkeypatch):
    """It may have been handed over, and what was written about that be lost."""
    send = begun(1)
    recipient = leave_behind(send, RecipientState.CLAIMED)
    monkeypatch.setattr(durability, "run_of_the_machine", lambda: b"anothers")
    DatabaseRun.objects.all().delete()  # as PostgreSQL does
    recovery.sweep(scripted(), timezone.now() + datetime.timedelta(minutes=3))
    recipient.refresh_from_db()
    assert recipient.state == RecipientState.UNCERTAIN and "stopped" in recipient.error


@pytest.mark.skipif(connection.vendor != "postgresql", reason="Only PostgreSQL has tables that a crash empties.")
def test_a_crash_of_the_database_empties_the_table_that_names_its_run(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = %s", [DatabaseRun._meta.db_table])
        assert cursor.fetchone() == ("u",)


@pytest.mark.parametrize("again", [True, False])
def test_an_editor_settles_an_uncertain_recipient(begun, scripted, again):
    send, backend = begun(2), scripted(HandoverResult(HandoverOutcome.UNKNOWN))
    work(send, backend)
    completion.close(send)
    assert (fresh(send).state, fresh(send).uncertain) == (SendState.FINISHED_UNCERTAIN, 1)
    recipient = send.send_recipients.get(state=RecipientState.UNCERTAIN)
    services.settle(recipient, again, factories.user("editor"))
    assert fresh(send).state == (SendState.SENDING if again else SendState.FINISHED)
    with pytest.raises(SendRefusedError):
        services.settle(recipient, again)
    work(fresh(send), backend)
    completion.close(send)
    send = fresh(send)
    assert (send.state, send.accepted, send.uncertain) == (SendState.FINISHED, 2 if again else 1, 0 if again else 1)
    assert backend.addresses.count(recipient.address) == (2 if again else 1)


def test_a_send_that_lost_a_recipient_says_so(begun, scripted):
    send = begun(3)
    work(send, scripted())
    Attempt.objects.all()._raw_delete("default")
    SendRecipient.objects.filter(pk=send.send_recipients.first().pk).delete()
    completion.close(send)
    assert fresh(send).state == SendState.FAILED_VERIFICATION
    assert "prepared for 3 recipients, but 2" in fresh(send).reason


def test_progress_counts_and_guesses_the_minutes_left(begun, scripted, django_assert_num_queries):
    send = begun(10)
    work(send, scripted(), limit=4)
    with django_assert_num_queries(2):
        found = progress(send, timezone.now() + datetime.timedelta(minutes=2))
    assert (found.recipients, found.done, found.counts[RecipientState.ACCEPTED]) == (10, 4, 4)
    assert found.minutes_left in (3, 4)


def test_a_test_goes_to_named_people_and_leaves_no_row(issue, db, settings):
    answers = trial.test_send(
        issue,
        {EditionAudience.EXTERNAL: Content("Update 7", "<p>x</p>", "x")},
        ["a@bücher.example", "a@bücher.example"],
    )
    (answer,) = answers.values()
    assert answer.outcome == HandoverOutcome.ACCEPTED
    message = (settings.NEWSLETTER_FOLDER / answer.provider_id).read_bytes()
    assert b"Subject: [TEST] Update 7\r\n" in message
    assert b"To: a@xn--bcher-kva.example\r\n" in message
    assert not Send.objects.exists()


@pytest.mark.parametrize("name", ["Up\ndate", "Up\u2028date"])
def test_what_cannot_stand_in_a_header_is_refused_before_anybody_waits_for_it(issue, name):
    with pytest.raises(SendRefusedError, match="The message can't be composed"):
        services.schedule(factories.snapshot(issue), [factories.mailing_list(name=name)])


@pytest.mark.parametrize("per_minute", [-1, services.MOST_PER_MINUTE + 1])
def test_an_impossible_pace_is_refused(snapshot, update, per_minute):
    with pytest.raises(SendRefusedError, match="messages per minute"):
        services.schedule(snapshot, [update], per_minute=per_minute)


def test_a_send_of_which_no_message_can_be_made_is_paused_with_the_reason(begun, scripted):
    send = begun(2)
    own = NewsletterSettings.objects.create(site=Site.objects.get(), sender="The\nhub")
    backend = scripted()
    assert not engine.go_on(send, backend, never)
    assert fresh(send).state == SendState.PAUSED
    assert "must not hold a line break" in fresh(send).reason
    own.sender = "The hub"
    own.save()
    services.resume(send)
    engine.go_on(fresh(send), backend, never)
    assert (fresh(send).state, fresh(send).accepted) == (SendState.FINISHED, 2)


def test_a_send_that_fails_does_not_keep_the_next_from_going(begun, issue, monkeypatch, settings, tmp_path):
    settings.NEWSLETTER_FOLDER = tmp_path
    first, second = begun(1), begun(1, factories.mailing_list("other"))
    work_on = engine.work

    def fail_once(send, *args, **kwargs):
        if send.pk == first.pk:
            raise RuntimeError("Something nobody thought of")
        return work_on(send, *args, **kwargs)

    monkeypatch.setattr(engine, "work", fail_once)
    with pytest.raises(ExceptionGroup) as failed:
        take_turn()
    assert failed.group_contains(RuntimeError, match="nobody thought of")
    assert fresh(first).state == SendState.SENDING
    assert fresh(second).state == SendState.FINISHED
