"""The step from a prepared send to its first message."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from cms.base.registry import Registry
from newsletter.choices import SendState
from newsletter.models import Send

logger = logging.getLogger(__name__)

# Called before the first message of a send, such as one that publishes what the messages link to. A step may be called again
# for the same send if a worker is stopped in between. If it raises, the send is held.
first_steps: Registry[Callable[[Send], None]] = Registry("first step of sends")


def start(send: Send) -> bool:
    """Start a prepared send. Returns whether this call started it."""
    try:
        with transaction.atomic():
            locked = (
                Send.objects.select_for_update(skip_locked=True, of=("self",))
                .filter(pk=send.pk, state=SendState.PREPARED)
                .first()
            )
            if locked is None:
                return False
            for step in first_steps.values():
                step(locked)
            locked.state = SendState.SENDING
            locked.started_at = locked.started_at or timezone.now()
            locked.save(update_fields=["state", "started_at"])
    except Exception as error:
        logger.exception("Send %d couldn't be started", send.pk)
        reason = f"A step before the first message failed: {error}"
        Send.objects.filter(pk=send.pk, state=SendState.PREPARED).update(state=SendState.HELD, reason=reason)
        return False
    return True
