"""The worker's job: sends what is due, to several receivers at once, so that a slow one doesn't keep others waiting."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from django.utils import timezone

from cms.jobs.registry import Stop, job
from webhooks import attempts, messages
from webhooks.models import WebhookMessage

AT_ONCE = 8
LOOK = 0.5  # seconds between two looks for what others are to be sent meanwhile

InHand = dict[Future[attempts.DeliveryOutcome], WebhookMessage]


@job("Webhooks: deliver", at=messages.next_moment, outward=True)
def deliver_due(stop: Stop) -> bool:
    """Send all that is due, one message at a time to each webhook."""
    in_hand: InHand = {}
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhooks") as pool:
        _begin(pool, in_hand)
        while in_hand:
            done, _ = wait(in_hand, timeout=LOOK, return_when=FIRST_COMPLETED)
            for future in done:
                messages.settle(in_hand.pop(future), future.result(), timezone.now())
            if not stop():
                _begin(pool, in_hand)
    return False


def _begin(pool: ThreadPoolExecutor, in_hand: InHand) -> None:
    """Begin the next message of each webhook that has none in hand, and add it to those in hand."""
    now = timezone.now()
    busy = {message.webhook_id for message in in_hand.values()}
    for webhook in messages.due(now):
        if len(in_hand) >= AT_ONCE:
            break
        if webhook not in busy and (claimed := messages.claim(webhook, now)):
            message, attempt = claimed
            in_hand[pool.submit(attempts.deliver, attempt, now)] = message


@job("Webhooks: forget old messages", every=24 * 60 * 60)
def forget_old(stop: Stop) -> bool:
    messages.forget(timezone.now())
    return False
