"""What was done with social posts, in their log. No entry has a key."""

from __future__ import annotations

from wagtail.log_actions import log

from engagement.choices import PostingState
from engagement.models import SocialPost

RELEASE, WITHDRAW = "release", "withdraw"
# Each action with its name and its log message.
ACTIONS = {
    "engagement.post.release": ("Let the hub post a social post", "To be posted by the hub: {when}"),
    "engagement.post.withdraw": ("Not let the hub post a social post", "Not to be posted by the hub"),
    "engagement.post.posted": ("Social post posted by the hub", "Posted on {account}: {address}"),
    "engagement.post.failed": ("Social post not posted", "Not posted on {account}. {problem}"),
    "engagement.post.uncertain": ("Social post uncertain", "Not known whether it was posted on {account}. {problem}"),
    "engagement.post.again": ("Try to post a social post again", "To be tried again on {account}"),
}


def write(action: PostingState | str, post: SocialPost, user=None, **data: str) -> None:
    """Log an action on a post by a user; without `user`, by the worker."""
    log(post, f"engagement.post.{action}", user=user, data=data)
