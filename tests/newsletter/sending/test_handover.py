"""What each answer does to a recipient, and what a worker does when things change under its hands."""

import datetime

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.jobs import outages
from newsletter.backends import HandoverResult
from newsletter.choices import (
    EndedReason,
    HandoverOutcome,
    OnUncertain,
    RecipientState,
    SendState,
    SubscriptionState,
    SuppressionReason,
)
from newsletter.models import Attempt, DatabaseRun, MailingList, Send, SendRecipient, Subscription
from newsletter.people.suppression import suppress
from newsletter.sending import completion, durability, leases, recovery, services, statements
from newsletter.sending.handover import work


def states(send) -> list[str]:
    return list(send.send_recipients.order_by("pk").values_list("state", flat=True))


def fresh(send) -> Send:
    return Send.objects.get(pk=send.pk)


def test_everybody_gets_one_message_and_the_send_is_closed_by_counting(begun, scripted):
    send, backend = begun(120), scripted()
    assert work(send, backend) == 120
    assert len(set(backend.addresses)) == 120
    assert completion.close(send)
    send = fresh(send)
    assert (send.state, send.accepted, send.recipients) == (SendState.FINISHED, 120, 120)
    assert Attempt.objects.filter(send=send, outcome=HandoverOutcome.ACCEPTED).count() == 120
    assert work(send, backend) == 0


@pytest.mark.parametrize(
    ("answer", "state", "error"),
    [
        (HandoverResult(HandoverOutcome.ACCEPTED, "x1"), RecipientState.ACCEPTED, ""),
        (
            HandoverResult(HandoverOutcome.REFUSED, detail="550 no such user"),
            RecipientState.REFUSED,
            "550 no such user",
        ),
        (HandoverResult(HandoverOutcome.TEMPORARY, detail="421 busy"), RecipientState.RETRY, "421 busy"),
        (HandoverResult(HandoverOutcome.UNKNOWN, detail="broke"), RecipientState.UNCERTAIN, "broke"),
    ],
)
def test_each_answer_has_its_state(begun, scripted, answer, state, error):
    send = begun(1)
    work(send, scripted(answer))
    recipient = send.send_recipients.get()
    assert (recipient.state, recipient.error, recipient.attempts) == (state, error, 1)
    assert recipient.lease_token is None and recipient.provider_id == answer.provider_id
    assert list(Attempt.objects.values_list("number", "outcome", "detail")) == [(1, answer.outcome, answer.detail)]


def test_a_temporary_refusal_is_tried_five_times_with_growing_pauses(begun, scripted):
    send, backend = begun(1), scripted(*[HandoverResult(HandoverOutcome.TEMPORARY, detail="busy")] * 5)
    now = timezone.now()
    for minutes in (0, 1, 5, 21, 85):
        if minutes:
            with time_machine.travel(now + datetime.timedelta(minutes=minutes, seconds=-20), tick=False):
                assert work(send, backend) == 0
        with time_machine.travel(now + datetime.timedelta(minutes=minutes, seconds=20), tick=False):
            assert work(send, backend) == 1
    recipient = send.send_recipients.get()
    assert (recipient.state, recipient.attempts) == (RecipientState.REFUSED, 5)
    assert "5 attempts" in recipient.error
    assert len({key for _, key, _ in backend.given}) == 1
    assert len({message for _, _, message in backend.given}) == 1


def test_an_uncertain_message_goes_again_only_if_the_list_says_so(begun, scripted, update):
    MailingList.objects.update(on_uncertain=OnUncertain.SEND_AGAIN)
    send = begun(1)
    work(send, scripted(HandoverResult(HandoverOutcome.UNKNOWN)))
    assert states(send) == [RecipientState.RETRY]


@pytest.mark.parametrize(("window", "state"), [(24 * 3600, RecipientState.RETRY), (60, RecipientState.UNCERTAIN)])
def test_an_uncertain_message_goes_again_while_the_provider_knows_its_key(begun, scripted, window, state):
    send, backend = begun(1), scripted(HandoverResult(HandoverOutcome.UNKNOWN))
    backend.key_window = window
    work(send, backend)
    assert states(send) == [state]


