"""For how long a worker holds recipients, and how it takes and gives them back."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from newsletter.choices import RecipientState, SendState
from newsletter.models import Send, SendRecipient

from . import durability
from .composing import Row

CLAIM = 50
LEASE = datetime.timedelta(minutes=2)


@dataclass
class Claim:
    """The recipients that a worker holds, and the token by which it proves that they are still its own."""

    token: uuid.UUID
    until: datetime.datetime
    rows: list[Row]

    @property
    def runs_out(self) -> bool:
        """Whether what is left might be too short for one more message, for which a backend has 90 seconds."""
        return timezone.now() > self.until - LEASE * 0.8

    def renew(self) -> None:
        """Hold what nothing was done about yet for longer. What isn't the worker's own any more stays as it is."""
        self.until = timezone.now() + LEASE
        self._own().update(lease_until=self.until)

    def give_back(self) -> None:
        """Give back what nothing was handed over of."""
        self._own().update(**_given_back())
        # A send that was cancelled meanwhile has skipped all that waited; what came back only now is skipped by the
        # sweeper.

    def _own(self) -> QuerySet[SendRecipient]:
        return SendRecipient.objects.filter(lease_token=self.token, state=RecipientState.CLAIMED)


def claim(send: Send, size: int = CLAIM) -> Claim | None:
    """Take the next recipients of a send, if it is being sent and any waits. One short transaction.

    No two workers get the same: PostgreSQL skips what another has locked, SQLite lets one write at a time, and the number
    of changed rows is checked.
    """
    now = timezone.now()
    taken = Claim(durability.new_token(), now + LEASE, [])
    with durability.on_disk(), transaction.atomic():
        if not Send.objects.filter(pk=send.pk, state=SendState.SENDING).exists():
            return None
        waiting = SendRecipient.objects.select_for_update(skip_locked=True).filter(send_id=send.pk).order_by("pk")
        pending = waiting.filter(state=RecipientState.PENDING)
        again = waiting.filter(state=RecipientState.RETRY, not_before__lte=now)
        found = list(pending.values_list("pk", flat=True)[:size])
        if len(found) < size:
            found += again.values_list("pk", flat=True)[: size - len(found)]
        if not found:
            return None
        SendRecipient.objects.filter(pk__in=found, state__in=(RecipientState.PENDING, RecipientState.RETRY)).update(
            state=RecipientState.CLAIMED, lease_token=taken.token, lease_until=taken.until
        )
        taken.rows = _rows(taken.token, found)
    return taken


def _rows(token: uuid.UUID, found: list[int]) -> list[Row]:
    """Return those of the recipients that the token has got."""
    return [
        Row(*values)  # type: ignore[arg-type]  # an address is lost only after the message
        for values in SendRecipient.objects.filter(pk__in=found, lease_token=token)
        .order_by("pk")
        .values_list(
            "pk",
            "address",
            "audience",
            "attempts",
            "subscription_id",
            "subscriber_id",
            "subscription__mailing_list_id",
            "subscription__key",
            "subscriber__key",
        )
    ]


def give_back_expired(now: datetime.datetime) -> int:
    """Give back what a worker that is gone had claimed and not begun. Returns how many."""
    return SendRecipient.objects.filter(lease_until__lt=now, state=RecipientState.CLAIMED).update(**_given_back())


def _given_back() -> dict[str, Any]:
    return {"state": RecipientState.PENDING, "lease_token": None, "lease_until": None}
