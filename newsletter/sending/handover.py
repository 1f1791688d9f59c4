"""Handing messages over, one at a time, so that a crash leaves one recipient uncertain and no more."""

from __future__ import annotations

import datetime
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db import Error, transaction
from django.db.models import F
from django.utils import timezone

from cms.jobs import outages
from newsletter.backends import Backend, HandoverResult
from newsletter.backends.base import NOT_ALLOWED
from newsletter.choices import HandoverOutcome, RecipientState, SendState, SubscriptionState
from newsletter.message import MessageError
from newsletter.models import Send, SendRecipient, Subscription
from newsletter.people.addresses import for_the_wire
from newsletter.people.suppression import is_suppressed

from . import completion, durability, events, leases, outcomes, safety, statements
from .messages import ClaimedRecipient, Composer

LONGEST_NAP = 1.0


def work(send: Send, backend: Backend, *, limit: int | None = None, stop: Callable[[], bool] = lambda: False) -> int:
    """Hand over waiting messages of a send until none is left, `limit` is reached, or `stop` returns true.

    The backend is open. Each message costs one commit, which records the outcome of the one before and that this one is
    about to be handed over. Pausing and cancelling take effect within one message. Returns the number handed over.
    """
    shift = _Shift(send, backend, stop)
    try:
        with durability.while_sending(), statements.prepared():
            while not stop() and (limit is None or shift.handed_over < limit):
                size = shift.claim_size if limit is None else min(shift.claim_size, limit - shift.handed_over)
                claim = shift.claim(size)
                if claim is None:
                    break
                if not shift.through(claim):
                    claim.give_back()
                    break
    except Error:
        was_lost = outages.outlast(stop)
        shift.settle()
        if not was_lost:
            raise
    return shift.handed_over


@dataclass(frozen=True)
class _Said:
    """The outcome of the last message, before it is recorded."""

    row: ClaimedRecipient
    submitted_at: datetime.datetime
    answer: HandoverResult


