"""A reminder of items of the plan whose day is over."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from cms.base import words
from cms.editing.attention import AttentionGroup, AttentionLine
from cms.editing.permissions import DeskContext
from engagement.models import PlanItem
from engagement.plan import overdue as plan
from programme.admin.attention import is_kept


def overdue(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Items whose day is over, for users who change the plan. One statement.

    The post or engagement that came of one has reminders of its own, and nobody works on the plan of an archive.
    """
    if not asked.user.has_perm("engagement.change_planitem") or not is_kept(asked):
        return
    items = PlanItem.objects.filter(asked.rows(), post=None, engagement=None)
    rows = plan.overdue(items, asked.today).order_by("on", "pk")
    yield AttentionGroup(
        "plan-overdue",
        "items of the plan that are overdue",
        "Their day is over. Set them to done, move them, or drop them.",
        [
            AttentionLine(
                title,
                f"It was planned for {words.day(date)}.",
                reverse("plan-items:edit", args=[pk]),
                key=f"{pk} {date}",
            )
            for pk, title, date in rows.values_list("pk", "title", "on")
        ],
    )
