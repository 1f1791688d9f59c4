"""Requests to addresses on other sites. Only public networks are asked, so that nobody can reach the hub's own through it.

A name is resolved once, and that IP address is asked, so that a second, different resolution can't lead elsewhere.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import urllib3
from django.conf import settings

TIMEOUT = urllib3.Timeout(connect=4, read=6)
REDIRECTS = 5
# IPv6 addresses that end in an IPv4 address: compatible, mapped and translated ones (RFC 4291, RFC 2765), and those of gateways
# to IPv4 (RFC 6052). The prefix of gateways in local use is from RFC 8215.
ENDING_IN_IPV4 = [
    ipaddress.IPv6Network(prefix) for prefix in ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96")
]
LOCAL_GATEWAYS = ipaddress.IPv6Network("64:ff9b:1::/48")
# With these a site refuses programs, so it isn't known what readers would find.
NOT_TOLD = {401, 403, 405, 407, 429, 451, 501, 503, 999}


@dataclass(frozen=True)
class LinkResponse:
    """The result of a request: the status, if there was one, and the problem; empty if it isn't known."""

    status: int | None = None
    problem: str = ""
    # Whether a later check would have the same result.
    for_certain: bool = False


class PrivateNetworkError(Exception):
    """The name resolves to an address in a private network."""


def is_public(address: str) -> bool:
    """Say whether an IP address is public. Of one that stands for an IPv4 address, that one must be."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        if found.is_site_local or found in LOCAL_GATEWAYS:
            return False
        if any(found in network for network in ENDING_IN_IPV4):
            found = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        else:
            found = found.sixtofour or found
    return found.is_global and not found.is_multicast


def look(address: str) -> LinkResponse:
    """Request the address and follow its redirects. Never raises: an error is part of the result."""
    for _ in range(REDIRECTS + 1):
        try:
            status, location = _ask(address)
        except PrivateNetworkError:
            return LinkResponse(problem="Leads into a private network.", for_certain=True)
        except (ValueError, UnicodeError):
            return LinkResponse(problem="Isn't a complete address.", for_certain=True)
        except socket.gaierror:
            return LinkResponse(problem="There is no site with this name.")
        except (urllib3.exceptions.SSLError, urllib3.exceptions.HTTPError, OSError) as error:
            return LinkResponse(problem=_said(error))
        if status in (301, 302, 303, 307, 308) and location:
            address = urljoin(address, location)
            continue
        if status < 400 or status in NOT_TOLD:
            return LinkResponse(status)
        return LinkResponse(
            status, {404: "Not found.", 410: "Gone for good."}.get(status, f"Answers with error {status}.")
        )
    return LinkResponse(problem="Redirects in a loop.")


def _said(error: Exception) -> str:
    if isinstance(error, urllib3.exceptions.SSLError):
        return "Its certificate isn't valid."
    refused = isinstance(error, urllib3.exceptions.NewConnectionError)  # which counts as a time-out there
    if isinstance(error, urllib3.exceptions.TimeoutError) and not refused:
        return "Didn't answer in time."
    return "Can't be reached."


def _ask(address: str) -> tuple[int, str]:
    """Return the status and the next location. Sends HEAD, and GET if a site refuses that."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(address)
    secure = parts.scheme == "https"
    host = parts.hostname.encode("idna").decode()
    port = parts.port or (443 if secure else 80)
    found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    if not all(is_public(ip) for ip in found):
        raise PrivateNetworkError
    # IPv4 first: many servers have no outgoing IPv6.
    ip = min(found, key=lambda ip: (":" in ip, ip))
    how: dict[str, Any] = {"timeout": TIMEOUT, "retries": False, "maxsize": 1}
    pool = (
        urllib3.HTTPSConnectionPool(ip, port, server_hostname=host, assert_hostname=host, **how)
        if secure
        else urllib3.HTTPConnectionPool(ip, port, **how)
    )
    headers = {
        "Host": host if port in (80, 443) else f"{host}:{port}",
        "User-Agent": f"Link check of {settings.BASE_URL}",
        "Accept": "*/*",
    }
    target = urllib3.util.Url(path=parts.path or "/", query=parts.query or None).url
    try:
        for method in ("HEAD", "GET"):
            response = pool.request(
                method, target, headers=headers, redirect=False, preload_content=False, assert_same_host=False
            )
            status, location = response.status, response.headers.get("Location", "")
            response.close()  # nobody reads the body
            if status < 400:
                break
    finally:
        pool.close()
    return status, location
