"""How often somebody may ask: per address and per network. Only keyed hashes are kept, in the cache, for an hour."""

from __future__ import annotations

import ipaddress
from typing import Protocol

from django.conf import settings
from django.core.cache import cache

from .keys import keyed_digest

PERIOD = 60 * 60
# A person who doesn't find the letter asks again once or twice.
PER_ADDRESS = 3
# An office behind one address of the internet asks more often than a household, a robot far more often than an office.
PER_NETWORK = 60


class HasMeta(Protocol):
    """An HTTP request, as far as it matters here."""

    META: dict


def network_of(request: HasMeta) -> str:
    """Return the network that asks: the first 24 bits of an IPv4 address, the first 64 of IPv6; empty if unknown.

    Where settings trust a proxy to say that a request came by HTTPS, the proxy's word for the client is taken too: the
    last address of `X-Forwarded-For`, which is the one that it wrote itself.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER and request.META.get("HTTP_X_FORWARDED_FOR"):
        address = request.META["HTTP_X_FORWARDED_FOR"].rpartition(",")[2].strip()
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 64), strict=False))


def network_may_ask(request: HasMeta) -> bool:
    """Count a request of the network, and say whether it is one of those that are answered."""
    return _count("network", network_of(request)) <= PER_NETWORK


def address_may_ask(normalised: str) -> bool:
    """Count a request for the address, and say whether it is one of those that something is done about."""
    return _count("asked-for", normalised) <= PER_ADDRESS


def _count(purpose: str, text: str) -> int:
    key = f"newsletter-limit:{keyed_digest(text, purpose)}"
    if cache.add(key, 1, PERIOD):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # its hour ended between the two
        cache.set(key, 1, PERIOD)
        return 1
