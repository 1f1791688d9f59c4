"""What people do to webhooks. Each writes into the log."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction

from webhooks import messages, signatures
from webhooks.log_actions import ACTIONS
from webhooks.models import Webhook, WebhookMessage

BOTH_VALID_FOR = datetime.timedelta(days=1)


@transaction.atomic
def add(webhook: Webhook, user: User | None) -> None:
    """Save a new webhook."""
    webhook.created_by = user
    webhook.save()
    ACTIONS.write("add", webhook, user, address=webhook.address)


@transaction.atomic
def change(webhook: Webhook, user: User | None, fields: Iterable[str]) -> None:
    """Save the fields of a webhook. Switched off, it drops what waits; with a new address or switched on, it begins anew."""
    fields = list(fields)
    if not fields:
        return
    if not webhook.is_active:
        messages.empty(webhook)
    if {"is_active", "address"} & set(fields):
        webhook.failing_since, webhook.off_because = None, ""
    webhook.save(update_fields=[*fields, "failing_since", "off_because"])
    if "is_active" in fields:
        ACTIONS.write("on" if webhook.is_active else "off", webhook, user)
    if others := [name for name in fields if name != "is_active"]:
        ACTIONS.write("change", webhook, user, fields=", ".join(others))


@transaction.atomic
def delete(webhook: Webhook, user: User | None) -> None:
    """Delete a webhook with all that waits for it."""
    ACTIONS.write("delete", webhook, user, address=webhook.address)
    webhook.delete()


@transaction.atomic
def rotate(webhook: Webhook, user: User | None, now: datetime.datetime) -> str:
    """Give the webhook a new secret and return it. For a day, messages are signed with both."""
    webhook = Webhook.objects.select_for_update(of=("self",)).get(pk=webhook.pk)
    webhook.secret_before, webhook.secret_before_until = webhook.secret, now + BOTH_VALID_FOR
    webhook.secret = signatures.new_secret()
    webhook.save(update_fields=["secret", "secret_before", "secret_before_until"])
    ACTIONS.write("rotate", webhook, user)
    return webhook.secret


@transaction.atomic
def send_again(message: WebhookMessage, user: User | None, now: datetime.datetime) -> bool:
    """Send a message once more, under its id. Returns False if it waits anyway."""
    done = messages.send_again(message, now)
    if done:
        ACTIONS.write("again", message.webhook, user, message=message.key)
    return done
