"""What was done with social posts, in their log. No entry has a key."""

from __future__ import annotations

from cms.base.log_messages import LoggedActions

# Each action with its name and its log message.
ACTIONS = LoggedActions(
    "engagement.post.",
    {
        "drafted": ("Draft a social post by a token", "Drafted by {by}"),
        "release": ("Let the hub post a social post", "To be posted by the hub: {when}"),
        "withdraw": ("Not let the hub post a social post", "Not to be posted by the hub"),
        "posted": ("Social post posted by the hub", "Posted on {account}: {address}"),
        "failed": ("Social post not posted", "Not posted on {account}. {problem}"),
        "uncertain": ("Social post uncertain", "Not known whether it was posted on {account}. {problem}"),
        "again": ("Try to post a social post again", "To be tried again on {account}"),
    },
)
