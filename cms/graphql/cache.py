"""Answers kept under the version of the content, and the headers that HTTP caches get with them.

A kept answer is the bytes that were sent. Its key is a hash of everything that it depends on: the release, the content's
token, the end of the period, the host, the media type, the content coding and the request as received, unparsed. The
ETag is the same hash, so a client that already has the answer gets a 304 after one small read, that of the token.

The order matters. The token is read before the content. If somebody publishes in between, newer content is kept under
the older token, which is never used again; older content is never kept under a newer token.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache as once
from typing import NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags, quote_etag
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from cms.base import encodings, release
from cms.base.requests import has_named_host
from cms.base.store import Store
from cms.visibility.period import Period

from .documents import stored_documents
from .schema import SDL_FILE

# CDNs accept headers of a few kB; beyond this, only the kinds are named.
LONGEST_TAGS = 4_000


class Kept(NamedTuple):
    """An answer as it was sent: its body, in `coding` unless that is empty, and its tags."""

    body: bytes
    tags: str
    coding: str = ""


# The answer that a client already has.
NOT_MODIFIED = Kept(b"", "")

answers = Store("graphql", Kept)


@dataclass(frozen=True)
class CacheKey:
    """The key under which the answer to one request is cached, and the period in which it holds."""

    value: str
    period: Period

    @property
    def etag(self) -> str:
        """The answer's ETag."""
        return quote_etag(self.value)

    def load(self) -> Kept | None:
        """Return the answer if this process has it, or another process with the same cache."""
        return answers.load(self.value)

    def keep(self, answer: Kept, request: HttpRequest, identifier: str) -> None:
        """Keep the answer: indefinitely for stored documents and those of frontends, without variables; briefly for
        others, whose number is unlimited. `identifier` is that of a frontend's document, or empty."""
        of_strangers = not _is_one_of_few(request, identifier)
        answers.keep(self.value, answer, self.period.seconds_left, of_strangers=of_strangers)


def _is_one_of_few(request: HttpRequest, identifier: str) -> bool:
    """Say whether there are only as many such answers as documents that the hub knows."""
    field, _, name = request.META.get("QUERY_STRING", "").partition("=")
    if request.method != "GET" or not has_named_host(request):
        return False
    if field == "documentId":
        return bool(identifier) and name in (identifier, quote(identifier, safe=""))
    return field == "document" and name in stored_documents()


def digest(request: HttpRequest, media_type: str, coding: str, text: bytes) -> bytes:
    """Return a hash of the request. `text` is the request as received: the query string of GET, the body of POST."""
    method = "POST" if request.method == "POST" else "GET"
    rules = f"{settings.BASE_URL} {settings.FRONTEND_URL} {settings.GRAPHQL_STORED_ONLY}"
    # While a hub is upgraded, the programs of two releases share a cache.
    parts = (request.get_host(), request.path, rules, media_type, coding, release.fingerprint(), method)
    return hashlib.blake2b("\0".join(parts).encode() + b"\0" + text, digest_size=16).digest()


def known(asked: bytes) -> str | None:
    """Return the identifier of the frontend's document in a request with this hash, empty if it has none; None if this
    process hasn't answered one before."""
    return answers.noted(asked) if settings.GRAPHQL_CACHE else None


def cache_key(asked: bytes, period: Period | None, identifier: str) -> CacheKey | None:
    """Return the cache key for the request with this hash, or None if its answer isn't cached."""
    if period is None or not settings.GRAPHQL_CACHE:
        return None
    answers.note(asked, identifier)
    value = hashlib.blake2b(asked + f"{period.token}{period.until.timestamp()}".encode(), digest_size=16).hexdigest()
    return CacheKey(value, period)


@once
def fingerprint() -> str:
    """Return a short hash of the API's own texts: the schema and the stored documents."""
    texts = [SDL_FILE.read_text(), *stored_documents().values()]
    return hashlib.blake2b("\0".join(texts).encode(), digest_size=8).hexdigest()


def compressed(answer: Kept, coding: str) -> Kept:
    """Return an answer that is to be kept in the coding, once for all who will get it; a small one as it is."""
    if not coding or len(answer.body) < encodings.SMALLEST:
        return answer
    return Kept(encodings.compressed(answer.body, coding), answer.tags, coding)


def has_it(request: HttpRequest, key: CacheKey) -> bool:
    """Say whether the client already has the answer, by the request's If-None-Match (RFC 9110, section 13.1.2)."""
    header = request.META.get("HTTP_IF_NONE_MATCH")
    if header is None or request.method == "POST":
        return False
    # Weak comparison: a proxy that compresses makes our ETag weak. Each coding has an ETag of its own.
    return key.etag in {etag.removeprefix("W/") for etag in parse_etags(header)}


def describe(response: HttpResponse, request: HttpRequest, key: CacheKey | None, tags: str = "") -> None:
    """Set the headers for HTTP caches. Without a key, or for POST, nothing may keep the answer."""
    # A cache must not answer a request that has a token with what it keeps for the public, nor the reverse.
    response["Vary"] = "Accept, Accept-Encoding, Authorization"
    if key is None or request.method == "POST":
        response["Cache-Control"] = "private, no-store"
        return
    left = key.period.seconds_left
    largest = {
        "max-age": min(settings.GRAPHQL_MAX_AGE, left),
        "s-maxage": min(settings.GRAPHQL_SHARED_MAX_AGE, left),
    }
    # Otherwise serving a stale answer while revalidating would show content that has just expired.
    largest["stale-while-revalidate"] = min(settings.GRAPHQL_STALE_WHILE_REVALIDATE, left - max(largest.values()))
    response["Cache-Control"] = "public, " + ", ".join(f"{name}={seconds}" for name, seconds in largest.items())
    response["ETag"] = key.etag
    if tags:
        response["Surrogate-Key"] = tags


def tags_of(seen: set[tuple[type[Model], int]], kinds: set[type[Model]]) -> str:
    """Return the tags of an answer: the kinds that were queried, and the objects in it.

    Kinds are needed too: a list changes when a new object is added to it.
    """
    names = sorted({str(model._meta.model_name) for model in kinds})
    ones = sorted(f"{_tag_name(model)}-{pk}" for model, pk in seen if pk)
    tags = " ".join(["hub", *names, *ones])
    return tags if len(tags) <= LONGEST_TAGS else " ".join(["hub", *names])


@once
def _tag_name(model: type[Model]) -> str:
    for base, name in ((Page, "page"), (AbstractImage, "image"), (AbstractDocument, "document")):
        if issubclass(model, base):
            return name
    return str(model._meta.model_name)
