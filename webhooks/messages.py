"""Messages of webhooks: made of waiting events, claimed by a worker, tried again, delivered or given up.

A worker claims a message by moving its next attempt on. If it is killed before it writes the outcome down, the message
is sent again under the same id. Each function takes the present moment, and locks the webhook's row: two workers never
make two messages of the same events.
"""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from cms.models import Change
from webhooks import notifications, payloads
from webhooks.attempts import GONE, DeliveryOutcome, Dispatch
from webhooks.choices import MessageState
from webhooks.log_actions import ACTIONS
from webhooks.models import Webhook, WebhookEvent, WebhookMessage

LARGEST = 100  # events in one message
# A worker that holds a message longer was killed. An attempt takes a quarter of it at most.
CLAIMED_FOR = datetime.timedelta(minutes=1)
FIRST_PAUSE, LONGEST_PAUSE = 5, 15 * 60  # seconds
TRIED_FOR = datetime.timedelta(days=1)
OFF_AFTER = datetime.timedelta(days=3)
KEPT = datetime.timedelta(days=30)
STANDS = Q(change=None) | Exists(Change.objects.filter(pk=OuterRef("change")))


def waiting() -> QuerySet[WebhookMessage]:
    """Return the messages that are neither delivered nor given up."""
    return WebhookMessage.objects.filter(state=MessageState.WAITING)


def next_moment(after: datetime.datetime | None = None) -> datetime.datetime | None:
    """Return the next moment at which something is to be sent, after the given one or the first. Two statements."""
    messages, events = waiting().order_by("next_attempt_at"), sendable().order_by("at")
    if after is not None:
        messages, events = messages.filter(next_attempt_at__gt=after), events.filter(at__gt=after)
    found = [
        messages.values_list("next_attempt_at", flat=True).first(),
        events.values_list("at", flat=True).first(),
    ]
    return min((moment for moment in found if moment is not None), default=None)


def sendable() -> QuerySet[WebhookEvent]:
    """Return the events that no earlier message keeps waiting, and whose change wasn't taken back."""
    return WebhookEvent.objects.filter(STANDS, webhook__is_active=True).exclude(
        Exists(waiting().filter(once=False, webhook=OuterRef("webhook")))
    )


def due(now: datetime.datetime) -> list[int]:
    """Return the keys of the webhooks to which something is to be sent now. Two statements."""
    messages = waiting().filter(next_attempt_at__lte=now).values_list("webhook", flat=True)
    events = sendable().filter(at__lte=now).order_by().values_list("webhook", flat=True).distinct()
    return sorted({*messages, *events})


@transaction.atomic
def claim(webhook_id: int, now: datetime.datetime) -> tuple[WebhookMessage, Dispatch] | None:
    """Claim the webhook's next message, made of its events if none waits. None if another worker is at it."""
    webhook = Webhook.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=webhook_id).first()
    if webhook is None:
        return None
    message = waiting().filter(webhook=webhook, next_attempt_at__lte=now).order_by("-once", "pk").first()
    message = message or _made_of_events(webhook, now)
    if message is None:
        return None
    message.next_attempt_at = now + CLAIMED_FOR
    message.attempts += 1
    message.attempted_at = now
    message.save()
    return message, Dispatch(message.key, webhook.address, message.body, tuple(webhook.secrets_at(now)))


def _made_of_events(webhook: Webhook, now: datetime.datetime) -> WebhookMessage | None:
    """Make a message of the events that have happened, in order, and take them out of the outbox."""
    events = list(sendable().filter(webhook=webhook, at__lte=now).order_by("at", "pk")[:LARGEST])
    if not events:
        return None
    message = _new(webhook, payloads.body_of([event.data for event in events], now), len(events), now)
    WebhookEvent.objects.filter(pk__in=[event.pk for event in events]).delete()
    return message


