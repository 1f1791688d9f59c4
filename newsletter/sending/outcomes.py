"""The state of a recipient after an attempt."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from newsletter.backends import HandoverResult
from newsletter.choices import HandoverOutcome, OnUncertain, RecipientState
from newsletter.models import Attempt

MOST_ATTEMPTS = 5
FIRST_WAIT = datetime.timedelta(minutes=1)
# A key is trusted for the provider's window minus this allowance for a handover and for two machines' clocks.
KEY_MARGIN = datetime.timedelta(minutes=5)

_AFTER = {HandoverOutcome.ACCEPTED: RecipientState.ACCEPTED, HandoverOutcome.REFUSED: RecipientState.REFUSED}


@dataclass(frozen=True)
class AttemptVerdict:
    """The state in which an attempt leaves a recipient, and when it is tried again, if it is."""

    state: RecipientState
    error: str = ""
    not_before: datetime.datetime | None = None


def judge(
    answer: HandoverResult,
    *,
    recipient_id: int,
    attempt: int,
    submitted_at: datetime.datetime,
    now: datetime.datetime,
    key_window: float,
    on_uncertain: str,
) -> AttemptVerdict:
    """Return the verdict on a recipient for the result of an attempt.

    A message that may have been taken is sent again only if the provider still knows its key, or the list says so.
    """
    if answer.outcome in _AFTER:
        return AttemptVerdict(
            _AFTER[answer.outcome], answer.detail if answer.outcome == HandoverOutcome.REFUSED else ""
        )
    wait = wait_after(attempt)
    if answer.outcome == HandoverOutcome.TEMPORARY:
        if attempt >= MOST_ATTEMPTS:
            return AttemptVerdict(RecipientState.REFUSED, f"Given up after {attempt} attempts: {answer.detail}")
        return AttemptVerdict(RecipientState.RETRY, answer.detail, now + wait)
    if attempt < MOST_ATTEMPTS:
        if on_uncertain == OnUncertain.SEND_AGAIN:
            return AttemptVerdict(RecipientState.RETRY, answer.detail, now + wait)
        if key_window and _key_still_known(recipient_id, submitted_at, now + FIRST_WAIT, key_window):
            return AttemptVerdict(RecipientState.RETRY, answer.detail, now + FIRST_WAIT)
    return AttemptVerdict(RecipientState.UNCERTAIN, answer.detail)


def wait_after(attempt: int) -> datetime.timedelta:
    """Return how long to wait after an attempt: 1, 4, 16, then 64 minutes."""
    return FIRST_WAIT * 4 ** (min(attempt, 4) - 1)


def _key_still_known(
    recipient_id: int, submitted_at: datetime.datetime, again_at: datetime.datetime, key_window: float
) -> bool:
    """Say whether the provider will still know the key that the recipient's first attempt carried."""
    first = Attempt.objects.filter(recipient_id=recipient_id).order_by("pk").values_list("at", flat=True).first()
    begun = min(first, submitted_at) if first else submitted_at
    return again_at + KEY_MARGIN < begun + datetime.timedelta(seconds=key_window)
