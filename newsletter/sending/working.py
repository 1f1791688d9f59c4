"""Handing messages over, one at a time, so that a crash leaves one recipient uncertain and no more."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from newsletter.backends import Answer, Backend
from newsletter.backends.base import NOT_ALLOWED
from newsletter.choices import Outcome, RecipientState, SendState, SubscriptionState
from newsletter.message import MessageError
from newsletter.models import Send, SendRecipient, Subscription
from newsletter.people.addresses import for_the_wire
from newsletter.people.suppression import is_suppressed

from . import durability, events, leases, outcomes, safety, statements
from .composing import Composer, Row

LONGEST_NAP = 1.0


def work(send: Send, backend: Backend, *, limit: int | None = None, stop: Callable[[], bool] = lambda: False) -> int:
    """Hand over what waits of a send, until nothing does, `limit` messages were, or `stop` says so.

    The backend is open. Each message costs one commit, which writes what came of the one before and that this one is
    about to be handed over. Pausing and cancelling take effect within one message. Returns how many were handed over.
    """
    shift = _Shift(send, backend, stop)
    with durability.while_sending(), statements.prepared():
        while not stop() and (limit is None or shift.handed_over < limit):
            size = shift.claim_size if limit is None else min(shift.claim_size, limit - shift.handed_over)
            claim = leases.claim(send, size)
            if claim is None:
                break
            if not shift.through(claim):
                claim.give_back()
                break
    return shift.handed_over


@dataclass(frozen=True)
class _Said:
    """What came of the last message, before it is written down."""

    row: Row
    submitted_at: datetime.datetime
    answer: Answer


class _Shift:
    """A worker's time with one send."""

    def __init__(self, send: Send, backend: Backend, stop: Callable[[], bool]):
        self.send, self.backend, self.stop = send, backend, stop
        self.composer = Composer(send)
        self.handed_over = 0

    @property
    def claim_size(self) -> int:
        """Take no more at a time than goes in some seconds, so that other workers get their share."""
        return max(1, min(leases.CLAIM, self.send.per_minute // 6)) if self.send.per_minute else leases.CLAIM

    def through(self, claim: leases.Claim) -> bool:
        """Go through what was claimed. Returns False if it has to be given back: the worker is to end, or the send stops."""
        said: _Said | None = None
        for row in claim.rows:
            if said is not None and self.send.per_minute:
                self._write(claim, said)  # before waiting for the next one's turn
                said = None
            if self.stop() or not self._wait_for_slot(claim):
                if said is not None:
                    self._write(claim, said)
                return False
            if claim.runs_out:
                claim.renew()
            message = self._composed(claim, row)
            if message is None:
                continue
            now = timezone.now()
            # What was said until here is that it was accepted: anything else was written at once.
            result = None if said is None else self._result(claim, said)
            submitted = statements.record_and_submit(result, self._submission(claim, row, now))
            said = None
            if not submitted:
                if not self._skip_or_end(claim, row):
                    return False
                continue
            said = _Said(row, now, self._hand_over(row, message))
            if said.answer.outcome != Outcome.ACCEPTED:
                self._write(claim, said)
                said = None
                if safety.pause_after_errors(self.send):
                    return False
        if said is not None:
            self._write(claim, said)
        return True

    def _hand_over(self, row: Row, message: bytes) -> Answer:
        self.handed_over += 1
        key, recipient = self.composer.message_id(row.pk), for_the_wire(row.address)
        return self.backend.hand_over(message, sender=self.composer.sender, recipient=recipient, key=key)

    def _wait_for_slot(self, claim: leases.Claim) -> bool:
        """Keep to the limit a minute. Returns False if the worker is to end."""
        while self.send.per_minute and (seconds := safety.take_slot(self.send)):
            if claim.runs_out:
                claim.renew()
            time.sleep(min(seconds, LONGEST_NAP))
            if self.stop():
                return False
        return True

    def _composed(self, claim: leases.Claim, row: Row) -> bytes | None:
        """Return a recipient's message; None if there can't be one, which is written down."""
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

    def _submission(self, claim: leases.Claim, row: Row, now: datetime.datetime) -> statements.Submission:
        return statements.Submission(
            send_id=self.send.pk,
            recipient_id=row.pk,
            subscription_id=row.subscription_id,
            subscriber_id=row.subscriber_id,
            token=claim.token,
            now=now,
        )

    def _write(self, claim: leases.Claim, said: _Said) -> None:
        with transaction.atomic():
            durability.need_not_wait()
            result = self._result(claim, said)
            if statements.record(result) and result.state in (RecipientState.UNCERTAIN, RecipientState.RETRY):
                events.settle_by_what_came(SendRecipient.objects.get(pk=said.row.pk))

    def _result(self, claim: leases.Claim, said: _Said) -> statements.Result:
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
            token=claim.token,
            attempt=row.attempts + 1,
            state=verdict.state.value,
            provider_id=answer.provider_id,
            error=verdict.error,
            not_before=verdict.not_before,
            outcome=answer.outcome.value,
            detail=answer.detail,
            now=now,
        )

    def _skip_or_end(self, claim: leases.Claim, row: Row) -> bool:
        """Find out why a message may not go any more and write it down. Returns whether the send goes on."""
        if not Send.objects.filter(pk=self.send.pk, state=SendState.SENDING).exists():
            return False
        subscription = Subscription.objects.select_related("subscriber").get(pk=row.subscription_id)
        subscriber = subscription.subscriber
        if subscription.state != SubscriptionState.ACTIVE:
            self._end(claim, row, RecipientState.SKIPPED, "Left before the message went.")
        elif subscriber.undeliverable_since or not subscriber.normalised:
            self._end(claim, row, RecipientState.SKIPPED, "The address doesn't take mail.")
        elif is_suppressed(subscriber.normalised):
            self._end(claim, row, RecipientState.SKIPPED, "The address is suppressed.")
        # Otherwise the lease ran out and it isn't the worker's any more: nothing to write.
        return True

    def _end(self, claim: leases.Claim, row: Row, state: RecipientState, why: str) -> None:
        SendRecipient.objects.filter(pk=row.pk, lease_token=claim.token, state=RecipientState.CLAIMED).update(
            state=state, error=why, lease_token=None, lease_until=None, changed_at=timezone.now()
        )
