"""Who asks for a page: somebody who reads it, a program, or somebody who works on the hub or doesn't want to be counted.

Only what a request says of itself is looked at, and nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

# Every browser for people begins its name so, for historical reasons (RFC 9110, section 10.1.5).
BROWSERS = ("Mozilla/", "Opera/")
# Parts of the names of robots, previews of links, monitors and libraries, in small letters.
ROBOTS = (
    *("bot", "crawl", "spider", "slurp", "scrap", "fetch", "preview", "monitor", "check", "scan", "archive"),
    *("headless", "lighthouse", "pingdom", "uptime", "curl", "wget", "python", "java/", "go-http", "okhttp", "axios"),
    *("httpclient", "facebookexternalhit", "mediapartners", "feed", "validator", "externalhit", "phantom", "gpt"),
)


def is_robot(agent: str) -> bool:
    """Say whether a user agent names a program that nobody reads with. One without a name is."""
    if not agent.startswith(BROWSERS):
        return True
    name = agent.lower()
    return any(part in name for part in ROBOTS)


def works_on_the_hub(request: HttpRequest) -> bool:
    """Say whether somebody is or was signed in. Readers get no session."""
    # Without the header no cookie has to be read.
    return "HTTP_COOKIE" in request.META and settings.SESSION_COOKIE_NAME in request.COOKIES


def objects(meta: Mapping[str, Any]) -> bool:
    """Say whether the browser asks not to be counted (Do Not Track, Global Privacy Control)."""
    return meta.get("HTTP_DNT") == "1" or meta.get("HTTP_SEC_GPC") == "1"


def is_ahead(meta: Mapping[str, Any]) -> bool:
    """Say whether the browser fetches something that perhaps nobody will look at."""
    return (
        "prefetch" in meta.get("HTTP_SEC_PURPOSE", "")
        or "prefetch" in meta.get("HTTP_PURPOSE", "")
        or "prefetch" in meta.get("HTTP_X_MOZ", "")
    )


def is_reader(request: HttpRequest) -> bool:
    """Say whether somebody from the public looks at what is asked for, and may be counted."""
    meta = request.META
    return not (
        is_robot(meta.get("HTTP_USER_AGENT", "")) or objects(meta) or is_ahead(meta) or works_on_the_hub(request)
    )
