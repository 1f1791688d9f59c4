"""Secrets of webhooks, as the Standard Webhooks specification writes them, and signatures with them."""

from __future__ import annotations

import base64
import datetime
import secrets
from collections.abc import Iterable

from standardwebhooks import Webhook as Signer

PREFIX = "whsec_"
LENGTH = 32  # bytes; the specification asks for 24 to 64


def new_secret() -> str:
    """Return a new secret."""
    return PREFIX + base64.b64encode(secrets.token_bytes(LENGTH)).decode()


def headers_of(key: str, body: str, at: datetime.datetime, signed_with: Iterable[str]) -> dict[str, str]:
    """Return the headers of a message that is sent at a moment: its id, the moment, and a signature with each secret."""
    at = at.astimezone(datetime.UTC)  # the signer takes every moment for UTC
    return {
        "webhook-id": key,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(Signer(secret).sign(key, at, body) for secret in signed_with),
    }
