"""How often a network may ask for something. Only keyed hashes are kept, in the cache, for an hour."""

from __future__ import annotations

import ipaddress
from typing import Protocol

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

PERIOD = 60 * 60  # seconds


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


def asked(purpose: str, text: str) -> int:
    """Count somebody who asks for something, and return how often that was within the hour, this time among them.

    `text` says who: a network or an address. What is kept of it can't be read back.
    """
    key = f"limit:{purpose}:{salted_hmac(f'cms.limits.{purpose}', text, algorithm='sha256').hexdigest()}"
    if cache.add(key, 1, PERIOD):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # its hour ended between the two
        cache.set(key, 1, PERIOD)
        return 1