def test_the_window_of_a_key_begins_with_the_first_attempt(begun, scripted):
    send, backend = begun(1), scripted(*[HandoverResult(HandoverOutcome.UNKNOWN)] * 3)
    backend.key_window = 15 * 60
    now = timezone.now()
    work(send, backend)
    with time_machine.travel(now + datetime.timedelta(minutes=8), tick=False):
        work(send, backend)
        assert states(send) == [RecipientState.RETRY]
    with time_machine.travel(now + datetime.timedelta(minutes=11), tick=False):
        work(send, backend)
        assert states(send) == [RecipientState.UNCERTAIN]


def test_who_leaves_after_preparing_gets_nothing(begun, scripted):
    def leave(backend, recipient):
        if not backend.given:
            others = Subscription.objects.exclude(subscriber__address=recipient)
            others.update(state=SubscriptionState.ENDED, ended_reason=EndedReason.LEFT)

    send, backend = begun(3), scripted(before=leave)
    work(send, backend)
    assert states(send) == [RecipientState.ACCEPTED, RecipientState.SKIPPED, RecipientState.SKIPPED]
    assert len(backend.given) == 1
    assert completion.close(send)
    assert fresh(send).skipped == 2


def test_who_is_suppressed_or_undeliverable_after_preparing_gets_nothing(begun, scripted):
    send = begun(3)
    first, second, _ = send.send_recipients.order_by("pk")
    suppress(first.normalised, SuppressionReason.COMPLAINED)
    second.subscriber.undeliverable_since = timezone.now()
    second.subscriber.save()
    work(send, scripted())
    assert states(send) == [RecipientState.SKIPPED, RecipientState.SKIPPED, RecipientState.ACCEPTED]


def test_pausing_takes_effect_within_one_message_and_gives_the_others_back(begun, scripted):
    def pause(backend, recipient):
        if len(backend.given) == 1:
            services.pause(send, "Wrong picture.")

    send, backend = begun(5), scripted(before=pause)
    work(send, backend)
    assert states(send) == [RecipientState.ACCEPTED] * 2 + [RecipientState.PENDING] * 3
    assert fresh(send).reason == "Wrong picture."
    services.resume(fresh(send))
    work(send, backend)
    assert states(send) == [RecipientState.ACCEPTED] * 5
    assert len(set(backend.addresses)) == 5


def test_cancelling_in_the_middle_skips_the_rest_and_counts(begun, scripted):
    def cancel(backend, recipient):
        if len(backend.given) == 1:
            services.cancel(send)

    send, backend = begun(60), scripted(before=cancel)
    work(send, backend)
    recovery.sweep(backend)
    send = fresh(send)
    assert (send.state, send.accepted, send.skipped) == (SendState.CANCELLED, 2, 58)
    assert send.finished_at


def test_a_worker_that_is_told_to_end_finishes_one_message_and_gives_back(begun, scripted):
    send, backend = begun(5), scripted()
    work(send, backend, stop=lambda: len(backend.given) == 2)
    assert states(send) == [RecipientState.ACCEPTED] * 2 + [RecipientState.PENDING] * 3
    assert not SendRecipient.objects.exclude(lease_token=None).exists()


def test_a_claim_whose_lease_ran_out_hands_nothing_over(begun, scripted):
    """A worker that slept through its lease finds that its recipients are another's."""

    def sleep(backend, recipient):
        if not backend.given:
            SendRecipient.objects.filter(state=RecipientState.CLAIMED).update(lease_until=timezone.now())
            leases.give_back_expired(timezone.now() + datetime.timedelta(seconds=1))

    send, backend = begun(3), scripted(before=sleep)
    work(send, backend)
    assert len(set(backend.addresses)) == len(backend.addresses) == 3


def test_twenty_errors_in_a_row_pause_the_send(begun, scripted):
    send = begun(60)
    work(send, scripted(*[HandoverResult(HandoverOutcome.TEMPORARY, detail="busy")] * 60))
    send = fresh(send)
    assert (send.state, send.reason) == (SendState.PAUSED, "Paused after 20 errors in a row.")
    assert states(send).count(RecipientState.RETRY) == 20
    assert states(send).count(RecipientState.PENDING) == 40
    services.resume(send)
    assert work(fresh(send), scripted()) == 40


