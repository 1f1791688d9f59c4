"""Automatic pauses: if something is wrong with the server, the provider or the list, and not with one address, a send stops."""

from __future__ import annotations

import datetime

from django.db.models import Count, Q
from django.utils import timezone

from newsletter.choices import HandoverOutcome, SendState
from newsletter.models import Attempt, Send

ERRORS_IN_A_ROW = 20
SHARE_OF_ERRORS = 0.05


def pause_after_errors(send: Send) -> bool:
    """Pause the send if too many attempts failed since it was started or last resumed. Returns whether it was paused.

    Counted from the rows of all workers: 20 errors in a row, or more than 5 % and 20 at least.
    """
    begun = Send.objects.filter(pk=send.pk).values_list("released_at", "started_at").get()
    since = max(moment for moment in (*begun, send.created_at) if moment)
    reason = _in_a_row(send, since) or _share(send, since)
    if not reason:
        return False
    Send.objects.filter(pk=send.pk, state=SendState.SENDING).update(state=SendState.PAUSED, reason=reason)
    return True


def _in_a_row(send: Send, since: datetime.datetime) -> str:
    newest = Attempt.objects.filter(send=send).order_by("-pk").values_list("at", "outcome")[:ERRORS_IN_A_ROW]
    errors = [at for at, outcome in newest if at >= since and outcome != HandoverOutcome.ACCEPTED]
    return f"Paused after {ERRORS_IN_A_ROW} errors in a row." if len(errors) == ERRORS_IN_A_ROW else ""


def _share(send: Send, since: datetime.datetime) -> str:
    counts = Attempt.objects.filter(send=send, at__gte=since).aggregate(
        attempts=Count("pk"), errors=Count("pk", filter=~Q(outcome=HandoverOutcome.ACCEPTED))
    )
    too_many = max(ERRORS_IN_A_ROW, counts["attempts"] * SHARE_OF_ERRORS)
    if counts["errors"] < ERRORS_IN_A_ROW or counts["errors"] <= too_many:
        return ""
    return f"Paused after {counts['errors']} errors in {counts['attempts']} attempts."


def take_slot(send: Send, now: datetime.datetime | None = None) -> float:
    """Take the right to hand over one message now, or return the seconds to wait before asking again.

    The moment of the next message is stored with the send, so all workers together keep to its limit per minute: no minute
    has more messages than that. Returns 0 for "now", also if the send is no longer being sent: the caller finds
    that out with the next statement.
    """
    now = now or timezone.now()
    free = Q(next_slot_at=None) | Q(next_slot_at__lte=now)
    following = now + datetime.timedelta(minutes=1) / send.per_minute
    if Send.objects.filter(free, pk=send.pk, state=SendState.SENDING).update(next_slot_at=following):
        return 0
    slot = Send.objects.filter(pk=send.pk, state=SendState.SENDING).values_list("next_slot_at", flat=True).first()
    return max(0.001, (slot - now).total_seconds()) if slot else 0
