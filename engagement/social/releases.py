"""What people decide about posts that the hub posts itself. Each service raises ReleaseError, with a sentence."""

from __future__ import annotations

import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from cms.base.restorations import HELD, is_held, last_restored_at
from cms.pages.viewer import end_of_site
from engagement.choices import STANDS_IN_THE_WAY, PostingState, PostState
from engagement.models import PostingRecord, SocialPost

from . import handovers
from .keys import key_of
from .log_actions import ACTIONS

RIGHT = "engagement.publish_socialpost"
WITHDRAWN = "The hub doesn't post it any more: ask a moderator or programme lead to let it."


class ReleaseError(ValueError):
    """It isn't possible now. The message is a sentence for the editor."""


def may_release(user: User) -> bool:
    """Say whether a user may let the hub post."""
    return user.has_perm(RIGHT)


def stands(post: SocialPost) -> bool:
    """Say whether the hub was let post it, and not restored since. One statement if it was let."""
    if post.released_at is None:
        return False
    restored = last_restored_at()
    return restored is None or post.released_at > restored


def would_miss(planned: datetime.datetime | None, *, before: datetime.datetime | None) -> bool:
    """Say whether a post that the hub posts would never be, or at once, with a new moment in place of the one before."""
    return planned is None or (planned != before and planned <= timezone.now())


def objection_to(post: SocialPost) -> str:
    """Return why the hub can't post this at its moment; empty if it can."""
    if key_of(post.channel) is None:
        return "The hub has no key for this account: copy the post, and publish it from the account."
    if end_of_site(post.site_id) is not None:
        return "This programme has ended: nothing is posted any more."
    standing = post.postings.filter(state__in=STANDS_IN_THE_WAY).first() if post.pk else None
    if standing is not None and standing.state == PostingState.POSTED:
        return "The hub has posted it already."
    return "The hub has begun to post it." if standing else ""


def objection_now(post: SocialPost) -> str:
    """Return why the hub can't post this at once; empty if it can."""
    if objection := objection_to(post):
        return objection
    if post.state != PostState.READY:
        return "Only a post that is ready can be posted."
    if any(SocialPost.objects.filter(condition(), pk=post.pk).exists() for condition in handovers.waits.values()):
        return "It is in a bundle, and is posted once that is published."
    return HELD if is_held() else ""


@transaction.atomic
def post_now(post: SocialPost, user: User) -> None:
    """Let a worker post it at once. Raises ReleaseError."""
    post = SocialPost.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if objection := objection_now(post):
        raise ReleaseError(objection)
    now = timezone.localtime()
    post.planned_for, post.planned_time = now.date(), now.time().replace(second=0, microsecond=0)
    release(post, user)
    post.save(update_fields=["planned_for", "planned_time", "released_at", "released_by", "post_at"])
    log_release(post, user)


def release(post: SocialPost, user: User) -> None:
    """Let the hub post it at its planned moment. The caller has checked, saves it, and then calls `log_release`."""
    post.released_at, post.released_by, post.post_at = timezone.now(), user, post.planned_moment


def log_release(post: SocialPost, user: User) -> None:
    """Log that the hub was let post it. A new post must have been saved."""
    if post.post_at:
        ACTIONS.write("release", post, user, when=f"{timezone.localtime(post.post_at):%Y-%m-%d %H:%M}")


def withdraw(post: SocialPost, user: User | None) -> None:
    """Let the hub not post it. The caller saves it."""
    if post.released_at and post.pk:
        ACTIONS.write("withdraw", post, user)
    post.released_at = post.released_by = post.post_at = None


def settle(record: PostingRecord, user: User, address: str) -> None:
    """Note that an uncertain post is at this address; without one, that it isn't there. Raises ReleaseError."""
    state = PostingState.POSTED if address else PostingState.FAILED
    problem = "" if address else record.problem
    if record.state != PostingState.UNCERTAIN or not handovers.settle(
        record, state, address=address, problem=problem, user=user
    ):
        raise ReleaseError("It was settled meanwhile.")


def may_try_again(record: PostingRecord, now: datetime.datetime) -> bool:
    """Say whether somebody may let a worker try it again: it is uncertain, and there can't be a second post."""
    return record.state == PostingState.UNCERTAIN and handovers.is_safe_again(record, now)


def try_again(record: PostingRecord, user: User) -> None:
    """Let a worker try an uncertain post again. Raises ReleaseError."""
    now = timezone.now()
    again = PostingRecord.objects.filter(pk=record.pk, state=PostingState.UNCERTAIN)
    if not may_try_again(record, now) or not again.update(state=PostingState.AGAIN, tried_at=now):
        raise ReleaseError("It can't be tried again without the risk of a second post: look at the account.")
    ACTIONS.write(PostingState.AGAIN, record.post, user, account=record.account)
