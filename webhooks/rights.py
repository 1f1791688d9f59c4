"""Permissions on webhooks."""

from cms.accounts.roles import PROGRAMME_LEADS, rights
from webhooks.models import Webhook

CHANGE = "webhooks.change_webhook"


def register_webhook_rights() -> None:
    """Let programme leads manage webhooks."""
    rights.add((PROGRAMME_LEADS, Webhook), ("view", "add", "change", "delete"))
