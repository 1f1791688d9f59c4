"""What a worker does about sends and letters: registered with `cms.housekeeping`, so that any number of workers does it.

Everything is found in rows. Which worker does it, and whether a bell rang, makes no difference.
"""

from __future__ import annotations

import datetime
import logging
import time
from collections.abc import Callable

from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone

from newsletter import backends
from newsletter.backends import Backend
from newsletter.choices import SendState
from newsletter.message import MessageError
from newsletter.models import Send
from newsletter.people import letters, retention

from . import closing, preparing, starting, sweeping
from .working import work

logger = logging.getLogger(__name__)

# After so many seconds with one send, a worker looks after letters, other sends and tasks.
TURN = 10.0


def sweep(stop: Callable[[], bool]) -> bool:
    """Put right what was left behind. Every minute and at the start."""
    sweeping.sweep(backends.load())
    return False


def send(stop: Callable[[], bool]) -> bool:
    """Hand over letters, then what is due of sends, for some seconds. Returns whether there is more to do at once."""
    now = timezone.now()
    with backends.load() as backend:
        letters.hand_over_due(backend, now)
        more = False
        for each in due(now):
            if stop():
                break
            try:
                more = step(each, backend, stop) or more
            except Exception:
                # The sends after it don't wait for what is wrong with this one.
                logger.exception("Send %d failed; it is tried again", each.pk)
    return more


def retain(stop: Callable[[], bool]) -> bool:
    """Let go of what needn't be kept any longer: once a day, by one of the workers."""
    now = timezone.now()
    if cache.add(f"newsletter.retention.{now:%Y-%m-%d}", 1, timeout=24 * 60 * 60):
        retention.run(now)
    return False


def due(now: datetime.datetime) -> list[Send]:
    """Return the sends for which there is something to do."""
    return list(
        Send.objects.filter(
            Q(state=SendState.SCHEDULED, due_at__lte=now)
            | Q(state__in=(SendState.PREPARING, SendState.PREPARED, SendState.SENDING))
        ).order_by("due_at", "pk")
    )


def step(send: Send, backend: Backend, stop: Callable[[], bool]) -> bool:
    """Do what is next for a send, for some seconds at most. Returns whether there is more to do at once."""
    if send.state == SendState.SCHEDULED:
        sweeping.hold(timezone.now())
        Send.objects.filter(pk=send.pk, state=SendState.SCHEDULED).update(state=SendState.PREPARING)
        send.refresh_from_db()
    if send.state == SendState.PREPARING:
        preparing.prepare(send)
        send.refresh_from_db()
        logger.info("Send %d: %s, %d recipients", send.pk, send.get_state_display(), send.recipients)
    if send.state == SendState.PREPARED:
        starting.start(send)
        send.refresh_from_db()
    if send.state != SendState.SENDING:
        return False
    end = time.monotonic() + TURN
    try:
        handed_over = work(send, backend, stop=lambda: stop() or time.monotonic() > end)
    except MessageError as error:
        Send.objects.filter(pk=send.pk, state=SendState.SENDING).update(
            state=SendState.PAUSED, reason=f"No message can be made of it: {error}"
        )
        return False
    if closing.close(send):
        send.refresh_from_db()
        logger.info("Send %d: %s", send.pk, send.get_state_display())
    return handed_over > 0 and time.monotonic() > end
