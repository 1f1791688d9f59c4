"""Recovery after a stopped worker, an outage or a lost task. Run at a worker's start and every minute."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.base.restorations import last_restored_at
from newsletter.backends import Backend, HandoverResult
from newsletter.choices import HandoverOutcome, RecipientState, SendState
from newsletter.models import Attempt, Send, SendRecipient

from . import completion, durability, events, leases, outcomes
from .installation import installation
from .services import RUNNING

LATEST = datetime.timedelta(hours=6)
GONE = "The hub stopped while the message was being sent."
RESTORED = (
    "The hub was restored from a backup, which doesn't know what was sent since. Release it if it should continue."
)
RESTARTED = "The machine or the database stopped while the message was being sent; it may have gone out."


def sweep(backend: Backend, now: datetime.datetime | None = None) -> None:
    """Give back or judge recipients with expired leases, hold late sends and those of another installation, and end those
    that are done."""
    now = now or timezone.now()
    judge_expired(backend, now)
    leases.give_back_expired(now)
    hold(now)
    for send in Send.objects.filter(state__in=(SendState.SENDING, SendState.CANCELLED), finished_at=None):
        if send.state == SendState.CANCELLED:
            completion.skip_waiting(send)
        completion.close(send)


def judge_expired(backend: Backend, now: datetime.datetime) -> int:
    """Judge recipients whose worker stopped while handing over their message. Returns their number.

    As after any lost answer they are uncertain, unless the provider still knows the message's key or the list says
    that it is sent again. If the machine or the database stopped, this may be all that the worker had claimed;
    `durability` says why.
    """
    claimed = Q(state=RecipientState.CLAIMED) & durability.claimed_in_an_earlier_run()
    expired = SendRecipient.objects.filter(Q(state=RecipientState.SUBMITTING) | claimed, lease_until__lt=now)
    decided = 0
    for recipient in expired.select_related("subscription__mailing_list"):
        submitted_at = recipient.changed_at or now
        attempt = max(1, recipient.attempts)
        detail = GONE if recipient.state == RecipientState.SUBMITTING else RESTARTED
        with transaction.atomic():
            verdict = outcomes.judge(
                HandoverResult(HandoverOutcome.UNKNOWN, detail=detail),
                recipient_id=recipient.pk,
                attempt=attempt,
                submitted_at=submitted_at,
                now=now,
                key_window=backend.key_window,
                on_uncertain=recipient.subscription.mailing_list.on_uncertain,
            )
            ours = SendRecipient.objects.filter(
                pk=recipient.pk, lease_token=recipient.lease_token, state=recipient.state
            )
            if not ours.update(
                state=verdict.state,
                error=verdict.error,
                not_before=verdict.not_before,
                # The token stays: if the worker was only cut off, it can still say what became of the message.
                lease_until=None,
                changed_at=now,
            ):
                continue
            Attempt.objects.create(
                send_id=recipient.send_id,
                recipient=recipient,
                number=attempt,
                at=now,
                outcome=HandoverOutcome.UNKNOWN,
                detail=detail,
            )
            events.settle_by_what_came(recipient)
        decided += 1
    return decided


def hold(now: datetime.datetime | None = None) -> None:
    """Hold sends that must not continue without a decision: those of another installation, those that were restored from
    a backup, and those more than six hours late.

    A send that has begun is late if nothing was handed over for that long: after an outage, or in a restored copy that
    doesn't know what has been sent since.
    """
    now = now or timezone.now()
    going_on = Send.objects.filter(state__in=RUNNING)
    going_on.exclude(installation=installation()).update(
        state=SendState.HELD,
        reason="It belongs to another installation of the hub, so this may be a copy. Release it if this one should send it.",
    )
    if restored_at := last_restored_at():
        # What was handed over after the backup isn't known any more.
        restored = going_on.filter(created_at__lt=restored_at).exclude(released_at__gte=restored_at)
        restored.update(state=SendState.HELD, reason=RESTORED)
    long_ago = now - LATEST
    waiting = going_on.filter(started_at=None, due_at__lt=long_ago).exclude(released_at__gte=long_ago)
    waiting.update(state=SendState.HELD, reason="It is more than six hours late. Release it if it should still go.")
    begun = going_on.filter(state=SendState.SENDING, started_at__lt=long_ago).exclude(released_at__gte=long_ago)
    for send in begun:
        newest = Attempt.objects.filter(send=send).order_by("-pk").values_list("at", flat=True).first()
        if newest is None or newest < long_ago:
            Send.objects.filter(pk=send.pk, state=SendState.SENDING).update(
                state=SendState.HELD,
                reason="No message was sent for more than six hours. Release it if it should continue.",
            )
