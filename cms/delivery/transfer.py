"""Transfer of pages: compressed, and with an ETag, so that readers who have a page don't fetch it again.

Static files are compressed once, when they are collected; pictures and documents can't get any smaller. Answers of the
GraphQL endpoint don't pass through here.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.http import quote_etag

from cms.delivery.kept_pages import REVALIDATE

HTML = "text/html"
# Media types worth compressing, besides all that begin with `text/`.
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
    """Compress texts, and give public pages an ETag.

    Django's middleware pads compressed responses, so that their length reveals nothing about their content (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming:
            return response
        kind = response.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind == HTML:
            name(request, response)
        if not (kind.startswith("text/") or kind in TEXTS):
            return response
        return super().process_response(request, response)


def name(request: HttpRequest, response: Any) -> None:
    """Give a page an ETag; `cms.delivery.kept_pages` answers 304 to a reader who already has it.

    The ETag is a hash of the page itself, so a page that a change doesn't affect isn't sent again. A cache may keep the
    page but must revalidate it each time. Responses with cache headers of their own, and pages for signed-in users, who
    see more, are left as they are.
    """
    is_plain = request.method == "GET" and response.status_code == 200 and not response.has_header("Cache-Control")
    if not is_plain or response.cookies or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return
    response["Cache-Control"] = REVALIDATE
    response["ETag"] = quote_etag(hashlib.blake2b(response.content, digest_size=16).hexdigest())
