"""How pages travel: compressed, and not at all when a reader has them already.

Static files are compressed once, when they are collected; pictures and documents are as small as they get. Answers of the
GraphQL endpoint don't come here.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

HTML = "text/html"
# What compressing makes smaller, beside all that begins with `text/`.
TEXTS = {
    "application/atom+xml",
    "application/json",
    "application/ld+json",
    "application/manifest+json",
    "application/opensearchdescription+xml",
    "application/xml",
    "image/svg+xml",
}


class TransferMiddleware(GZipMiddleware):
    """Compress texts, and give the public's pages an ETag.

    Django's own part pads what it compresses, so that its length tells nothing of what is in it (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming:
            return response
        kind = response.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind == HTML:
            response = unless_known(request, response)
        if not (kind.startswith("text/") or kind in TEXTS):
            return response
        return super().process_response(request, response)


def unless_known(request: HttpRequest, response: Any) -> Any:
    """Return a page with an ETag, or 304 to a reader who has it just so (RFC 9110, section 13.1.2).

    The ETag is made of the page itself: what is public changes with the time too, so nothing less would say that it is the same.
    A cache may keep the page, but asks each time. Left as they are: what a view has a say of its own on, and pages for somebody
    signed in, who sees more.
    """
    is_plain = request.method == "GET" and response.status_code == 200 and not response.has_header("Cache-Control")
    if not is_plain or response.cookies or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return response
    response["Cache-Control"] = "no-cache"
    etag = quote_etag(hashlib.blake2b(response.content, digest_size=16).hexdigest())
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)
