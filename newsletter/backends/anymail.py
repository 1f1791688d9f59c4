"""Hands messages to a provider, by any backend of django-anymail."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default
from typing import Any

import requests
from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, get_connection

from newsletter.choices import Outcome

from .base import Answer, Backend, without

# How long a provider knows a message by its key: https://resend.com/docs/dashboard/emails/idempotency-keys and
# https://developers.brevo.com/changelog/email-api-now-supports-idempotency
KEY_WINDOWS = {"Resend": 24 * 60 * 60, "Brevo": 15 * 60}
METADATA = "hub_message_id"
# What the provider's own form of a message says by itself.
_OWN_HEADERS = {"from", "to", "subject", "mime-version", "content-type", "content-transfer-encoding"}


class AnymailBackend(Backend):
    """Messages go by the provider's API. It tells later what became of them; `newsletter.sending.events` listens."""

    def __init__(self, path: str):
        self.connection = get_connection(path)
        self.provider = getattr(self.connection, "esp_name", "")
        self.key_window = KEY_WINDOWS.get(self.provider, 0)

    @classmethod
    def from_settings(cls) -> AnymailBackend:
        """Return one for `ANYMAIL_BACKEND`. Raises ImproperlyConfigured."""
        if not settings.ANYMAIL_BACKEND:
            raise ImproperlyConfigured("No provider is named: set ANYMAIL_BACKEND.")
        try:
            return cls(settings.ANYMAIL_BACKEND)
        except ImportError as error:
            raise ImproperlyConfigured(f"ANYMAIL_BACKEND can't be loaded: {error}") from error

    def __exit__(self, *exception: object) -> None:
        self.connection.close()

    def hand_over(self, message: bytes, *, sender: str, recipient: str, key: str) -> Answer:
        try:
            prepared: Any = self._prepared(message, recipient, key)
            self.connection.open()
        except (AnymailError, ImproperlyConfigured, OSError, ValueError) as error:
            return Answer(Outcome.TEMPORARY, detail=_brief(error, recipient))
        if self.provider == "Resend":
            self.connection.session.headers["Idempotency-Key"] = key
        try:
            self.connection.send_messages([prepared])
        except AnymailRecipientsRefused as error:
            return Answer(Outcome.REFUSED, detail=_brief(error, recipient))
        except AnymailAPIError as error:
            return Answer(_outcome(error), detail=_brief(error, recipient))
        except AnymailError as error:
            # The message can't be put into the provider's form: it was never sent.
            return Answer(Outcome.TEMPORARY, detail=_brief(error, recipient))
        except Exception as error:  # noqa: BLE001  whatever it is, the message may have gone
            return Answer(Outcome.UNKNOWN, detail=type(error).__name__)
        status = prepared.anymail_status
        return Answer(Outcome.ACCEPTED, provider_id=str(status.message_id or "")[:200])

    def _prepared(self, message: bytes, recipient: str, key: str) -> EmailMultiAlternatives:
        parsed = email.message_from_bytes(message, policy=default)
        headers = {name: str(value) for name, value in parsed.items() if name.lower() not in _OWN_HEADERS}
        if self.provider == "Brevo":
            headers["idempotencyKey"] = key
        prepared: Any = EmailMultiAlternatives(
            subject=str(parsed["Subject"]),
            body=_part(parsed, "plain"),
            from_email=str(parsed["From"]),
            to=[recipient],
            headers=headers,
            connection=self.connection,
        )
        prepared.attach_alternative(_part(parsed, "html"), "text/html")
        # So that what the provider tells later can be told to be about this message.
        prepared.metadata = {METADATA: key}
        prepared.track_clicks = prepared.track_opens = None
        return prepared


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    if part is None:
        raise ValueError(f"The message has no part in {kind}.")
    return part.get_content()


def _outcome(error: AnymailAPIError) -> Outcome:
    """Return what an error of the provider's API means for the message."""
    if isinstance(error, requests.ConnectTimeout):
        return Outcome.TEMPORARY
    status = error.status_code
    if status is None:
        # requests tells a connection that was never made from one that broke only by what is inside.
        never_made = isinstance(error, requests.ConnectionError) and "NewConnectionError" in repr(error.__cause__)
        return Outcome.TEMPORARY if never_made else Outcome.UNKNOWN
    if status in (401, 402, 403, 404, 408, 409, 429):
        # The account, the key or the pace: none of it is the recipient's.
        return Outcome.TEMPORARY
    if 400 <= status < 500:
        return Outcome.REFUSED
    return Outcome.UNKNOWN


def _brief(error: Exception, recipient: str) -> str:
    """Return what went wrong, without the recipient and the message itself, which some errors of anymail carry along."""
    status = getattr(error, "status_code", None)
    text = f"{type(error).__name__}{f' ({status})' if status else ''}: {error.args[0] if error.args else ''}"
    return without(recipient, text)[:300]
