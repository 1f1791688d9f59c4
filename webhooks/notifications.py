"""The notification that a webhook was switched off, to those who manage webhooks."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from cms.notifications.kinds import NotificationKind, kinds, with_right
from cms.notifications.lists import notify
from webhooks.models import Webhook
from webhooks.rights import CHANGE

OFF = "webhook-off"


def register() -> None:
    """Register the kind."""
    kinds.add(OFF, NotificationKind("A webhook is switched off", manages, with_right(CHANGE)), order=60)


def manages(user: User) -> bool:
    """Say whether the user manages webhooks."""
    return user.has_perm(CHANGE)


def switched_off(webhook: Webhook, reason: str) -> None:
    """Notify everybody who manages webhooks."""
    people = filter(manages, get_user_model().objects.filter(is_active=True))
    text = f"The webhook “{webhook}” is switched off. {reason}"
    key = f"{webhook.pk} {timezone.now().isoformat()}"
    notify(OFF, people, key=key, subject=webhook.pk, text=text, url=reverse("webhooks:webhook", args=[webhook.pk]))
