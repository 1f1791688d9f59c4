"""The end of a send: all counts are made again from the rows, and a difference is reported."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from cms.base import occurrences
from newsletter.choices import RecipientState, SendState
from newsletter.models import Send

IN_HAND = (RecipientState.PENDING, RecipientState.CLAIMED, RecipientState.SUBMITTING, RecipientState.RETRY)
COUNTED = (
    RecipientState.ACCEPTED,
    RecipientState.REFUSED,
    RecipientState.SKIPPED,
    RecipientState.UNCERTAIN,
)
# Uncertain recipients that nobody has settled.
UNSETTLED = Q(state=RecipientState.UNCERTAIN, settled_at=None)

SENT = "issue.sent"
occurrences.kinds.add(SENT, occurrences.OccurrenceKind("An issue was sent to its lists"), order=50)


def skip_waiting(send: Send) -> None:
    """Skip the waiting recipients of a cancelled send. Recipients claimed by a worker are given back by that worker."""
    send.send_recipients.filter(state__in=(RecipientState.PENDING, RecipientState.RETRY)).update(
        state=RecipientState.SKIPPED, error="The send was cancelled.", not_before=None, changed_at=timezone.now()
    )


def close(send: Send) -> bool:
    """End a send if no recipient is left in hand. Returns whether this call ended it."""
    with transaction.atomic():
        locked = (
            Send.objects.select_for_update(of=("self",))
            .filter(pk=send.pk, state__in=(SendState.SENDING, SendState.CANCELLED), finished_at=None)
            .first()
        )
        if locked is None or locked.send_recipients.filter(state__in=IN_HAND).exists():
            return False
        locked.finished_at = timezone.now()
        _count(locked)
        if locked.state != SendState.CANCELLED:
            occurrences.record([occurrences.about(SENT, locked.issue)])
    return True


def go_on(send: Send) -> None:
    """Let a finished send go on if recipients wait again, and count it again otherwise."""
    with transaction.atomic():
        locked = Send.objects.select_for_update(of=("self",)).filter(pk=send.pk).exclude(finished_at=None).first()
        if locked is None:
            return
        if (
            locked.state == SendState.FAILED_VERIFICATION
            or not locked.send_recipients.filter(state__in=IN_HAND).exists()
        ):
            _count(locked)
            return
        # Of a cancelled send they are only skipped.
        locked.state = SendState.CANCELLED if locked.state == SendState.CANCELLED else SendState.SENDING
        locked.finished_at, locked.released_at = None, timezone.now()
        locked.save(update_fields=["state", "finished_at", "released_at"])


def recount(send: Send) -> None:
    """Count a finished send again after an uncertain recipient was settled."""
    with transaction.atomic():
        locked = Send.objects.select_for_update(of=("self",)).filter(pk=send.pk).exclude(finished_at=None).first()
        if locked is not None:
            _count(locked)


def _count(send: Send) -> None:
    counts = send.send_recipients.aggregate(
        **{state.value: Count("pk", filter=Q(state=state)) for state in COUNTED},
        unsettled=Count("pk", filter=UNSETTLED),
    )
    for state in COUNTED:
        setattr(send, state.value, counts[state.value])
    found = sum(counts[state.value] for state in COUNTED)
    if send.state != SendState.CANCELLED:
        send.state = SendState.FINISHED_UNCERTAIN if counts["unsettled"] else SendState.FINISHED
        send.reason = ""
    if found != send.recipients:
        send.state = SendState.FAILED_VERIFICATION
        send.reason = f"It was prepared for {send.recipients} recipients, but {found} are accounted for."
    send.save(update_fields=["state", "reason", "finished_at", *(state.value for state in COUNTED)])
