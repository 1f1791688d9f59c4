"""Leases: how a worker claims recipients, how long it holds them, and how it gives them back."""

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
from .messages import ClaimedRecipient

CLAIM = 50
LEASE = datetime.timedelta(minutes=2)
# The states of a recipient that a worker holds.
HELD = (RecipientState.CLAIMED, RecipientState.SUBMITTING)
# The states into which `recovery` puts a recipient whose lease ran out while its message may have been handed over. The
# token stays until somebody else claims the recipient.
JUDGED = (RecipientState.UNCERTAIN, RecipientState.RETRY)


@dataclass
class Claim:
    """The recipients that a worker holds, and the token by which it proves that they are still its own."""

    token: uuid.UUID
    until: datetime.datetime
    rows: list[ClaimedRecipient]

    @property
    def runs_out(self) -> bool:
        """Whether the remaining time may be too short for one more message, for which a backend has 90 seconds."""
        return timezone.now() > self.until - LEASE * 0.8

    def renew(self) -> None:
        """Extend the lease of recipients not handled yet. Those that no longer belong to the worker stay unchanged."""
        self.until = timezone.now() + LEASE
        self._own().update(lease_until=self.until)

    def give_back(self) -> None:
        """Give back the recipients whose messages weren't handed over."""
        self._own().update(**given_back())
        # If the send was cancelled in the meantime, its waiting recipients were skipped; recovery skips the ones given back now.

    def _own(self) -> QuerySet[SendRecipient]:
        return SendRecipient.objects.filter(lease_token=self.token, state=RecipientState.CLAIMED)


def claim(send: Send, size: int = CLAIM, token: uuid.UUID | None = None) -> Claim | None:
    """Claim the next waiting recipients of a send that is being sent. One short transaction.

    Without a token the claim makes its own.

    No two workers get the same: PostgreSQL skips what another has locked, SQLite lets one write at a time, and the number
    of changed rows is checked.
    """
    now = timezone.now()
    taken = Claim(token or durability.new_token(), now + LEASE, [])
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


def _rows(token: uuid.UUID, found: list[int]) -> list[ClaimedRecipient]:
    """Return those of the recipients that the token has got."""
    return [
        ClaimedRecipient(*values)  # type: ignore[arg-type]  # an address is lost only after the message
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
    """Give back recipients that a stopped worker had claimed but not begun. Returns their number."""
    return SendRecipient.objects.filter(lease_until__lt=now, state=RecipientState.CLAIMED).update(**given_back())


def given_back() -> dict[str, Any]:
    """Return the values of a recipient that nobody holds."""
    return {"state": RecipientState.PENDING, "lease_token": None, "lease_until": None}
