"""Actions on sends in Wagtail's log of the issue's page."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from wagtail import hooks
from wagtail.log_actions import log

from cms.base.log_messages import name_actions
from newsletter.models import Send

# Each action with its name and its log message.
ACTIONS = {
    "newsletter.schedule": ("Schedule a send", "Send {send} scheduled for {lists}"),
    "newsletter.cancel": ("Cancel a send", "Send {send} cancelled"),
    "newsletter.pause": ("Pause a send", "Send {send} paused: {reason}"),
    "newsletter.resume": ("Resume a send", "Send {send} resumed"),
    "newsletter.release": ("Release a send", "Send {send} released although it was held"),
    "newsletter.settle_again": ("Send an uncertain message again", "Message {recipient} of send {send} sent again"),
    "newsletter.settle_leave": ("Leave an uncertain message", "Message {recipient} of send {send} left as it is"),
    "newsletter.test": ("Send a test", "Test sent, addresses: {count}"),
}


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    """Name the actions to Wagtail."""
    name_actions(actions, ACTIONS)


def write(action: str, send: Send, user: User | None, **data: Any) -> None:
    """Log an action on a send by a user; without `user`, by the worker."""
    log(send.issue, f"newsletter.{action}", user=user, data={"send": send.pk, **data})
