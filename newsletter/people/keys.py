"""The newsletter's secret, and what is made with it."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings


def secret() -> str:
    """Return the secret that signs links and keys hashes: `NEWSLETTER_SECRET`, or `SECRET_KEY` where there is none.

    It has a setting of its own so that changing `SECRET_KEY` breaks no link in a message and forgets no suppression.
    """
    return settings.NEWSLETTER_SECRET or settings.SECRET_KEY


def keyed_digest(text: str, purpose: str = "address") -> str:
    """Return the HMAC-SHA256 of a text (RFC 2104), as 64 hexadecimal digits. Two purposes give two digests."""
    return hmac.new(secret().encode(), f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()
