"""Whose word about a client is taken: that of the proxies in TRUSTED_PROXIES.

Each proxy appends to `X-Forwarded-For` the address that it was asked from; what stands further left a client may have written.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

Trusted = int | list[IPv4Network | IPv6Network]
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REQUEST_ID", "HTTP_TRACEPARENT")
# Some proxies add the port, and brackets around an IPv6 address.
_WITH_PORT = re.compile(r"\[(?P<six>[^\]]+)\](?::\d+)?|(?P<four>[\d.]+):\d+")


def trusted_proxies(text: str) -> Trusted:
    """Return the number of proxies, or their networks. Raises ImproperlyConfigured with what is allowed."""
    if text.isdecimal():
        return int(text)
    try:
        return [ip_network(one.strip()) for one in text.split(",") if one.strip()]
    except ValueError:
        raise ImproperlyConfigured(
            "TRUSTED_PROXIES must be the number of proxies in front of the hub, such as 1, or their addresses or networks, "
            "such as 10.0.0.0/8, with commas between."
        ) from None


def client_address(remote: str, forwarded: str, trusted: Trusted) -> str:
    """Return the client's address: the nearest one that no trusted proxy has.

    `remote` is the address of the connection, `forwarded` the header `X-Forwarded-For`.
    """
    chain = [one.strip() for one in forwarded.split(",") if one.strip()]
    address = remote
    if isinstance(trusted, int):
        hops = chain[-trusted:] if trusted else []
        found = _parsed(hops[0]) if hops else None
        return str(found) if found else remote
    while chain and _is_among(address, trusted):
        found = _parsed(chain.pop())
        if found is None:
            break
        address = str(found)
    return address


def take_forwarded(request: HttpRequest) -> None:
    """Put the client's address into `REMOTE_ADDR`, and drop headers of proxies that no trusted one has set."""
    meta, trusted = request.META, settings.TRUSTED_PROXIES
    remote = meta.get("REMOTE_ADDR", "")
    if trusted and (isinstance(trusted, int) or _is_among(remote, trusted)):
        meta["REMOTE_ADDR"] = client_address(remote, meta.get("HTTP_X_FORWARDED_FOR", ""), trusted)
    else:
        for name in FORWARDED:
            meta.pop(name, None)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    match = _WITH_PORT.fullmatch(text)
    try:
        return ip_address((match["six"] or match["four"]) if match else text)
    except ValueError:
        return None


def _is_among(address: str, networks: list[IPv4Network | IPv6Network]) -> bool:
    found = _parsed(address)
    found = getattr(found, "ipv4_mapped", None) or found
    return found is not None and any(found in network for network in networks)
