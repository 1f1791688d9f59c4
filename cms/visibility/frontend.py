"""The frontend to which public addresses lead: `FRONTEND_URL`, for each site and language.

The setting is an address such as `https://www.example.org`, or a template such as
`https://{site}.example.org/{locale}/{path}`: `{site}` is the host name of the site, `{locale}` the code of a language.
Empty, the hub's own site is the frontend.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

# The paths at which the hub answers, whichever frontend shows its pages: API, admin, media, the pages behind links in
# mails, and the feeds, calendars and sitemap that frontends hand on.
OF_THE_HUB = re.compile(
    r"/(admin|documents|graphql|graphiql|mcp|media|static|_util|preview-link|sign-off|help|calendars|health|metrics)(/|$)"
    r"|/newsletter/(?!issues/)"
    r"|/feeds/.+\.atom$"
    r"|/(robots\.txt|sitemap(-\d+)?\.xml|favicon\.ico|\.well-known/.+)$"
)
PAGES = {"wagtail_serve", "page_data"}


def prefix(hostname: str, locale: str) -> str:
    """Return the beginning of every address at the frontend, without a slash at the end; empty if there is none."""
    template = settings.FRONTEND_URL.removesuffix("{path}").rstrip("/")
    return template.replace("{site}", hostname).replace("{locale}", locale)


def origin_of(address: str) -> str:
    """Return scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def is_of_the_hub(path: str) -> bool:
    """Say whether a path is the hub's own, and not a page's or another of the public site."""
    if not OF_THE_HUB.match(path):
        return False
    try:
        return resolve(path).url_name not in PAGES
    except Resolver404:
        return True
