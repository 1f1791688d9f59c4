"""The channel “engagement” of the message house: what was said in meetings, calls and at other organisations' events."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from engagement.models import Engagement
from programme.message_house import Looking, Use

PARTS = {"streams": "work_streams", "audiences": "audiences"}


def uses(looking: Looking) -> Iterable[Use]:
    """Return the use of each key message in each logged engagement, for its work streams or audiences. One query."""
    logged = Engagement.objects.filter(is_planned=False, date__lte=looking.today, key_messages__isnull=False)
    rows = logged.values_list("key_messages", PARTS[looking.by], "date", "title", "pk")
    return [
        Use(message, part, day, title, reverse("engagements:edit", args=[pk])) for message, part, day, title, pk in rows
    ]
