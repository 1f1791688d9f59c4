"""Looks whether an address elsewhere answers. Only public networks are asked, or the hub would open doors into its own.

A name is looked up once, and that very address is asked: what a second look-up would say can't lead elsewhere.
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
# With these a site says that it doesn't answer programs; what readers find, nobody knows.
NOT_TOLD = {401, 403, 405, 407, 429, 451, 501, 503, 999}


@dataclass(frozen=True)
class Answer:
    """What came of looking: the status if there was one, and what is wrong; nothing is wrong where nobody knows."""

    status: int | None = None
    problem: str = ""
    # Whether another day wouldn't say anything else.
    for_certain: bool = False


class PrivateNetworkError(Exception):
    """The name leads into a network that isn't public."""


def is_public(address: str) -> bool:
    """Say whether an IP address is one that everybody can reach."""
    found = ipaddress.ip_address(address)
    found = getattr(found, "ipv4_mapped", None) or found
    return found.is_global and not found.is_multicast


def look(address: str) -> Answer:
    """Look where the address leads. Never raises: what goes wrong is the answer."""
    for _ in range(REDIRECTS + 1):
        try:
            status, location = _ask(address)
        except PrivateNetworkError:
            return Answer(problem="Leads into a private network.", for_certain=True)
        except (ValueError, UnicodeError):
            return Answer(problem="Isn't a complete address.", for_certain=True)
        except socket.gaierror:
            return Answer(problem="There is no site of this name.")
        except (urllib3.exceptions.SSLError, urllib3.exceptions.HTTPError, OSError) as error:
            return Answer(problem=_said(error))
        if status in (301, 302, 303, 307, 308) and location:
            address = urljoin(address, location)
            continue
        if status < 400 or status in NOT_TOLD:
            return Answer(status)
        return Answer(status, {404: "Not found.", 410: "Gone for good."}.get(status, f"Answers with error {status}."))
    return Answer(problem="Leads round in circles.")


def _said(error: Exception) -> str:
    if isinstance(error, urllib3.exceptions.SSLError):
        return "Its certificate isn't valid."
    refused = isinstance(error, urllib3.exceptions.NewConnectionError)  # which counts as a time-out there
    if isinstance(error, urllib3.exceptions.TimeoutError) and not refused:
        return "Didn't answer in time."
    return "Can't be reached."


def _ask(address: str) -> tuple[int, str]:
    """Return the status and where it leads on. Asks for the head alone, and for the whole where a site refuses that."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(address)
    secure = parts.scheme == "https"
    host = parts.hostname.encode("idna").decode()
    port = parts.port or (443 if secure else 80)
    found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    if not all(is_public(ip) for ip in found):
        raise PrivateNetworkError
    # IPv4 first: many a server has no way out by IPv6.
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
