"""Putting a reminder off until a day, or settling it with a note; and showing it again."""

from __future__ import annotations

import datetime

from django.db import transaction

from cms.editing import attention
from cms.editing.attention import AttentionGroup, AttentionLine
from cms.editing.models import PutOffReminder
from cms.editing.permissions import DeskContext

LONGEST_NOTE = 300
# After its day, the row of a reminder is kept for so long.
KEPT = datetime.timedelta(days=90)


def find(asked: DeskContext, group: str, line: str) -> tuple[AttentionGroup, AttentionLine] | None:
    """Return a reminder that the user sees and may act on, put off or not; None if there is none."""
    for each in attention.groups(asked):
        if each.key == group:
            for one in (*each.lines, *(apart.line for apart in each.put_off)):
                if one.key == line and one.key and one.url:
                    return each, one
    return None


@transaction.atomic
def put_off(
    asked: DeskContext, group: AttentionGroup, line: AttentionLine, *, until: datetime.date | None, note: str
) -> None:
    """Hide a reminder until a day; without a day it is settled. What waits for the user is put off for the user alone."""
    show_again(asked, group, line)
    PutOffReminder.objects.filter(until__lt=asked.today - KEPT).delete()
    PutOffReminder.objects.create(
        group=group.key, line=line.key, until=until, note=note, personal=group.waits, user=asked.user
    )


def show_again(asked: DeskContext, group: AttentionGroup, line: AttentionLine) -> None:
    """Show a reminder again."""
    rows = PutOffReminder.objects.filter(group=group.key, line=line.key, personal=group.waits)
    (rows.filter(user=asked.user) if group.waits else rows).delete()
