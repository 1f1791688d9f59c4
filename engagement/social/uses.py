"""The channel “social post” of the message house, and posts in the team's calendar."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse

from cms.editing.diary import DiaryEntry
from cms.editing.permissions import DeskContext
from engagement.choices import PlanState, PostState
from engagement.models import PlanItem, SocialPost
from programme.message_house import Looking, Use


def uses(looking: Looking) -> Iterable[Use]:
    """Return the use of each key message in each post that went out, for its work streams; or for the audiences of its item
    in the plan, since posts name none. One query, or two.
    """
    out = SocialPost.objects.filter(state=PostState.POSTED, posted_on__lte=looking.today, key_messages__isnull=False)
    if looking.by == "audiences":
        planned: dict[int, list[int]] = {}
        items = PlanItem.objects.filter(post__in=out, audiences__isnull=False).exclude(state=PlanState.DROPPED)
        for post, audience in items.values_list("post", "audiences"):
            planned.setdefault(post, []).append(audience)
        found = [
            (message, part, day, text, pk)
            for message, day, text, pk in out.values_list("key_messages", "posted_on", "text", "pk")
            for part in planned.get(pk, [None])
        ]
    else:
        found = list(out.values_list("key_messages", "work_streams", "posted_on", "text", "pk"))
    return [
        Use(message, part, day, SocialPost(text=text).shortened, address_of(pk))
        for message, part, day, text, pk in found
    ]


def posts(asked: DeskContext, first: datetime.date, last: datetime.date) -> Iterable[DiaryEntry]:
    """Posts by the day on which they went out or will, for users who see posts. Two queries."""
    if not asked.user.has_perm("engagement.view_socialpost"):
        return
    may = asked.user.has_perm("engagement.change_socialpost")
    dated = (
        SocialPost.objects.filter(asked.rows())
        .annotate(on=Coalesce(F("posted_on"), F("planned_for")))
        .filter(on__range=(first, last))
        .prefetch_related("work_streams")
    )
    for post in dated:
        yield DiaryEntry(
            f"social-{post.pk}",
            "social",
            post.on,
            post.shortened,
            address_of(post.pk) if may else "",
            PostState(post.state).label,
            frozenset(stream.pk for stream in post.work_streams.all()),
        )


def address_of(pk: int) -> str:
    """Return where a post is edited."""
    return reverse("social-posts:edit", args=[pk])
