"""What others ask about social posts: which key messages they carried, and what is dated when."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Coalesce

from engagement.choices import PostState
from engagement.models import SocialPost


@dataclass(frozen=True)
class MessageUse:
    """That a post carried a key message. Without a work stream it is for all of them."""

    message: int
    stream: int | None
    date: datetime.date
    url: str


@dataclass(frozen=True)
class DatedPost:
    """A post with the day on which it went out, or is to."""

    pk: int
    date: datetime.date
    text: str
    channel: str
    posted: bool
    streams: frozenset[int]


def message_uses(since: datetime.date | None = None) -> list[MessageUse]:
    """Return each key message and work stream of each post that went out since the day, latest first. One query."""
    posts = SocialPost.objects.filter(state=PostState.POSTED, posted_on__isnull=False, key_messages__isnull=False)
    if since:
        posts = posts.filter(posted_on__gte=since)
    rows = posts.order_by("-posted_on", "-pk").values_list("key_messages", "work_streams", "posted_on", "address")
    return [MessageUse(*row) for row in rows]


def dated_posts(start: datetime.date, end: datetime.date) -> list[DatedPost]:
    """Return the posts from the first day to the last, both included, earliest first. Two queries."""
    day = Coalesce(F("posted_on"), F("planned_for"))
    posts = (
        SocialPost.objects.annotate(at=day)
        .filter(at__range=(start, end))
        .select_related("channel")
        .prefetch_related("work_streams")
        .order_by("at", "pk")
    )
    return [
        DatedPost(
            post.pk,
            post.at,
            str(post),
            str(post.channel or ""),
            post.state == PostState.POSTED,
            frozenset(stream.pk for stream in post.work_streams.all()),
        )
        for post in posts
    ]
