"""Letters of this app to people outside: one look, one way to tell why the mail server didn't take one."""

from __future__ import annotations

from collections.abc import Mapping
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from cms.models import HubSettings

# No automatic answer to an automatic mail (RFC 3834, section 5).
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def team_of(hub: HubSettings) -> str:
    """Return the name under which the team signs."""
    return hub.contact_name or hub.organisation or hub.site_name


def composed(
    template: str, context: Mapping[str, Any], hub: HubSettings, to: str, subject: str, **options: Any
) -> EmailMultiAlternatives:
    """Return a letter: text and HTML with the same words and links. The templates have `hub` and `team` besides."""
    context = {"hub": hub, "team": team_of(hub), **context}
    text = render_to_string(f"{template}.txt", context)
    message = EmailMultiAlternatives(subject, text, hub.sender, [to], **options)
    message.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    return message


def is_refused(error: Exception) -> bool:
    """Say whether the mail server doesn't take the address: trying again is no use."""
    return isinstance(error, SMTPRecipientsRefused) and all(code >= 500 for code, _ in error.recipients.values())
