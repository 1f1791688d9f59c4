"""The workers' jobs for sends and letters. Any number of workers can run them.

All state is in rows, so it makes no difference which worker runs a job.
"""

from __future__ import annotations

import datetime
import logging
import time
from functools import partial

from django.db.models import Exists, OuterRef
from django.utils import timezone

from cms.jobs.registry import Stop, do_each, job
from cms.visibility.moments import Moments, register
from newsletter import backends
from newsletter.backends import Backend
from newsletter.choices import RecipientState, SendState
from newsletter.message import MessageError
from newsletter.models import Send, SendRecipient
from newsletter.people import followers, letters, retention

from . import completion, launch, preparation, recovery
from .handover import work

logger = logging.getLogger(__name__)

# After this number of seconds with one send, a worker turns to letters and other sends.
TURN = 10.0
NOT_BEGUN = (SendState.SCHEDULED, SendState.PREPARING, SendState.PREPARED)
# A send that begins publishes its issue.
BEGINNINGS = register(Moments(lambda: Send.objects.filter(state__in=NOT_BEGUN), "due_at", awaited=True))


@job("Newsletter: recover interrupted sends", every=60)
def sweep(stop: Stop) -> bool:
    recovery.sweep(backends.load())
    return False


@job("Newsletter: start sends", at=BEGINNINGS.next_after, outward=True)
def begin_due(stop: Stop) -> bool:
    """Prepare and start the sends that are due. Raises ExceptionGroup with the errors."""
    do_each([(str(send), partial(begin, send)) for send in BEGINNINGS.until(timezone.now())], stop)
    return False


def next_message(after: datetime.datetime | None = None) -> datetime.datetime | None:
    """Return the moment of the next letter or message of a send that has begun."""
    waiting = [letters.DUE]
    if sending := list(Send.objects.filter(state=SendState.SENDING).values_list("pk", flat=True)):
        recipients = SendRecipient.objects.filter(send=OuterRef("pk"))
        pending = Exists(recipients.filter(state=RecipientState.PENDING))
        is_over = ~Exists(recipients.filter(state__in=completion.IN_HAND))
        waiting += [
            Moments(lambda: Send.objects.filter(pending | is_over, pk__in=sending), "due_at"),
            Moments(lambda: SendRecipient.objects.filter(send__in=sending, state=RecipientState.RETRY), "not_before"),
        ]
    found = [each.next_after(after) for each in waiting]
    return min((moment for moment in found if moment is not None), default=None)


@job("Newsletter: write to followers", at=followers.DUE.next_after, outward=True)
def write_to_followers(stop: Stop) -> bool:
    """Write letters to the people who follow a page that has changed."""
    followers.write_due(timezone.now())
    return False


@job("Newsletter: hand messages over", at=next_message, outward=True)
def hand_over(stop: Stop) -> bool:
    """Hand over letters, then messages of sends, for some seconds. Returns whether there is more to do at once.

    Raises ExceptionGroup with the errors; an error in one send doesn't keep the others waiting.
    """
    more: list[bool] = []
    with backends.load() as backend:
        letters.hand_over_due(backend, timezone.now())
        sends = Send.objects.filter(state=SendState.SENDING).order_by("due_at", "pk")

        def hand_over_some(send: Send) -> None:
            more.append(go_on(send, backend, stop))

        do_each([(str(send), partial(hand_over_some, send)) for send in sends], stop)
    return any(more)


@job("Newsletter: forget", every=24 * 60 * 60)
def retain(stop: Stop) -> bool:
    """Apply the retention rules."""
    retention.run()
    return False


def begin(send: Send) -> None:
    """Write down the recipients of the send and start it, unless another worker is doing so or it is held."""
    if send.state == SendState.SCHEDULED:
        recovery.hold(timezone.now())
        Send.objects.filter(pk=send.pk, state=SendState.SCHEDULED).update(state=SendState.PREPARING)
        send.refresh_from_db()
    if send.state == SendState.PREPARING:
        preparation.prepare(send)
        send.refresh_from_db()
        logger.info("Send %d: %s, %d recipients", send.pk, send.get_state_display(), send.recipients)
    if send.state == SendState.PREPARED:
        launch.start(send)


def go_on(send: Send, backend: Backend, stop: Stop) -> bool:
    """Hand over messages of a send that has begun, for some seconds. Returns whether there is more to do at once."""
    end = time.monotonic() + TURN
    try:
        handed_over = work(send, backend, stop=lambda: stop() or time.monotonic() > end)
    except MessageError as error:
        Send.objects.filter(pk=send.pk, state=SendState.SENDING).update(
            state=SendState.PAUSED, reason=f"The message can't be composed: {error}"
        )
        return False
    if completion.close(send):
        send.refresh_from_db()
        logger.info("Send %d: %s", send.pk, send.get_state_display())
    return handed_over > 0 and time.monotonic() > end
