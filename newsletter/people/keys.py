"""The newsletter's secret and those before it, and digests made with them."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings


def secret() -> str:
    """Return the secret that signs links and keys hashes: `NEWSLETTER_SECRET`, otherwise `SECRET_KEY`.

    It has its own setting, so that a change of `SECRET_KEY` breaks no link in a message and loses no suppression.
    """
    return settings.NEWSLETTER_SECRET or settings.SECRET_KEY


def earlier_secrets() -> list[str]:
    """Return the secrets whose links and hashes are still accepted, the latest first."""
    of_keys = [] if settings.NEWSLETTER_SECRET else settings.SECRET_KEY_FALLBACKS
    return [*settings.NEWSLETTER_SECRET_FALLBACKS, *of_keys]


def keyed_digest(text: str, purpose: str = "address") -> str:
    """Return the HMAC-SHA256 of a text (RFC 2104), as 64 hexadecimal digits. Two purposes give two digests."""
    return _digest(secret(), text, purpose)


def accepted_digests(text: str, purpose: str = "address") -> list[str]:
    """Return the digest of a text under the present secret, then those under earlier ones."""
    return [_digest(key, text, purpose) for key in (secret(), *earlier_secrets())]


def digest_matches(start: str, text: str, purpose: str) -> bool:
    """Say whether a digest of the text begins so, under the present secret or an earlier one."""
    return any(hmac.compare_digest(start, digest[: len(start)]) for digest in accepted_digests(text, purpose))


def fingerprint() -> str:
    """Return the name of the present secret, for rows with a digest under it. It says nothing about the secret."""
    return _fingerprint(secret())


def accepted_fingerprints() -> list[str]:
    """Return the names of the present secret and of the earlier ones."""
    return [_fingerprint(key) for key in (secret(), *earlier_secrets())]


def digest_fields(normalised: str) -> dict[str, str]:
    """Return an address' digest under the present secret, and the name of that secret, by the names of their fields."""
    return {"digest": keyed_digest(normalised), "digest_secret": fingerprint()}


def _fingerprint(key: str) -> str:
    return _digest(key, "", "fingerprint")[:8]


def _digest(key: str, text: str, purpose: str) -> str:
    return hmac.new(key.encode(), f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()
