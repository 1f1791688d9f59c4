"""The key messages that were used, or that the plan has; and those in items that are done, for the message house."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.urls import reverse

from cms.editing.permissions import DeskContext
from engagement.choices import PlanChannel, PlanState
from engagement.models import PlanItem
from engagement.models.plan import LINKS
from engagement.uses import PARTS
from programme import message_house
from programme.message_house import Channel, Looking, Use

RIGHT = "engagement.change_planitem"


def used_messages(asked: DeskContext) -> set[int]:
    """Return the keys of the messages that were used in any channel, or that an item of the plan has on any day.

    The number of statements depends on the channels alone.
    """
    looking = message_house.Looking(asked.today)
    used = {use.message for channel in message_house.channels.values() for use in channel.uses(looking)}
    planned = PlanItem.objects.filter(asked.rows()).exclude(state=PlanState.DROPPED)
    return used | set(planned.filter(key_messages__isnull=False).order_by().values_list("key_messages", flat=True))


def in_the_press(looking: Looking) -> list[Use]:
    """Return the use of each key message in each item for the press that is done. One query."""
    return _uses(_done().filter(channel=PlanChannel.PRESS), looking)


def elsewhere(looking: Looking) -> list[Use]:
    """Return the use of each key message in each other item that is done. One query."""
    return _uses(_done().exclude(channel=PlanChannel.PRESS), looking)


def _done() -> QuerySet[PlanItem]:
    # What came of the others counts in the channel of its own.
    return PlanItem.objects.filter(Q(**dict.fromkeys(LINKS)), state=PlanState.DONE)


def _uses(items: QuerySet[PlanItem], looking: Looking) -> list[Use]:
    rows = items.filter(date__lte=looking.today, key_messages__isnull=False)
    return [
        Use(message, part, day, title, reverse("plan-items:edit", args=[pk]))
        for message, part, day, title, pk in rows.values_list("key_messages", PARTS[looking.by], "date", "title", "pk")
    ]


def register() -> None:
    """Register the channels of what the hub itself doesn't hold."""
    message_house.channels.add("press", Channel("Press", in_the_press, RIGHT))
    message_house.channels.add("plan", Channel("Done in the plan", elsewhere, RIGHT))
