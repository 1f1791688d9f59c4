"""Reminders: feedback without an answer in time, promises not kept, organisations nobody was in touch with, posts not posted."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from cms.base import words
from cms.base.dates import length, moment_in_words
from cms.base.restorations import Restoration
from cms.editing.attention import AttentionGroup, AttentionLine, AttentionUrgency
from cms.editing.permissions import DeskContext
from engagement.choices import SETTLED, FeedbackState, PostingState, PostState
from engagement.models import Engagement, EngagementSettings, Feedback, PostingRecord, Promise, SocialPost
from engagement.reach import months_before, not_reached, with_reach
from engagement.social.handovers import LATE
from programme.admin.attention import is_kept
from programme.models import Organisation

OPEN_POSTINGS = (PostingState.UNCERTAIN, PostingState.FAILED)


def feedback(asked: DeskContext) -> Iterable[AttentionGroup]:
    """New messages, and those that are neither answered nor closed in time, for users who may read feedback. One query, and
    one for the settings.

    A line never quotes the message or names its sender: others may see the dashboard over a shoulder.
    """
    if not asked.user.has_perm("engagement.view_feedback"):
        return
    days = _settings(asked).answer_days
    limit = asked.now - datetime.timedelta(days=days)
    rows = list(
        Feedback.objects.filter(asked.rows(), Q(created_at__lt=limit) | Q(state=FeedbackState.NEW))
        .exclude(state__in=SETTLED)
        .exclude(message="")  # an answer to “Was this page useful?” alone waits for nothing
        .order_by("created_at")
        .values_list("pk", "number", "created_at", "state", "work_stream")
    )
    may = asked.user.has_perm("engagement.change_feedback")
    urgency = AttentionUrgency.WAITING if may else AttentionUrgency.REMINDER
    yield AttentionGroup(
        "unanswered-feedback",
        "messages without an answer",
        f"The sender is waiting for an answer; the team's own limit is {days} days.",
        [_line(asked, may, *row) for row in rows if row[2] < limit],
        urgency,
    )
    yield AttentionGroup(
        "new-feedback",
        "new messages",
        "Nobody has read them yet.",
        [_line(asked, may, *row) for row in rows if row[2] >= limit],
        urgency,
    )


def _line(
    asked: DeskContext, may: bool, pk: int, number: str, sent: datetime.datetime, state: str, stream: int | None
) -> AttentionLine:
    days = (asked.now - sent).days
    return AttentionLine(
        f"Feedback {number}",
        f"Sent {f'{length(days)} ago' if days else 'today'}, {FeedbackState(state).label.lower()}.",
        reverse("feedback:edit", args=[pk]) if may else "",
        frozenset([stream] if stream else []),
        f"{pk}",
    )


def to_be_logged(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Planned engagements whose day is over, for users who write the log. One query."""
    if not asked.user.has_perm("engagement.change_engagement"):
        return
    over = Engagement.objects.filter(asked.rows(), is_planned=True, date__lt=asked.today)
    rows = over.order_by("date", "pk")
    yield AttentionGroup(
        "engagements-to-be-logged",
        "engagements to be logged",
        "Their day is over, and colleagues can't read what was said.",
        [
            AttentionLine(title, f"It was planned for {words.day(date)}.", reverse("engagements:edit", args=[pk]))
            for pk, title, date in rows.values_list("pk", "title", "date")
        ],
    )


def late_promises(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Promises to organisations that should have been kept by now, for users who keep the log. One query; none for an
    archive."""
    if not asked.user.has_perm("engagement.change_promise") or not is_kept(asked):
        return
    late = Promise.objects.filter(asked.rows(), kept_on=None, due_on__lt=asked.today).order_by("due_on", "pk")
    yield AttentionGroup(
        "late-promises",
        "promises to organisations that weren't kept in time",
        "Somebody relies on them. Say when they were kept, or agree on another day.",
        [
            AttentionLine(text, f"Promised to {name} by {words.day(due)}.", reverse("promises:edit", args=[pk]))
            for pk, text, name, due in late.values_list("pk", "text", "organisation__name", "due_on")
            if due
        ],
    )


def silence(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Organisations without recent contact, for users who see the log. One query, and one for the settings.

    None for an archive, for which nobody keeps contacts any more.
    """
    if not asked.user.has_perm("engagement.view_engagement") or not is_kept(asked):
        return
    months = _settings(asked).silence_months
    reached = with_reach(Organisation.objects.filter(asked.sharable_rows()), asked.rows("engagements__site"))
    silent = not_reached(
        reached, months_before(asked.today, months), several_programmes=len(asked.visibility.sites) > 1
    )
    yield AttentionGroup(
        "not-reached",
        "organisations that haven't been reached",
        f"Partners should hear from the programme at least every {months} months; untick those that needn't.",
        [
            AttentionLine(
                name,
                f"Last reached on {last.day} {last:%B %Y}." if last else "Never reached.",
                reverse("stakeholders:organisation", args=[pk]),
                key=f"{pk} {last}",
            )
            for pk, name, last in silent.values_list("pk", "name", "last_reached")
        ],
    )


def _settings(asked: DeskContext) -> EngagementSettings:
    return asked.once("engagement.settings", lambda: EngagementSettings.of(asked.site))


def not_posted(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Posts whose last posting is uncertain or failed, and those that it was let post and won't, for users who may let
    the hub post. Two queries."""
    if not asked.user.has_perm("engagement.publish_socialpost"):
        return
    last = PostingRecord.objects.filter(post=OuterRef("post")).order_by("-pk").values("pk")[:1]
    open_ones = PostingRecord.objects.filter(
        asked.rows("post__site"), pk=Subquery(last), state__in=OPEN_POSTINGS, post__released_at=None
    ).exclude(post__state=PostState.POSTED)
    lines: dict[str, list[AttentionLine]] = {state: [] for state in OPEN_POSTINGS}
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
