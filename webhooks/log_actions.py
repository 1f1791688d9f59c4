"""Actions on webhooks in Wagtail's log, also shown in the audit log. No entry has a secret."""

from __future__ import annotations

from cms.base.log_messages import LoggedActions

# Each action with its name and its log message.
ACTIONS = LoggedActions(
    "webhooks.",
    {
        "add": ("Add a webhook", "Added: {address}"),
        "change": ("Change a webhook", "Changed: {fields}"),
        "delete": ("Delete a webhook", "Deleted: {address}"),
        "on": ("Switch a webhook on", "Switched on"),
        "off": ("Switch a webhook off", "Switched off"),
        "fail": ("Webhook switched off by the hub", "Switched off. {reason}"),
        "rotate": ("Rotate a webhook's secret", "New secret; the one before is valid for a day"),
        "again": ("Send a webhook's message again", "Message {message} sent again"),
    },
)