def test_more_than_five_per_cent_of_errors_pause_the_send(begun, scripted):
    send = begun(400)
    answers = [HandoverResult(HandoverOutcome.REFUSED if n % 10 == 0 else HandoverOutcome.ACCEPTED) for n in range(400)]
    work(send, scripted(*answers))
    assert fresh(send).state == SendState.PAUSED
    assert "21 errors in 201 attempts" in fresh(send).reason


def test_a_few_errors_pause_nothing(begun, scripted):
    send = begun(100)
    work(send, scripted(*[HandoverResult(HandoverOutcome.REFUSED)] * 19))
    assert fresh(send).state == SendState.SENDING


def test_outside_production_only_listed_addresses_get_something(begun, scripted, settings):
    send, backend = begun(2), scripted()
    backend.leaves = True
    settings.NEWSLETTER_ALLOWED = [send.send_recipients.first().address]
    work(send, backend)
    assert backend.addresses == settings.NEWSLETTER_ALLOWED
    assert "allow-list" in send.send_recipients.get(state=RecipientState.SKIPPED).error


def test_a_domain_in_other_letters_goes_over_the_wire_in_ascii(begun, scripted):
    send, backend = begun(1), scripted()
    send.send_recipients.update(address="Ada@bücher.example")
    work(send, backend)
    ((recipient, _, message),) = backend.given
    assert recipient == "Ada@xn--bcher-kva.example"
    assert b"\r\nTo: Ada@xn--bcher-kva.example\r\n" in message


def test_all_workers_together_keep_to_the_limit_a_minute(begun, scripted, monkeypatch):
    send = begun(7, per_minute=3)
    times = []
    with time_machine.travel("2026-01-05 10:00", tick=False) as clock:
        monkeypatch.setattr("time.sleep", clock.shift)
        backend = scripted(before=lambda *_: times.append(timezone.now()))
        for _ in range(7):  # each in a shift of its own
            work(send, backend, limit=1)
    assert len(times) == 7
    for start in times:
        assert sum(start <= at < start + datetime.timedelta(minutes=1) for at in times) <= 3
    assert times[-1] - times[0] < datetime.timedelta(minutes=2, seconds=10)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="Statements are journeys with PostgreSQL only.")
@pytest.mark.parametrize("pooler", [False, True])
def test_each_message_is_one_statement_with_a_pooler_too(begun, scripted, monkeypatch, pooler):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", pooler)
    send, backend = begun(40), scripted()
    assert work(send, backend, limit=4) == 4  # which reads what all messages have in common
    needed = []
    for limit in (8, 28):
        with CaptureQueriesContext(connection) as asked:
            assert work(send, backend, limit=limit) == limit
        needed.append(len(asked))
    assert needed[1] - needed[0] == 20
    assert states(send) == [RecipientState.ACCEPTED] * 40
    assert Attempt.objects.filter(send=send, outcome=HandoverOutcome.ACCEPTED, number=1).count() == 40
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone() == (0,)


def test_what_isnt_the_workers_own_any_more_is_not_written(begun, scripted):
    """A worker that comes too late with its answer changes nothing of what was decided meanwhile."""

    def decide(backend, recipient):
        if not backend.given:
            SendRecipient.objects.filter(address=recipient).update(state=RecipientState.UNCERTAIN, lease_token=None)

    send, backend = begun(3), scripted(before=decide)
    work(send, backend)
    assert states(send) == [RecipientState.UNCERTAIN, RecipientState.ACCEPTED, RecipientState.ACCEPTED]
    assert Attempt.objects.filter(send=send).count() == 2


# An outage of the database that outlasts the lease


