"""Actions on sends in Wagtail's log of the issue's page."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from cms.base.log_messages import LoggedActions
from newsletter.models import Send

# Each action with its name and its log message.
ACTIONS = LoggedActions(
    "newsletter.",
    {
        "schedule": ("Schedule a send", "Send {send} scheduled for {lists}"),
        "cancel": ("Cancel a send", "Send {send} cancelled"),
        "pause": ("Pause a send", "Send {send} paused: {reason}"),
        "resume": ("Resume a send", "Send {send} resumed"),
        "release": ("Release a send", "Send {send} released although it was held"),
        "settle_again": ("Send an uncertain message again", "Message {recipient} of send {send} sent again"),
        "settle_leave": ("Leave an uncertain message", "Message {recipient} of send {send} left as it is"),
        "test": ("Send a test", "Test sent, addresses: {count}"),
    },
)


def write(action: str, send: Send, user: User | None, **data: Any) -> None:
    """Log an action on a send by a user; without `user`, by the worker."""
    ACTIONS.write(action, send.issue, user, send=send.pk, **data)
