"""The key messages that were used, or that the plan has."""

from __future__ import annotations

from cms.editing.permissions import DeskContext
from engagement.choices import PlanState
from engagement.models import PlanItem
from programme import message_house


def used_messages(asked: DeskContext) -> set[int]:
    """Return the keys of the messages that were used in any channel, or that an item of the plan has on any day.

    The number of statements depends on the channels alone.
    """
    looking = message_house.Looking(asked.today)
    used = {use.message for channel in message_house.channels.values() for use in channel.uses(looking)}
    planned = PlanItem.objects.filter(asked.rows()).exclude(state=PlanState.DROPPED)
    return used | set(planned.filter(key_messages__isnull=False).order_by().values_list("key_messages", flat=True))
