"""Figures of sends, for metrics."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count

from cms.operations.figures import Figure
from newsletter.choices import RecipientState, SendState
from newsletter.models import Send, SendRecipient

UNFINISHED = (SendState.PREPARING, SendState.PREPARED, SendState.SENDING, SendState.PAUSED, SendState.HELD)


def sends() -> Iterator[Figure]:
    """Return sends by state, recipients of unfinished sends by state, and all that are uncertain and unsettled."""
    states = dict.fromkeys(SendState.values, 0) | dict(
        Send.objects.order_by("state").values_list("state").annotate(Count("pk"))
    )
    yield Figure("hub_sends", "Sends of the newsletter by their state.", states, "state")
    unfinished = SendRecipient.objects.filter(send__in=Send.objects.filter(state__in=UNFINISHED).values("pk"))
    waiting = dict(unfinished.order_by("state").values_list("state").annotate(Count("pk")))
    yield Figure("hub_recipients", "Recipients of sends that aren't finished, by their state.", waiting, "state")
    open_sends = Send.objects.filter(state__in=(*UNFINISHED, SendState.FINISHED_UNCERTAIN)).values("pk")
    uncertain = SendRecipient.objects.filter(
        send__in=open_sends, state=RecipientState.UNCERTAIN, settled_at=None
    ).count()
    yield Figure("hub_recipients_uncertain", "Recipients of whom an editor has to decide.", {"": uncertain})
