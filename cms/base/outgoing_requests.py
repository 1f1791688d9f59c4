"""Requests from the hub to addresses that people typed. Nobody can reach the hub's own networks through it.

A name is resolved once, and that IP address is asked, so that a second, different resolution can't lead elsewhere. No
redirect is followed here.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import urllib3

CONNECTING, READING = 4, 6  # seconds
# After this number of seconds a request ends, however slowly the answer trickles in.
LONGEST = 15
# IPv6 addresses that end in an IPv4 address: compatible, mapped and translated ones (RFC 4291, RFC 2765), and those of gateways
# to IPv4 (RFC 6052).
ENDING_IN_IPV4 = [
    ipaddress.IPv6Network(prefix) for prefix in ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96")
]
# Special blocks of IANA's registries that Python 3.11 takes for public ones: protocol assignments (RFC 6890), relays to 6to4
# (RFC 7526), gateways in local use (RFC 8215), discarding (RFC 9780), documentation (RFC 9637), segment routing (RFC 9602) and
# site-local addresses (RFC 3879).
SPECIAL = [
    ipaddress.ip_network(block)
    for block in (
        *("192.0.0.0/24", "192.88.99.0/24"),
        *("64:ff9b:1::/48", "100:0:0:1::/64", "3fff::/20", "5f00::/16", "fec0::/10"),
    )
]


class PrivateNetworkError(Exception):
    """The name resolves to an address in a private network."""


def is_public(address: str) -> bool:
    """Say whether an IP address is public. Of one that stands for an IPv4 address, that one must be."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        if any(found in network for network in ENDING_IN_IPV4):
            found = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        else:
            found = found.sixtofour or found
    return found.is_global and not found.is_multicast and not any(found in block for block in SPECIAL)


@dataclass(frozen=True)
class Target:
    """An address that may be asked: its parts, and the IP address to connect to."""

    secure: bool
    host: str
    port: int
    ip: str
    path: str


def target_of(address: str, *, private: bool = False) -> Target:
    """Resolve an address. Private networks are allowed only if `private` says so.

    Raises ValueError (also UnicodeError) if it isn't a complete address, socket.gaierror if there is no such name, and
    PrivateNetworkError.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(address)
    secure = parts.scheme == "https"
    host = parts.hostname.encode("idna").decode()
    port = parts.port or (443 if secure else 80)
    found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    if not private and not all(is_public(ip) for ip in found):
        raise PrivateNetworkError
    # IPv4 first: many servers have no outgoing IPv6.
    ip = min(found, key=lambda ip: (":" in ip, ip))
    return Target(secure, host, port, ip, urllib3.util.Url(path=parts.path or "/", query=parts.query or None).url)


@contextmanager
def response_of(
    target: Target, method: str, headers: Mapping[str, str], body: bytes | None = None
) -> Iterator[urllib3.BaseHTTPResponse]:
    """Yield the response, whose body isn't read yet. Raises urllib3.exceptions.HTTPError or OSError.

    What takes longer than `LONGEST` raises urllib3.exceptions.TimeoutError.
    """
    how: dict[str, Any] = {"timeout": urllib3.Timeout(connect=CONNECTING, read=READING), "retries": False, "maxsize": 1}
    pool = (
        _SecurePool(target.ip, target.port, server_hostname=target.host, assert_hostname=target.host, **how)
        if target.secure
        else _Pool(target.ip, target.port, **how)
    )
    host = target.host if target.port in (80, 443) else f"{target.host}:{target.port}"
    deadline = threading.Timer(LONGEST, pool.hang_up)
    deadline.daemon = True
    deadline.start()
    try:
        response = pool.request(
            method,
            target.path,
            body=body,
            headers={"Host": host, **headers},
            redirect=False,
            preload_content=False,
            assert_same_host=False,
        )
        if pool.hung_up:  # headers that end with the connection count as whole
            raise urllib3.exceptions.TimeoutError
        try:
            yield response
        finally:
            response.close()
    finally:
        deadline.cancel()
        pool.close()


def problem_of(error: Exception) -> str:
    """Return a sentence about an error that `response_of` raised."""
    if isinstance(error, urllib3.exceptions.SSLError):
        return "Its certificate isn't valid."
    refused = isinstance(error, urllib3.exceptions.NewConnectionError)  # which counts as a time-out there
    if isinstance(error, urllib3.exceptions.TimeoutError) and not refused:
        return "Didn't answer in time."
    return "Can't be reached."


class _Pool(urllib3.HTTPConnectionPool):
    """A pool of one connection, which another thread can end."""

    made: Any = None
    hung_up = False

    def _new_conn(self) -> Any:
        self.made = super()._new_conn()
        return self.made

    def hang_up(self) -> None:
        self.hung_up = True
        sock = getattr(self.made, "sock", None)
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


class _SecurePool(_Pool, urllib3.HTTPSConnectionPool):
    """The same for HTTPS."""
