"""The progress of a send."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from newsletter.choices import RecipientState, SendState
from newsletter.models import Attempt, Send

from .completion import IN_HAND

# The pace is measured over this number of recent attempts; it is unknown if they are older than this.
LAST_ATTEMPTS = 200
RECENT = datetime.timedelta(minutes=10)


@dataclass(frozen=True)
class SendProgress:
    """Recipients by state, and roughly how many minutes are left; None if that is unknown."""

    counts: dict[RecipientState, int]
    recipients: int
    done: int
    minutes_left: int | None


def progress(send: Send, now: datetime.datetime | None = None) -> SendProgress:
    """Return the progress of a send. Two statements."""
    rows = send.send_recipients.order_by().values_list("state").annotate(number=Count("pk"))
    counts = {RecipientState(state): number for state, number in rows}
    total = sum(counts.values())
    left = sum(counts.get(state, 0) for state in IN_HAND)
    minutes = _minutes(send, left, now or timezone.now())
    return SendProgress(counts, recipients=total, done=total - left, minutes_left=minutes)


def _minutes(send: Send, left: int, now: datetime.datetime) -> int | None:
    times = list(Attempt.objects.filter(send=send).order_by("-pk").values_list("at", flat=True)[:LAST_ATTEMPTS])
    times = [at for at in times if now - at < RECENT]
    if send.state != SendState.SENDING or not left or len(times) < 2:
        return None
    pace = len(times) / max(1.0, (now - times[-1]).total_seconds())
    return math.ceil(left / pace / 60)
