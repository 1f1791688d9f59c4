"""Events that a provider reports later: delivered, bounced, reported as spam."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from newsletter.backends.anymail import METADATA
from newsletter.backends.base import without
from newsletter.choices import DeliveryKind, HandoverOutcome, RecipientState
from newsletter.models import Attempt, DeliveryEvent, Send, SendRecipient, Subscriber
from newsletter.people import letters
from newsletter.people.addresses import for_the_wire

from . import candidates, completion
from .messages import read_message_id

# Whether an event shows that the provider had accepted the message.
_SETTLES = {
    DeliveryKind.DELIVERED: RecipientState.ACCEPTED,
    DeliveryKind.COMPLAINT: RecipientState.ACCEPTED,
    DeliveryKind.HARD_BOUNCE: RecipientState.REFUSED,
}
_KINDS = {
    "delivered": DeliveryKind.DELIVERED,
    "deferred": DeliveryKind.SOFT_BOUNCE,
    "complained": DeliveryKind.COMPLAINT,
    "rejected": DeliveryKind.HARD_BOUNCE,
    "failed": DeliveryKind.SOFT_BOUNCE,
}
# Reasons of a bounce or refusal although the address takes mail: a full mailbox, a provider's own rules.
_FOR_NOW = {"timed_out", "blocked", "spam", "unsubscribed", "other"}
# The names that Brevo, MailerSend, Mandrill, Postmark, Amazon, Resend and Mailjet give to a soft bounce. Anymail doesn't
# distinguish it from a hard one, and ending all subscriptions of somebody with a full mailbox would be wrong.
_SOFT = re.compile(r'soft_?bounce|"(bounce)?type": "(transient|undetermined)"|"hard_bounce": false', re.I)


def record(
    provider: str,
    event_id: str,
    message_id: str,
    kind: DeliveryKind,
    at: datetime.datetime | None = None,
    *,
    address: str = "",
    detail: str = "",
) -> bool:
    """Record a provider's event about one of our messages, and act on it. Returns whether it was new.

    A repeated event changes nothing, in whatever order events come. If the Message-ID isn't one of ours,
    or the address isn't the recipient's, nothing is written.
    """
    recipient = _recipient(message_id)
    letter = letters.named_by(str(message_id)) if recipient is None else None
    reader = letter.subscriber if letter else None
    sent_to = recipient or reader
    if sent_to is None or (address and sent_to.address and not _same(address, sent_to.address)):
        return False
    try:
        with transaction.atomic():
            DeliveryEvent.objects.create(
                provider=provider[:40],
                event_id=event_id[:200],
                recipient=recipient,
                kind=kind,
                at=at or timezone.now(),
                detail=without(address, without(sent_to.address or "", detail))[:1000],
            )
            if recipient is not None:
                settle_by_what_came(recipient)
                _tell_people(recipient.subscriber, kind, recipient.send)
            elif reader is not None:
                _tell_people(reader, kind)
    except IntegrityError:
        return False
    return True


def settle_by_what_came(recipient: SendRecipient) -> None:
    """Settle an uncertain recipient by the events about its message, if one of them is conclusive.

    A recipient waiting for a second attempt is settled as well: a message known to have arrived isn't sent again.
    """
    kinds = set(recipient.delivery_events.values_list("kind", flat=True))
    told = next((kind for kind in _SETTLES if kind in kinds), None)
    if told is None:
        return
    state = _SETTLES[told]
    open_question = SendRecipient.objects.filter(
        pk=recipient.pk, attempts__gt=0, state__in=(RecipientState.UNCERTAIN, *candidates.WAITING)
    )
    settled = {"state": state, "error": "", "not_before": None, "lease_token": None, "lease_until": None}
    if open_question.update(**settled, changed_at=timezone.now()):
        Attempt.objects.create(
            send_id=recipient.send_id,
            recipient=recipient,
            number=SendRecipient.objects.values_list("attempts", flat=True).get(pk=recipient.pk),
            at=timezone.now(),
            outcome=HandoverOutcome.ACCEPTED if state == RecipientState.ACCEPTED else HandoverOutcome.REFUSED,
            detail=f"Reported later by the provider: {told.label.lower()}.",
        )
        completion.recount(recipient.send)


def hear(sender: Any, event: Any, esp_name: str, **kwargs: Any) -> None:
    """Receive an event from anymail's webhooks. Connected to its signal, which is sent once the caller has been verified."""
    kind = _kind(event)
    if kind is None:
        return
    metadata = event.metadata or {}
    message_id = metadata.get(METADATA) or event.message_id or ""
    told = f"{message_id} {event.event_type} {event.timestamp}"
    record(
        esp_name,
        event.event_id or hashlib.sha256(told.encode()).hexdigest(),
        message_id,
        kind,
        event.timestamp,
        address=event.recipient or "",
        detail=event.description or event.mta_response or "",
    )


def _kind(event: Any) -> DeliveryKind | None:
    if event.event_type in ("bounced", "rejected"):
        for_now = event.reject_reason in _FOR_NOW or _SOFT.search(json.dumps(event.esp_event, default=str))
        return DeliveryKind.SOFT_BOUNCE if for_now else DeliveryKind.HARD_BOUNCE
    return _KINDS.get(event.event_type)


def _recipient(message_id: str) -> SendRecipient | None:
    named = read_message_id(str(message_id))
    if named is None:
        return None
    send_id, recipient_id = named
    recipients = SendRecipient.objects.select_related("send", "subscriber")
    return recipients.filter(pk=recipient_id, send_id=send_id).first()


def _same(told: str, address: str) -> bool:
    """Say whether a provider's form of an address, perhaps with its domain in ASCII, means this address."""
    return told.lower() in (address.lower(), for_the_wire(address).lower())


def _tell_people(subscriber: Subscriber, kind: DeliveryKind, send: Send | None = None) -> None:
    from newsletter.people import delivery  # which imports what ends subscriptions

    if kind == DeliveryKind.COMPLAINT:
        delivery.complained(subscriber, send=send)
    elif kind in (DeliveryKind.HARD_BOUNCE, DeliveryKind.SOFT_BOUNCE):
        delivery.bounced(subscriber, hard=kind == DeliveryKind.HARD_BOUNCE, send=send)
