"""Public pages, kept as the bytes that were sent until the content changes.

The key of a kept page is a hash of everything that it depends on: its address, the host, the content coding, the release, the
content's token, and the end of the period. Requests with one of our cookies or a query string are always answered by
the view.

The order matters. The token is read before the content (`visibility_of`), so content kept under a token is never older
than it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from cms.base.encodings import preferred_coding
from cms.base.release import fingerprint
from cms.base.requests import has_named_host
from cms.base.store import Store
from cms.history.past import is_past
from cms.pages.viewer import period_of, visibility_of
from cms.visibility.period import Period

# Requests with one of these cookies may see more than the public, or messages.
COOKIES = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, CookieStorage.cookie_name}
# HTTP caches may keep the page but must revalidate it each time.
REVALIDATE = "no-cache"

View = Callable[..., Any]


class KeptPage(NamedTuple):
    """A page as it was sent. `counted_as` is its name for counts: the key of a page, or the name of a view."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    counted_as: str = ""


pages = Store("pages", KeptPage)


def offered(response: Any, name: str = "") -> Any:
    """Return a view's response, marked as a public page that is the same for everybody.

    `name` is the page's name for counts. The view must call `visibility_of` for the request before it reads any content.
    """
    response.is_public_page = True
    if response.get("Content-Type", "").startswith("text/html"):
        response.counted_as = name
    return response


def public_page(view: View) -> View:
    """Return a view whose responses are public pages that are the same for everybody."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        visibility_of(request)
        match = request.resolver_match
        return offered(view(request, *args, **kwargs), match.view_name if match else "")

    return inner


class KeptPagesMiddleware:
    """Answer with the kept page, or keep the page just made; answer 304 to readers who already have it.

    It comes before everything that a public page doesn't need: sessions, sign-in, redirects.
    """

    def __init__(self, get_response: Callable[[HttpRequest], Any]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        asked = _digest(request) if _may_be_kept(request) else None
        if asked is None:
            return unless_known(request, self.get_response(request))
        if pages.knows(asked):
            period = period_of(request)
            kept = pages.load(_key(asked, period)) if period else None
            if kept:
                response: Any = HttpResponse(kept.body, headers=dict(kept.headers))
                response.counted_as = kept.counted_as
                return unless_known(request, response)
            if period:
                visibility_of(request, period)
        response = self.get_response(request)
        if _is_for_everybody(request, response):
            _keep(asked, request, response)
        return unless_known(request, response)


def unless_known(request: HttpRequest, response: Any) -> Any:
    """Return the page, or 304 to a reader who already has it (RFC 9110, section 13.1.2)."""
    if request.method != "GET" or response.get("Cache-Control") != REVALIDATE or "ETag" not in response:
        return response
    answer: Any = get_conditional_response(request, etag=response["ETag"], response=response)
    answer.counted_as = getattr(response, "counted_as", "")
    return answer


def _may_be_kept(request: HttpRequest) -> bool:
    """Say whether the request allows an answer that is the same for everybody."""
    return (
        settings.PAGES_CACHE
        and request.method in ("GET", "HEAD")
        and not request.META.get("QUERY_STRING")
        and "HTTP_AUTHORIZATION" not in request.META
        and not getattr(request, "is_dummy", False)  # Wagtail's preview of a draft
        and ("HTTP_COOKIE" not in request.META or COOKIES.isdisjoint(request.COOKIES))
    )


def _is_for_everybody(request: HttpRequest, response: Any) -> bool:
    """Say whether the response is a public page without anything for this reader only."""
    return (
        request.method == "GET"
        and response.status_code == 200
        and getattr(response, "is_public_page", False)
        # Set for pages without cache headers of their own, if nobody is signed in and no cookie is set.
        and response.get("Cache-Control") == REVALIDATE
        and "'nonce-" not in response.get("Content-Security-Policy", "")
        and not get_messages(request)
    )


def _keep(asked: bytes, request: HttpRequest, response: Any) -> None:
    period = visibility_of(request).period
    if period is None:
        return
    pages.note(asked)
    kept = KeptPage(response.content, tuple(response.items()), getattr(response, "counted_as", ""))
    # Strangers also choose the past day.
    of_strangers = is_past() or not has_named_host(request)
    pages.keep(_key(asked, period), kept, period.seconds_left, of_strangers=of_strangers)


def _digest(request: HttpRequest) -> bytes | None:
    """Return a hash of the request; None for a host that isn't ours, which the view refuses.

    The path includes the programme and the language; the past day, if it is one, is that of the address.
    """
    coding = preferred_coding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    try:
        day = getattr(getattr(request, "past_day", None), "prefix", "")
        parts = (request.scheme or "", request.get_host(), day, request.path, coding, fingerprint())
    except DisallowedHost:
        return None
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).digest()


def _key(asked: bytes, period: Period) -> str:
    return hashlib.blake2b(asked + f"{period.token}{period.until.timestamp()}".encode(), digest_size=16).hexdigest()
