"""Transfer of pages: compressed, and with an ETag, so that readers who have a page don't fetch it again.

Static files are compressed once, when they are collected; pictures and documents can't get any smaller. Answers of the
GraphQL endpoint don't pass through here (`cms.graphql.cache`).

From the length of a compressed answer a stranger can guess a secret in it, if they can have the reader's browser ask for
it with text of their choice beside the secret (BREACH). So there are two ways. An answer to somebody without any cookie
of ours, which sets none, is what the stranger gets too: it has no secret. All others, such as forms with a CSRF token
and the whole admin, are compressed by Django's middleware, which adds random bytes.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.http import quote_etag

from cms.base.encodings import BROTLI, GZIP, SMALLEST, compressed, preferred_coding
from cms.delivery.kept_pages import COOKIES, REVALIDATE

from .closed_programmes import answer_of_closed
from .csp import set_policies
from .past_days import lead_into_day

HTML = "text/html"
# Media types worth compressing, besides all that begin with `text/`.
TEXTS = {
    "application/atom+xml",
    "application/feed+json",
    "application/json",
    "application/ld+json",
    "application/manifest+json",
    "application/opensearchdescription+xml",
    "application/xml",
    "image/svg+xml",
}


class TransferMiddleware(GZipMiddleware):
    """Answer for closed programmes; set the policies of every answer, lead links into a past day, compress texts, and give
    public pages an ETag."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        return answer_of_closed(request)

    def process_response(self, request: HttpRequest, response: Any) -> HttpResponseBase:
        set_policies(request, response)
        lead_into_day(request, response)
        if response.streaming:
            return response
        kind = response.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind == HTML:
            name(request, response)
        if not (kind.startswith("text/") or kind in TEXTS):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if len(response.content) < SMALLEST or response.has_header("Content-Encoding"):
            return response
        accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
        if has_no_secret(request, response) and preferred_coding(accepted) == BROTLI:
            return in_brotli(response)
        return super().process_response(request, response) if preferred_coding(accepted, (GZIP,)) else response


def has_no_secret(request: HttpRequest, response: Any) -> bool:
    """Say whether anybody would get this response: nothing in it is for this reader alone."""
    return not response.cookies and COOKIES.isdisjoint(request.COOKIES) and "HTTP_AUTHORIZATION" not in request.META


def in_brotli(response: Any) -> HttpResponseBase:
    """Compress the response. Its ETag becomes weak, as Django's middleware makes it: it names the uncompressed page."""
    response.content = compressed(response.content, BROTLI)
    response["Content-Encoding"] = BROTLI
    response["Content-Length"] = str(len(response.content))
    etag = response.get("ETag", "")
    if etag.startswith('"'):
        response["ETag"] = f"W/{etag}"
    return response


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
