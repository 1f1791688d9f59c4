"""The tokens of sign-off links, and the addresses that they open."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from cms.base.secret_links import SecretLinkTokens

TOKENS = SecretLinkTokens("bundles.sign_off")


def address_of(token: str) -> str:
    """Return the full address that a token opens."""
    return settings.BASE_URL + reverse("bundles_sign_off:bundle", args=[token])
