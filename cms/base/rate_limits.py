"""Rate limits by network. Only keyed hashes are stored, in the cache, for an hour or a day.

If the cache is a server that doesn't answer, the database counts: its hours start again at every request, and it isn't quite
exact if several requests come at once.
"""

from __future__ import annotations

import ipaddress
from typing import Any, Protocol

from django.core.cache import BaseCache, caches
from django.core.management import call_command
from django.utils.crypto import salted_hmac

from cms.base.caches import CacheDownError

PERIOD = 60 * 60  # seconds, unless a limit has a period of its own


class HasMeta(Protocol):
    """The part of an HTTP request that is needed here."""

    META: dict


def install(using: str, **kwargs: Any) -> None:
    """Create the table in which the database counts, if missing. Runs after each `migrate`: there is no migration for it."""
    call_command("createcachetable", database=using, verbosity=0)


def network_of(request: HasMeta) -> str:
    """Return the client's network: the first 24 bits of an IPv4 address, the first 64 of IPv6; empty if unknown.

    `cms.base.proxies` has put the client's address into the request.
    """
    try:
        found = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 64), strict=False))


def asked(purpose: str, text: str, period: int = PERIOD) -> int:
    """Count a request, and return the number of requests within the period (an hour), including this one.

    `text` identifies the client: a network or an address. It can't be recovered from the stored hash.
    """
    return spent(purpose, text, 1, period)


def spent(purpose: str, text: str, amount: int, period: int) -> int:
    """Count an amount, and return the sum within the period, which is in seconds and begins with the first amount."""
    key = f"limit:{purpose}:{salted_hmac(f'cms.base.rate_limits.{purpose}', text, algorithm='sha256').hexdigest()}"
    try:
        return _counted(caches["limits"], key, amount, period)
    except CacheDownError:
        return _counted(caches["limits_without_redis"], key, amount, period)


def _counted(cache: BaseCache, key: str, amount: int, period: int) -> int:
    if cache.add(key, amount, period):
        return amount
    try:
        return cache.incr(key, amount)
    except ValueError:  # its period ended between the two
        cache.set(key, amount, period)
        return amount
