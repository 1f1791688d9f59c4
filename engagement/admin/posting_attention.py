"""Reminders about posts that the hub was to post: uncertain ones, those that failed, and those whose moment went by."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from cms.base.dates import moment_in_words
from cms.base.restorations import Restoration
from cms.editing.attention import AttentionGroup, AttentionLine, AttentionUrgency
from cms.editing.permissions import DeskContext
from engagement.choices import PostingState, PostState
from engagement.models import PostingRecord, SocialPost
from engagement.social.handovers import LATE

OPEN = (PostingState.UNCERTAIN, PostingState.FAILED)


def not_posted(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Posts whose last posting is uncertain or failed, and those that it was let post and won't, for users who may let
    the hub post. Two queries."""
    if not asked.user.has_perm("engagement.publish_socialpost"):
        return
    last = PostingRecord.objects.filter(post=OuterRef("post")).order_by("-pk").values("pk")[:1]
    open_ones = PostingRecord.objects.filter(
        asked.rows("post__site"), pk=Subquery(last), state__in=OPEN, post__released_at=None
    ).exclude(post__state=PostState.POSTED)
    lines: dict[str, list[AttentionLine]] = {state: [] for state in OPEN}
    for record in open_ones.select_related("post").order_by("started_at"):
        url = reverse("social-posts:posting", args=[record.post_id])
        lines[record.state].append(AttentionLine(str(record.post), record.problem, url, key=f"{record.pk}"))
    restored = Exists(Restoration.objects.filter(restored_at__gte=OuterRef("released_at")))
    late = Q(post_at__lte=asked.now - LATE)
    missed = SocialPost.objects.filter(asked.rows(), late | restored).exclude(state=PostState.POSTED)
    yield AttentionGroup(
        "posts-uncertain",
        "social posts that may or may not have been posted",
        "The platform didn’t answer. Look at the account, and say whether the post is there.",
        lines[PostingState.UNCERTAIN],
        AttentionUrgency.STOPPED,
    )
    yield AttentionGroup(
        "posts-failed",
        "social posts that couldn’t be posted",
        "They aren’t on the platform. Post them again once the reason is gone, or copy them.",
        lines[PostingState.FAILED],
        AttentionUrgency.STOPPED,
    )
    yield AttentionGroup(
        "posts-missed",
        "social posts that the hub doesn’t post any more",
        "They are more than a day late, or from before the hub was restored. Plan them anew.",
        [
            AttentionLine(
                str(post),
                f"Planned for {moment_in_words(post.post_at)}." if post.post_at else "",
                reverse("social-posts:edit", args=[post.pk]),
                key=f"{post.pk} {post.post_at or post.released_at:%Y%m%d%H%M}",
            )
            for post in missed.order_by("post_at")
        ],
    )
