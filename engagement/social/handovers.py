"""What the worker posts: each due post once. Its record is committed before the request, and says how it ended.

A worker that is killed between the two leaves a record that is “being posted”. It becomes uncertain, and a person says
whether the post is there. Nothing is posted that was released before a restoration, or more than a day too late.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cms.base.registry import Registry
from cms.base.restorations import last_restored_at
from cms.delivery.social_platforms import SocialPlatform
from cms.jobs.registry import Stop, job
from cms.pages.viewer import end_of_site
from cms.visibility.moments import Moments
from engagement.choices import STANDS_IN_THE_WAY, PostingState, PostState
from engagement.models import PostingRecord, SocialPost

from . import bluesky, mastodon
from .keys import AccountKey, key_of
from .log_actions import ACTIONS
from .outgoing_posts import outgoing_of
from .servers import OutgoingPost, PostRefusedError, PostUncertainError

LATE = datetime.timedelta(days=1)
# A worker that is at one post for longer was killed: all its requests together take less.
LONGEST = datetime.timedelta(minutes=5)
INTERRUPTED = "The worker was stopped while it posted."
NOT_AGAIN = "It wasn't tried again: "
SERVERS = {SocialPlatform.MASTODON: mastodon, SocialPlatform.BLUESKY: bluesky}

# Conditions for posts that wait for something else, such as the bundle that they are in.
waits: Registry[Callable[[], Q]] = Registry("reason for a post to wait")


def postable() -> QuerySet[SocialPost]:
    """Return the posts that the hub will post at their moment."""
    standing = PostingRecord.objects.filter(post=OuterRef("pk"), state__in=STANDS_IN_THE_WAY)
    found = SocialPost.objects.filter(
        ~Exists(standing), state=PostState.READY, released_at__isnull=False, post_at__gt=timezone.now() - LATE
    )
    if restored := last_restored_at():
        found = found.filter(released_at__gt=restored)
    for condition in waits.values():
        found = found.exclude(condition())
    return found


POSTS = Moments(postable, "post_at")
AGAIN = Moments(lambda: PostingRecord.objects.filter(state=PostingState.AGAIN), "tried_at")


def next_moment(after: datetime.datetime | None = None) -> datetime.datetime | None:
    """Return the next moment at which something is to be posted, after the given one or the first."""
    found = [each.next_after(after) for each in (POSTS, AGAIN)]
    return min((moment for moment in found if moment is not None), default=None)


@job("Social posts: post", at=next_moment, outward=True)
def post_due(stop: Stop) -> bool:
    """Post what is due, one after another."""
    now = timezone.now()
    for pk, asked_at in [*AGAIN.until(now).values_list("pk", "tried_at")]:
        if stop():
            return False
        started = timezone.now()
        if PostingRecord.objects.filter(pk=pk, state=PostingState.AGAIN).update(
            state=PostingState.POSTING, tried_at=started
        ):
            claimed = PostingRecord.objects.get(pk=pk)
            if objection := _objection_again(claimed, asked_at, started):
                settle(claimed, PostingState.UNCERTAIN, problem=NOT_AGAIN + objection)
            else:
                hand_over(claimed, again=True)
    for pk in [*POSTS.until(now).values_list("pk", flat=True)]:
        if stop():
            return False
        if record := claim(pk, timezone.now()):
            hand_over(record)
    return False


@job("Social posts: hold what was interrupted", every=60)
def hold_interrupted(stop: Stop) -> bool:
    """Mark what a killed worker left behind as uncertain."""
    left = PostingRecord.objects.filter(state=PostingState.POSTING, tried_at__lt=timezone.now() - LONGEST)
    for record in left:
        settle(record, PostingState.UNCERTAIN, problem=INTERRUPTED)
    return False


def claim(pk: int, now: datetime.datetime) -> PostingRecord | None:
    """Commit that a due post is being posted. None if another worker is at it, or it isn't due any more."""
    with transaction.atomic():
        rows = postable().select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, post_at__lte=now)
        post = rows.select_related("channel").first()
        if post is None:
            return None
        key = key_of(post.channel)
        try:
            with transaction.atomic():
                return PostingRecord.objects.create(
                    post=post,
                    key=SERVERS[key.platform].new_key(now) if key else "",
                    account=str(post.channel or "")[:120],
                    text=post.whole,
                    started_at=now,
                    tried_at=now,
                    released_by_id=post.released_by_id,
                )
        except IntegrityError:
            return None


def is_safe_again(record: PostingRecord, now: datetime.datetime) -> bool:
    """Say whether another attempt can't make a second post: the platform knows the first by its key."""
    key = key_of(record.post.channel) if record.key else None
    if key is None:
        return False
    return key.platform == SocialPlatform.BLUESKY or now - record.started_at < mastodon.SAFE_FOR


def _objection_again(record: PostingRecord, asked_at: datetime.datetime, now: datetime.datetime) -> str:
    """Return why a worker doesn't try again what somebody asked for then; empty if it does."""
    restored = last_restored_at()
    if restored and asked_at <= restored:
        return "the hub was restored since."
    if end_of_site(record.post.site_id) is not None:
        return "the programme has ended."
    return "" if is_safe_again(record, now) else "that could make a second post by now."


def hand_over(record: PostingRecord, *, again: bool = False) -> None:
    """Send a claimed post to its platform, and write down how that ended."""
    try:
        key, outgoing = _prepared(record, again=again)
        address = SERVERS[key.platform].post(outgoing, key)
    except PostRefusedError as error:
        # What an earlier attempt did is as unknown as before.
        settle(record, PostingState.UNCERTAIN if again else PostingState.FAILED, problem=str(error))
    except PostUncertainError as error:
        settle(record, PostingState.UNCERTAIN, problem=str(error))
    else:
        settle(record, PostingState.POSTED, address=address)


def _prepared(record: PostingRecord, *, again: bool) -> tuple[AccountKey, OutgoingPost]:
    post = record.post
    key = key_of(post.channel)
    if key is None or not record.key:
        raise PostRefusedError("The hub has no key for this account any more.")
    return key, outgoing_of(post, record.key, again=again)


@transaction.atomic
def settle(
    record: PostingRecord, state: PostingState, *, address: str = "", problem: str = "", user=None
) -> PostingRecord | None:
    """Write down how posting ended, in the record and at the post. None if somebody has settled it meanwhile."""
    open_ones = (PostingState.POSTING, PostingState.UNCERTAIN)
    found = PostingRecord.objects.select_for_update(of=("self",)).filter(pk=record.pk, state__in=open_ones).first()
    if found is None:
        return None
    # PostgreSQL keeps no NUL, and no database half of a surrogate pair; both can be in what a server says.
    found.problem = problem.replace("\0", "").encode(errors="replace").decode()[:500]
    found.state, found.address, found.ended_at = state, address, timezone.now()
    found.settled_by = user
    found.save()
    values = {"released_at": None, "released_by": None, "post_at": None}
    post = SocialPost.objects.filter(pk=found.post_id)
    if state == PostingState.POSTED:
        posted = {"state": PostState.POSTED, "posted_on": timezone.localdate(found.tried_at), "address": address}
        post.exclude(state=PostState.POSTED).update(**posted, posted_by=found.released_by)
    post.update(**values)
    ACTIONS.write(state, found.post, user, account=found.account, address=address, problem=found.problem)
    return found
