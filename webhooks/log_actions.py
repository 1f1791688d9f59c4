"""Actions on webhooks in Wagtail's log, also shown in the audit log. No entry has a secret."""

from __future__ import annotations

from wagtail import hooks
from wagtail.log_actions import log

from cms.base.log_messages import name_actions
from webhooks.models import Webhook

# Each action with its name and its log message.
ACTIONS = {
    "webhooks.add": ("Add a webhook", "Added: {address}"),
    "webhooks.change": ("Change a webhook", "Changed: {fields}"),
    "webhooks.delete": ("Delete a webhook", "Deleted: {address}"),
    "webhooks.on": ("Switch a webhook on", "Switched on"),
    "webhooks.off": ("Switch a webhook off", "Switched off"),
    "webhooks.fail": ("Webhook switched off by the hub", "Switched off. {reason}"),
    "webhooks.rotate": ("Rotate a webhook's secret", "New secret; the one before is valid for a day"),
    "webhooks.again": ("Send a webhook's message again", "Message {message} sent again"),
}


@hooks.register("register_log_actions")
def register_actions(actions) -> None:
    """Name the actions to Wagtail."""
    name_actions(actions, ACTIONS)


def write(action: str, webhook: Webhook, user=None, **data) -> None:
    """Log an action on a webhook by a user; without `user`, by the worker."""
    log(webhook, f"webhooks.{action}", user=user, data=data)
