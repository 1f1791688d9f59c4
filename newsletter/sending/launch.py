"""The step from a prepared send to its first message."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from newsletter.approval import on_start
from newsletter.choices import SendState
from newsletter.models import Send

logger = logging.getLogger(__name__)


def start(send: Send) -> bool:
    """Start a prepared send. Returns whether this call started it.

    If readers couldn't open what its messages link to, it is held. The step that publishes that may run again for the same send
    if a worker is stopped in between.
    """
    try:
        with transaction.atomic():
            locked = (
                Send.objects.select_for_update(skip_locked=True, of=("self",))
                .filter(pk=send.pk, state=SendState.PREPARED)
                .first()
            )
            if locked is None:
                return False
            on_start(locked)
            locked.state = SendState.SENDING
            locked.started_at = locked.started_at or timezone.now()
            locked.save(update_fields=["state", "started_at"])
    except Exception as error:
        logger.exception("Send %d couldn't be started", send.pk)
        reason = f"A step before the first message failed: {error}"
        Send.objects.filter(pk=send.pk, state=SendState.PREPARED).update(state=SendState.HELD, reason=reason)
        return False
    return True
