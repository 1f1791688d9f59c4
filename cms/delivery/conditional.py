"""Answers that are valid until the public content changes: feeds, calendars, the sitemap.

Their ETag contains the content's token, so a client that has the answer gets a 304 after one small read. `max-age`
never reaches past the next scheduled publication or expiry. They are the same for everybody: no cookie is read.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from cms.pages.viewer import period_of, visibility_of
from cms.visibility.period import Period

# Seconds for which an answer is fresh: feed readers ask every few minutes.
MAX_AGE = 300

View = Callable[..., HttpResponse]


def holds_until_a_change(view: View | None = None, *, and_for: datetime.timedelta | None = None) -> Any:
    """Return the view with ETag and Cache-Control, answering 304 to clients that already have its answer.

    With `and_for`, a 304 is given for that time at most, for answers that also change with time.

    The view is called with the request and the visibility, and raises its errors: only returned answers are kept.
    `If-Modified-Since` is ignored: removing an item from a list makes no other item newer.
    """

    if view is None:
        return partial(holds_until_a_change, and_for=and_for)

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        period = period_of(request)  # before the content that it identifies
        etag = _etag_of(request, period, and_for)
        if etag and "If-None-Match" in request.headers:
            unchanged = get_conditional_response(request, etag=etag)
            if unchanged is not None and unchanged.status_code == 304:
                return described(unchanged, etag, period)
        response = view(request, visibility_of(request, period), *args, **kwargs)
        return described(response, etag, period)

    return require_safe(inner)


def _etag_of(request: HttpRequest, period: Period | None, and_for: datetime.timedelta | None) -> str | None:
    """Return the ETag for the request's address in this period; None if nothing can be kept."""
    if period is None:
        return None
    parts = (
        settings.BASE_URL,
        settings.FRONTEND_URL,
        request.get_host(),
        request.get_full_path(),
        period.token,
        str(period.until.timestamp()),
        str(timezone.now().timestamp() // and_for.total_seconds()) if and_for else "",
    )
    return quote_etag(hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest())


def described(response: HttpResponse, etag: str | None, period: Period | None) -> HttpResponse:
    """Set the headers that tell HTTP caches how long the answer is valid, and that it may be compressed."""
    patch_vary_headers(response, ["Accept-Encoding"])  # a 304 says what its answer said
    if etag is None or period is None:
        response["Cache-Control"] = "no-cache"
        return response
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={min(MAX_AGE, period.seconds_left)}"
    return response


def last_modified(response: HttpResponse, moment: datetime.datetime | None) -> HttpResponse:
    """Set `Last-Modified` to the last change of the answer's contents."""
    if moment is not None:
        response["Last-Modified"] = http_date(moment.timestamp())
    return response