class _Shift:
    """A worker's time with one send."""

    def __init__(self, send: Send, backend: Backend, stop: Callable[[], bool]):
        self.send, self.backend, self.stop = send, backend, stop
        self.composer = Composer(send)
        self.handed_over = 0
        # Of the claim in hand: its token, the recipients whose handover was begun, and its outcome for each.
        self.token = uuid.uuid4()
        self.begun: set[int] = set()
        self.said: dict[int, _Said] = {}

    @property
    def claim_size(self) -> int:
        """Claim no more recipients than can be handled in a few seconds, so that other workers get their share."""
        return max(1, min(leases.CLAIM, self.send.per_minute // 6)) if self.send.per_minute else leases.CLAIM

    def claim(self, size: int) -> leases.Claim | None:
        self.token, self.begun, self.said = durability.new_token(), set(), {}
        return leases.claim(self.send, size, self.token)

    def through(self, claim: leases.Claim) -> bool:
        """Go through the claimed recipients. Returns False if the rest must be given back: the worker ends, or the send stops."""
        said: _Said | None = None
        for row in claim.rows:
            if said is not None and self.send.per_minute:
                self._write(said)  # before waiting for the next one's turn
                said = None
            if self.stop() or not self._wait_for_slot(claim):
                if said is not None:
                    self._write(said)
                return False
            if claim.runs_out:
                claim.renew()
            message = self._composed(claim, row)
            if message is None:
                continue
            now = timezone.now()
            # A pending result here means that the message was accepted: anything else was recorded at once.
            result = None if said is None else self._result(said)
            submitted = statements.record_and_submit(result, self._submission(claim, row, now))
            said = None
            if not submitted:
                if not self._skip_or_end(claim, row):
                    return False
                continue
            said = self.said[row.pk] = _Said(row, now, self._hand_over(row, message))
            if said.answer.outcome != HandoverOutcome.ACCEPTED:
                self._write(said)
                said = None
                if safety.pause_after_errors(self.send):
                    return False
        if said is not None:
            self._write(said)
        return True

    def settle(self) -> None:
        """Write down what became of each claimed recipient, after an error of the database that may have undone or kept any
        commit since the claim.

        Only a recipient whose handover has no outcome is left to `recovery`. If the outage was longer than the lease,
        `recovery` may have judged some of them, and ended the send. Recipients that still have the token belong to nobody
        else, so what is known here holds.
        """
        ours = SendRecipient.objects.filter(
            lease_token=self.token, state__in=leases.HELD + leases.JUDGED, settled_at=None
        )
        with transaction.atomic():
            for key, said in self.said.items():
                # Its last commits may be lost, so it may be only claimed.
                if ours.filter(pk=key).update(state=RecipientState.SUBMITTING, attempts=said.row.attempts + 1):
                    self._record(said)
            for_nobody = ours.exclude(pk__in=self.begun)
            for_nobody.filter(state=RecipientState.SUBMITTING).update(**leases.given_back(), attempts=F("attempts") - 1)
            for_nobody.update(**leases.given_back(), error="", not_before=None)
            completion.go_on(self.send)

    def _hand_over(self, row: ClaimedRecipient, message: bytes) -> HandoverResult:
        self.handed_over += 1
        self.begun.add(row.pk)
        key, recipient = self.composer.message_id(row.pk), for_the_wire(row.address)
        return self.backend.hand_over(message, sender=self.composer.sender, recipient=recipient, key=key)

    def _wait_for_slot(self, claim: leases.Claim) -> bool:
        """Keep to the limit per minute. Returns False if the worker is to end."""
        while self.send.per_minute and (seconds := safety.take_slot(self.send)):
            if claim.runs_out:
                claim.renew()
            time.sleep(min(seconds, LONGEST_NAP))
            if self.stop():
                return False
        return True

    def _composed(self, claim: leases.Claim, row: ClaimedRecipient) -> bytes | None:
        """Return a recipient's message; None if it can't be composed, which is recorded."""
        if not row.address:
            self._end(claim, row, RecipientState.SKIPPED, "The address was erased.")
            return None
        if not self.backend.may_reach(row.address):
            self._end(claim, row, RecipientState.SKIPPED, NOT_ALLOWED)
            return None
        try:
            return self.composer.message(row)
        except MessageError as error:
            self._end(claim, row, RecipientState.REFUSED, str(error))
            return None

    def _submission(self, claim: leases.Claim, row: ClaimedRecipient, now: datetime.datetime) -> statements.Submission:
        return statements.Submission(
            send_id=self.send.pk,
            recipient_id=row.pk,
            subscription_id=row.subscription_id,
            subscriber_id=row.subscriber_id,
            token=claim.token,
            now=now,
        )

    def _write(self, said: _Said) -> None:
        with transaction.atomic():
            durability.need_not_wait()
            self._record(said)

    def _record(self, said: _Said) -> None:
        result = self._result(said)
        if statements.record(result) and result.state in (RecipientState.UNCERTAIN, RecipientState.RETRY):
            events.settle_by_what_came(SendRecipient.objects.get(pk=said.row.pk))

    def _result(self, said: _Said) -> statements.Result:
        row, answer, now = said.row, said.answer, timezone.now()
        verdict = outcomes.judge(
            answer,
            recipient_id=row.pk,
            attempt=row.attempts + 1,
            submitted_at=said.submitted_at,
            now=now,
            key_window=self.backend.key_window,
            on_uncertain=self.composer.lists[row.list_id].on_uncertain,
        )
        return statements.Result(
            send_id=self.send.pk,
            recipient_id=row.pk,
            token=self.token,
            attempt=row.attempts + 1,
            state=verdict.state.value,
            provider_id=answer.provider_id,
            error=verdict.error,
            not_before=verdict.not_before,
            outcome=answer.outcome.value,
            detail=answer.detail,
            now=now,
        )

    def _skip_or_end(self, claim: leases.Claim, row: ClaimedRecipient) -> bool:
        """Find out why a message may no longer be sent, and record it. Returns whether the send continues."""
        if not Send.objects.filter(pk=self.send.pk, state=SendState.SENDING).exists():
            return False
        subscription = Subscription.objects.select_related("subscriber").get(pk=row.subscription_id)
        subscriber = subscription.subscriber
        if subscription.state != SubscriptionState.ACTIVE:
            self._end(claim, row, RecipientState.SKIPPED, "Unsubscribed before the message was sent.")
        elif subscriber.undeliverable_since or not subscriber.normalised:
            self._end(claim, row, RecipientState.SKIPPED, "The address doesn't take mail.")
        elif is_suppressed(subscriber.normalised):
            self._end(claim, row, RecipientState.SKIPPED, "The address is suppressed.")
        # Otherwise the lease ran out and the recipient no longer belongs to the worker: nothing to record.
        return True

    def _end(self, claim: leases.Claim, row: ClaimedRecipient, state: RecipientState, why: str) -> None:
        SendRecipient.objects.filter(pk=row.pk, lease_token=claim.token, state=RecipientState.CLAIMED).update(
            state=state, error=why, lease_token=None, lease_until=None, changed_at=timezone.now()
        )
