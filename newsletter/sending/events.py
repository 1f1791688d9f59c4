"""What a provider tells of messages later: delivered, bounced, reported as spam."""

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
from newsletter.choices import DeliveryKind, Outcome, RecipientState
from newsletter.models import Attempt, DeliveryEvent, Send, SendRecipient, Subscriber
from newsletter.people import letters
from newsletter.people.addresses import for_the_wire

from . import closing, counting
from .composing import read_message_id

# What an event says about whether the provider had taken the message.
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
# Reasons of a bounce or refusal for which the address takes mail after all: a full mailbox, a provider's own rules.
_FOR_NOW = {"timed_out", "blocked", "spam", "unsubscribed", "other"}
# How Brevo, MailerSend, Mandrill, Postmark, Amazon, Resend and Mailjet call a bounce that need not last. Anymail makes one
# sort of it and of the lasting one, and to end all subscriptions of somebody with a full mailbox would be wrong.
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
    """Write down what a provider tells of a message of ours, and draw the conclusions. Returns whether it was new.

    The same event told again changes nothing, in whatever order events come. One whose Message-ID isn't of our making,
    or whose address isn't the recipient's, is no event of ours: nothing is written.
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
    """Settle an uncertain recipient by the events that have come about its message, if one of them says enough.

    One that is to get it again as well: whoever is known to have it doesn't.
    """
    kinds = set(recipient.delivery_events.values_list("kind", flat=True))
    told = next((kind for kind in _SETTLES if kind in kinds), None)
    if told is None:
        return
    state = _SETTLES[told]
    open_question = SendRecipient.objects.filter(
        pk=recipient.pk, attempts__gt=0, state__in=(RecipientState.UNCERTAIN, *counting.WAITING)
    )
    settled = {"state": state, "error": "", "not_before": None, "lease_token": None, "lease_until": None}
    if open_question.update(**settled, changed_at=timezone.now()):
        Attempt.objects.create(
            send_id=recipient.send_id,
            recipient=recipient,
            number=SendRecipient.objects.values_list("attempts", flat=True).get(pk=recipient.pk),
            at=timezone.now(),
            outcome=Outcome.ACCEPTED if state == RecipientState.ACCEPTED else Outcome.REFUSED,
            detail=f"The provider told so later: {told.label.lower()}.",
        )
        closing.recount(recipient.send)


def hear(sender: Any, event: Any, esp_name: str, **kwargs: Any) -> None:
    """Take what anymail's webhooks tell. Connected to its signal, after it has checked who tells."""
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
    """Say whether what a provider calls a mailbox, perhaps with its domain in ASCII, is the address."""
    return told.lower() in (address.lower(), for_the_wire(address).lower())


def _tell_people(subscriber: Subscriber, kind: DeliveryKind, send: Send | None = None) -> None:
    from newsletter.people import delivery  # which imports what ends subscriptions

    if kind == DeliveryKind.COMPLAINT:
        delivery.complained(subscriber, send=send)
    elif kind in (DeliveryKind.HARD_BOUNCE, DeliveryKind.SOFT_BOUNCE):
        delivery.bounced(subscriber, hard=kind == DeliveryKind.HARD_BOUNCE, send=send)
