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

from newsletter.choices import HandoverOutcome

from .base import Backend, HandoverResult, without

# How long a provider knows a message by its key: https://resend.com/docs/dashboard/emails/idempotency-keys and
# https://developers.brevo.com/changelog/email-api-now-supports-idempotency
KEY_WINDOWS = {"Resend": 24 * 60 * 60, "Brevo": 15 * 60}
METADATA = "hub_message_id"
# Headers that the provider's API sets itself.
_OWN_HEADERS = {"from", "to", "subject", "mime-version", "content-type", "content-transfer-encoding"}


class AnymailBackend(Backend):
    """Uses the provider's API. Events about the messages come later, to `newsletter.sending.events`."""

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

    def hand_over(self, message: bytes, *, sender: str, recipient: str, key: str) -> HandoverResult:
        try:
            prepared: Any = self._prepared(message, recipient, key)
            self.connection.open()
        except (AnymailError, ImproperlyConfigured, OSError, ValueError) as error:
            return HandoverResult(HandoverOutcome.TEMPORARY, detail=_brief(error, recipient))
        if self.provider == "Resend":
            self.connection.session.headers["Idempotency-Key"] = key
        try:
            self.connection.send_messages([prepared])
        except AnymailRecipientsRefused as error:
            return HandoverResult(HandoverOutcome.REFUSED, detail=_brief(error, recipient))
        except AnymailAPIError as error:
            return HandoverResult(_outcome(error), detail=_brief(error, recipient))
        except AnymailError as error:
            # The message can't be put into the provider's form: it was never sent.
            return HandoverResult(HandoverOutcome.TEMPORARY, detail=_brief(error, recipient))
        except Exception as error:  # noqa: BLE001  after any error the message may have been sent
            return HandoverResult(HandoverOutcome.UNKNOWN, detail=type(error).__name__)
        status = prepared.anymail_status
        return HandoverResult(HandoverOutcome.ACCEPTED, provider_id=str(status.message_id or "")[:200])

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
        # So that the provider's later events can be matched to this message.
        prepared.metadata = {METADATA: key}
        prepared.track_clicks = prepared.track_opens = None
        return prepared


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    if part is None:
        raise ValueError(f"The message has no part in {kind}.")
    return part.get_content()


def _outcome(error: AnymailAPIError) -> HandoverOutcome:
    """Return the result of a handover that failed with an error of the provider's API."""
    if isinstance(error, requests.ConnectTimeout):
        return HandoverOutcome.TEMPORARY
    status = error.status_code
    if status is None:
        # requests tells a connection that was never made from one that broke only by what is inside.
        never_made = isinstance(error, requests.ConnectionError) and "NewConnectionError" in repr(error.__cause__)
        return HandoverOutcome.TEMPORARY if never_made else HandoverOutcome.UNKNOWN
    if status in (401, 402, 403, 404, 408, 409, 429):
        # The account, the key or the rate limit: none of them concerns the recipient.
        return HandoverOutcome.TEMPORARY
    if 400 <= status < 500:
        return HandoverOutcome.REFUSED
    return HandoverOutcome.UNKNOWN


def _brief(error: Exception, recipient: str) -> str:
    """Describe the error without the recipient and the message, which some of anymail's errors carry."""
    status = getattr(error, "status_code", None)
    text = f"{type(error).__name__}{f' ({status})' if status else ''}: {error.args[0] if error.args else ''}"
    return without(recipient, text)[:300]
