"""Answers kept under the content's version, and what HTTP caches are told about them.

A kept answer is the bytes that were sent. Its key is a hash of everything that it depends on: the content's token, the
moment until which time alone changes nothing, the host, the media type and the request as it came, unparsed. The ETag is the same
hash, so a client that has the answer is told so (304) after one small read: that of the token.

The order matters. The token is read before the content. If somebody publishes in between, newer content is kept under the older
token, for which nobody asks any more; never older content under a newer one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache as once
from typing import NamedTuple

from django.conf import settings
from django.core.cache import DEFAULT_CACHE_ALIAS, caches
from django.core.cache import cache as shared
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags, quote_etag
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from cms.base.memory import Bounded
from cms.visibility.period import Period

from .documents import stored_documents
from .schema import SDL_FILE

# CDNs take headers of a few kB; beyond this only the kinds are named.
LONGEST_TAGS = 4_000

_answers = Bounded(settings.GRAPHQL_CACHE_MEMORY * 1024 * 1024)
# Requests that were answered before, by their hash: only for these the token is read before the document is looked at, so
# that refusing a document costs no SQL.
_known = Bounded(50_000)


class Kept(NamedTuple):
    """An answer as it was sent."""

    body: bytes
    tags: str


# What a client has already.
NOT_MODIFIED = Kept(b"", "")


@dataclass(frozen=True)
class Place:
    """Where the answer to one request is kept as long as the period lasts."""

    key: str
    period: Period

    @property
    def etag(self) -> str:
        """The answer's ETag."""
        return quote_etag(self.key)

    def load(self) -> Kept | None:
        """Return the answer if this process has it, or another that shares a cache."""
        found = _answers.get(self.key)
        if found is None and _is_shared():
            found = shared.get(f"graphql:{self.key}")
            if found is not None:
                found = Kept(*found)
                self._remember(found)
        return found

    def keep(self, answer: Kept) -> None:
        """Keep the answer in this process and in the shared cache, if there is one."""
        self._remember(answer)
        if _is_shared():
            shared.set(f"graphql:{self.key}", tuple(answer), max(1, self.period.seconds_left))

    def _remember(self, answer: Kept) -> None:
        _answers.keep(self.key, answer, len(answer.body) + len(answer.tags) + 500)


def digest(request: HttpRequest, media_type: str, text: bytes) -> bytes:
    """Return a hash of the request. `text` is the request as it came: the query string of GET, the body of POST."""
    method = "POST" if request.method == "POST" else "GET"
    rules = f"{settings.BASE_URL} {settings.GRAPHQL_STORED_ONLY}"
    parts = (request.get_host(), rules, media_type, fingerprint(), method)
    return hashlib.blake2b("\0".join(parts).encode() + b"\0" + text, digest_size=16).digest()


def known(asked: bytes) -> bool:
    """Say whether a request of this hash has been answered before by this process."""
    return settings.GRAPHQL_CACHE and _known.get(asked) is not None


def place_of(asked: bytes, period: Period | None) -> Place | None:
    """Return where the answer to the request of this hash is kept; None where nothing is kept."""
    if period is None or not settings.GRAPHQL_CACHE:
        return None
    _known.keep(asked, True, 1)
    key = hashlib.blake2b(asked + f"{period.token}{period.until.timestamp()}".encode(), digest_size=16).hexdigest()
    return Place(key, period)


@once
def fingerprint() -> str:
    """Return a short hash of the API's own texts: the schema and the stored documents."""
    texts = [SDL_FILE.read_text(), *stored_documents().values()]
    return hashlib.blake2b("\0".join(texts).encode(), digest_size=8).hexdigest()


def forget() -> None:
    """Forget all answers of this process."""
    _answers.clear()
    _known.clear()


def has_it(request: HttpRequest, place: Place) -> bool:
    """Say whether the client has the answer already, by the request's If-None-Match (RFC 9110, section 13.1.2)."""
    header = request.META.get("HTTP_IF_NONE_MATCH")
    if header is None or request.method == "POST":
        return False
    # Weak comparison: a proxy that compresses makes our ETag weak.
    return place.etag in {etag.removeprefix("W/") for etag in parse_etags(header)}


def describe(response: HttpResponse, request: HttpRequest, place: Place | None, tags: str = "") -> None:
    """Set what HTTP caches are told. Without a place, or for POST, the answer is for nobody to keep."""
    response["Vary"] = "Accept"
    if place is None or request.method == "POST":
        response["Cache-Control"] = "private, no-store"
        return
    left = place.period.seconds_left
    largest = {
        "max-age": min(settings.GRAPHQL_MAX_AGE, left),
        "s-maxage": min(settings.GRAPHQL_SHARED_MAX_AGE, left),
    }
    # Serving stale while asking anew would otherwise show what has just expired.
    largest["stale-while-revalidate"] = min(settings.GRAPHQL_STALE_WHILE_REVALIDATE, left - max(largest.values()))
    response["Cache-Control"] = "public, " + ", ".join(f"{name}={seconds}" for name, seconds in largest.items())
    response["ETag"] = place.etag
    if tags:
        response["Surrogate-Key"] = tags


def tags_of(seen: set[tuple[type[Model], int]], kinds: set[type[Model]]) -> str:
    """Return the tags of an answer: the kinds that were looked through, and the objects that are in it.

    A kind is needed too: a list changes when something is added to it that wasn't in it.
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


def _is_shared() -> bool:
    """A cache that is in this process's memory as well would hold everything twice."""
    return not isinstance(caches[DEFAULT_CACHE_ALIAS], LocMemCache | DummyCache)