@pytest.fixture
def away(monkeypatch):
    """Return a function that has the database go away at a message. Another worker recovers the send before this one is back."""

    def go(backend, at: int, *, crashed: bool = False):
        record_and_submit, calls = statements.record_and_submit, []

        def fail(*args):
            calls.append(args)
            if len(calls) == at:
                raise OperationalError("server closed the connection unexpectedly")
            return record_and_submit(*args)

        def recover(stop):
            if crashed:  # the commits since the claim are lost
                lost = SendRecipient.objects.exclude(lease_token=None) | SendRecipient.objects.filter(attempts__gt=0)
                token = next(submission.token for _, submission in calls)
                lost.update(state=RecipientState.CLAIMED, attempts=0, lease_token=token, lease_until=timezone.now())
                monkeypatch.setattr(durability, "run_of_the_machine", lambda: b"anothers")
                DatabaseRun.objects.all().delete()  # as PostgreSQL does
            recovery.sweep(backend, timezone.now() + datetime.timedelta(minutes=3))
            return True

        monkeypatch.setattr(statements, "record_and_submit", fail)
        monkeypatch.setattr(outages, "outlast", recover)

    return go


@pytest.mark.parametrize("on_uncertain", OnUncertain.values)
@pytest.mark.parametrize("crashed", [False, True], ids=["network", "crash"])
@pytest.mark.parametrize("at", [1, 3, 5])
def test_an_outage_longer_than_the_lease_leaves_nobody_out_and_nobody_uncertain(
    begun, scripted, away, at, crashed, on_uncertain
):
    MailingList.objects.update(on_uncertain=on_uncertain)
    send, backend = begun(5), scripted()
    away(backend, at, crashed=crashed)
    assert work(send, backend) == at - 1
    assert fresh(send).state == SendState.SENDING
    work(fresh(send), backend)
    completion.close(send)
    assert states(send) == [RecipientState.ACCEPTED] * 5
    assert len(backend.addresses) == len(set(backend.addresses)) == 5
    assert (fresh(send).state, fresh(send).accepted) == (SendState.FINISHED, 5)


def test_the_last_message_is_known_to_be_accepted_though_the_send_was_ended_meanwhile(
    begun, scripted, away, monkeypatch
):
    """The outage begins when the last answer is to be written down."""
    record, calls = statements.record, []

    def fail(result):
        calls.append(result)
        if len(calls) == 1:
            raise OperationalError("server closed the connection unexpectedly")
        return record(result)

    monkeypatch.setattr(statements, "record", fail)
    send, backend = begun(1), scripted()
    away(backend, 0)
    work(send, backend)
    assert states(send) == [RecipientState.ACCEPTED]
    assert (fresh(send).state, fresh(send).accepted, fresh(send).uncertain) == (SendState.FINISHED, 1, 0)


def test_a_worker_that_comes_back_to_a_cancelled_send_leaves_the_rest_skipped(begun, scripted, away, monkeypatch):
    send, backend = begun(3), scripted()
    away(backend, 2, crashed=True)
    recover = outages.outlast

    def cancel_too(stop):
        services.cancel(fresh(send))
        return recover(stop)

    monkeypatch.setattr(outages, "outlast", cancel_too)
    work(send, backend)
    recovery.sweep(backend)
    assert states(send) == [RecipientState.ACCEPTED, RecipientState.SKIPPED, RecipientState.SKIPPED]
    assert fresh(send).state == SendState.CANCELLED
    assert fresh(send).finished_at


def test_who_was_claimed_by_another_meanwhile_is_the_other_s(begun, scripted, away, monkeypatch):
    """The list says that the uncertain get it again, and so they did while this worker was cut off."""
    MailingList.objects.update(on_uncertain=OnUncertain.SEND_AGAIN)
    send, backend, other = begun(2), scripted(), scripted(HandoverResult(HandoverOutcome.REFUSED))
    away(backend, 2)
    recover = outages.outlast

    def send_again(stop):
        found = recover(stop)
        with time_machine.travel(timezone.now() + datetime.timedelta(minutes=10)):
            work(fresh(send), other)
        return found

    monkeypatch.setattr(outages, "outlast", send_again)
    work(send, backend)
    assert sorted(states(send)) == [RecipientState.ACCEPTED, RecipientState.REFUSED]
    assert len(other.given) == 2
