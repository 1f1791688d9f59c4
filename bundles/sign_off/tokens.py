"""The tokens of sign-off links, and the addresses that they open."""

from __future__ import annotations

from wagtail.models import Site

from cms.base.secret_links import SecretLinkTokens
from cms.visibility.hub_addresses import full_address

TOKENS = SecretLinkTokens("bundles.sign_off")


def address_of(token: str, site: Site | None) -> str:
    """Return the full address that a token opens, on the site of its bundle."""
    return full_address("bundles_sign_off:bundle", token, site=site)
