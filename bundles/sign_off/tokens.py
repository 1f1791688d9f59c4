"""The token of a sign-off link: signed, and stored nowhere. The database has only its hash."""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.core import signing
from django.urls import reverse

_SEPARATOR = "."  # not in the alphabet of a signature, and needs no escaping in an address (RFC 3986)


class BadSignOffTokenError(ValueError):
    """A link is forged or incomplete."""


def new_token() -> str:
    """Return a token that nobody can guess."""
    return _signer().sign(secrets.token_urlsafe(24))


def digest_of(token: str) -> str:
    """Return the hash under which a token is stored. Raises BadSignOffTokenError unless it was signed here."""
    try:
        secret = _signer().unsign(token)
    except signing.BadSignature:
        raise BadSignOffTokenError("This link doesn't work.") from None
    return hashlib.sha256(secret.encode()).hexdigest()


def address_of(token: str) -> str:
    """Return the full address that a token opens."""
    return settings.BASE_URL + reverse("bundles_sign_off:bundle", args=[token])


def _signer() -> signing.Signer:
    return signing.Signer(salt="bundles.sign_off", sep=_SEPARATOR)