def _new(webhook: Webhook, body: str, number: int, now: datetime.datetime, *, once: bool = False) -> WebhookMessage:
    return WebhookMessage.objects.create(
        webhook=webhook,
        key=f"msg_{uuid.uuid4().hex}",
        body=body,
        number=number,
        created_at=now,
        next_attempt_at=now,
        once=once,
    )


@transaction.atomic
def settle(message: WebhookMessage, outcome: DeliveryOutcome, now: datetime.datetime) -> None:
    """Write the outcome of an attempt down: the message is delivered, tried again later, or given up after a day.

    A webhook whose receiver is gone (410), or has failed for days, is switched off. Nothing if somebody else has settled it.
    """
    webhook = Webhook.objects.select_for_update(of=("self",)).filter(pk=message.webhook_id).first()
    waits = waiting().filter(pk=message.pk)
    facts = {"status": outcome.status, "milliseconds": outcome.milliseconds, "problem": outcome.problem}
    if webhook is None or not waits.exists():
        return
    if not outcome.problem:
        waits.update(state=MessageState.DELIVERED, **facts)
        Webhook.objects.filter(pk=webhook.pk).update(failing_since=None)
        return
    given_up = message.once or now - message.created_at >= TRIED_FOR
    state = MessageState.GIVEN_UP if given_up else MessageState.WAITING
    waits.update(state=state, next_attempt_at=now + pause_after(message.attempts), **facts)
    failing_since = webhook.failing_since or now
    Webhook.objects.filter(pk=webhook.pk).update(failing_since=failing_since)
    if not webhook.is_active:
        return
    if outcome.status == GONE:
        _fail(webhook, "Its receiver answered that it is gone for good.")
    elif now - failing_since >= OFF_AFTER:
        _fail(webhook, f"Nothing could be delivered for {OFF_AFTER.days} days.")


def pause_after(attempts: int) -> datetime.timedelta:
    """Return the pause after this number of failed attempts: twice as long each time, a quarter of an hour at most."""
    return datetime.timedelta(seconds=min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE))


def _fail(webhook: Webhook, reason: str) -> None:
    Webhook.objects.filter(pk=webhook.pk).update(is_active=False, off_because=reason)
    empty(webhook)
    ACTIONS.write("fail", webhook, reason=reason)
    notifications.switched_off(webhook, reason)


def empty(webhook: Webhook) -> None:
    """Send the webhook nothing more that waits: it is switched off."""
    waiting().filter(webhook=webhook).update(state=MessageState.GIVEN_UP)
    WebhookEvent.objects.filter(webhook=webhook).delete()


def send_test(webhook: Webhook, now: datetime.datetime) -> WebhookMessage:
    """Add a message without events, which is tried once, also while the webhook is off."""
    return _new(webhook, payloads.body_of([], now, kind=payloads.TEST), 0, now, once=True)


def send_again(message: WebhookMessage, now: datetime.datetime) -> bool:
    """Send a message once more, under its id. Returns False if it waits anyway."""
    over = WebhookMessage.objects.filter(pk=message.pk).exclude(state=MessageState.WAITING)
    return bool(over.update(state=MessageState.WAITING, once=True, next_attempt_at=now))


def resting(webhook: Webhook, now: datetime.datetime) -> QuerySet[WebhookMessage]:
    """Return the message that rests after a failure. One that is due within a minute isn't among them: it may be in hand."""
    return waiting().filter(webhook=webhook, next_attempt_at__gt=now + CLAIMED_FOR)


def try_now(webhook: Webhook, now: datetime.datetime) -> None:
    """Try the resting message now instead of after its pause."""
    resting(webhook, now).update(next_attempt_at=now)


def forget(now: datetime.datetime) -> None:
    """Delete messages after 30 days, events that were taken back, and those written while their webhook was being switched
    off."""
    WebhookEvent.objects.filter(~STANDS | Q(webhook__is_active=False)).delete()
    WebhookMessage.objects.filter(created_at__lt=now - KEPT).exclude(state=MessageState.WAITING).delete()
