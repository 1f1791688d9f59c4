"""Every list is a feed: the answer to a stored document as a table, a feed or a calendar.

The endpoint itself answers the document, and what it gives is written in another format: the same visibility, limits,
costs, errors and headers. Its ETag covers all that the answer depends on, so what was written is kept under it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from django.views.decorators.csrf import csrf_exempt
from graphql import DocumentNode

from cms.base.store import Store
from cms.graphql.cache import LONGEST_TAGS
from cms.graphql.connections import LARGEST_SIZE
from cms.graphql.documents import document_of_identifier, stored_document
from cms.graphql.errors import ApiError, ErrorCode, RequestError
from cms.graphql.execution import prepared
from cms.graphql.feed_shapes import FeedShape, NoFeedError, shape_of
from cms.graphql.json_texts import parse_json
from cms.graphql.schema import get_schema
from cms.graphql.views import ENDPOINT, JSON_TYPE, RESPONSE_TYPE, graphql, refuse
from cms.pages.viewer import answering, give_site, site_of, visibility_of

from .feed_formats import FORMATS, DocumentList, FeedFormat

# Of how many parts a whole list is put together. Of a longer one the header `Link` leads to the rest.
MOST_PARTS = 10
# Megabytes of files that a process keeps.
MEMORY = 16
# The status of an answer with an error that the endpoint gives 200; 400 with any other error.
STATUSES = {ErrorCode.INTERNAL: 500, ErrorCode.TOO_SLOW: 503}
OF_AN_OBJECT = re.compile(r"-\d+$")


class KeptFeed(NamedTuple):
    """A file as it was sent, the path to the items that come next, and its tags for a CDN."""

    body: bytes
    next_path: str
    tags: str


files = Store("feed", KeptFeed, MEMORY)


class AnswerRefusedError(Exception):
    """The endpoint has refused to answer, in the response."""

    def __init__(self, response: HttpResponse):
        super().__init__(response.status_code)
        self.response = response


@csrf_exempt
def document_feed(request: HttpRequest, name: str, ending: str) -> HttpResponse:
    """Answer a stored or uploaded document in the format with this ending.

    What can't be answered is a JSON object with `errors`, as at the endpoint: 404 with UNKNOWN_DOCUMENT or NO_FEED, 405
    for other methods than GET and HEAD, and all that the endpoint refuses.
    """
    try:
        if request.method not in ("GET", "HEAD"):
            raise RequestError(405, "Use GET.", Allow="GET, HEAD")
        named, document = _found(request, name)
        asked = _Question(request, named)
        if document is None:
            return asked.ask({}).response  # which says what doesn't fit the schema
        form, shape = _format_of(document, ending)
        return _answered(asked, ending, form, shape)
    except RequestError as error:
        body = {"errors": [{"message": error.message, "extensions": {"code": str(error.code)}}]}
        return refuse(body, error.status or 400, JSON_TYPE, request, **error.headers)
    except AnswerRefusedError as refusal:
        refusal.response["Content-Type"] = f"{JSON_TYPE}; charset=utf-8"
        return refusal.response


def _found(request: HttpRequest, name: str) -> tuple[dict[str, str], DocumentNode | None]:
    """Return how the endpoint is asked for the document, and the document; None if it doesn't fit the schema.

    `name` is that of a stored document, or the id of one that a frontend uploaded. Raises RequestError (404).
    """
    try:
        return {"document": name}, prepared(stored_document(name)).document
    except ApiError as error:
        unknown = error.message
    try:
        found = document_of_identifier(name, partial(site_of, request))
        return {"documentId": name}, prepared(found.text).document
    except ApiError:
        raise RequestError(404, unknown, ErrorCode.UNKNOWN_DOCUMENT) from None


def _format_of(document: DocumentNode, ending: str) -> tuple[FeedFormat, FeedShape]:
    """Return the format, and how the document is read. Raises RequestError (404)."""
    form = FORMATS.get(ending)
    if form is None:
        raise RequestError(404, f"The formats are {', '.join(FORMATS)}.", ErrorCode.NO_FEED)
    try:
        shape = shape_of(get_schema(), document)
        shape.need(*form.needed)
    except NoFeedError as error:
        raise RequestError(404, str(error), ErrorCode.NO_FEED) from None
    return form, shape


class _Part(NamedTuple):
    """A part of the list: the endpoint's response, its request, and the data in it."""

    request: HttpRequest
    response: HttpResponse
    data: dict[str, Any]


@dataclass(frozen=True)
class _Question:
    """What a client asks: a document, as the endpoint is asked for it, and its variables."""

    request: HttpRequest
    named: dict[str, str]

    @cached_property
    def variables(self) -> dict[str, Any]:
        """The variables. Raises RequestError (400)."""
        text = self.request.GET.get("variables")
        found = parse_json(text, "`variables`") if text else {}
        if not isinstance(found, dict | None):
            raise RequestError(400, "`variables` must be an object.")
        return found or {}

    def ask(self, variables: dict[str, Any], etag: str = "") -> _Part:
        """Return the endpoint's answer, without data if the client has what the ETag names.

        Raises AnswerRefusedError, also if there are errors beside data: half a list could be taken for the whole.
        """
        query = self.named | ({"variables": json.dumps(variables)} if variables else {})
        others = {key: value for key, value in self.request.META.items() if key not in OF_ITS_OWN}
        request = WSGIRequest(
            others
            | {"REQUEST_METHOD": "GET", "PATH_INFO": ENDPOINT, "QUERY_STRING": urlencode(query)}
            | {"HTTP_ACCEPT": RESPONSE_TYPE}
            | ({"HTTP_IF_NONE_MATCH": etag} if etag else {})
        )
        give_site(self.request, request)
        with answering(request):
            response = graphql(request)
        if response.status_code == 304:
            return _Part(request, response, {})
        body = json.loads(response.content)
        if "errors" in body:
            if response.status_code == 200:
                response.status_code = STATUSES.get(body["errors"][0]["extensions"]["code"], 400)
            raise AnswerRefusedError(response)
        return _Part(request, response, body["data"])

    def path(self, variables: dict[str, Any]) -> str:
        """Return the path of this file with other variables."""
        query = urlencode({"variables": json.dumps(variables, separators=(",", ":"))}) if variables else ""
        return quote(self.request.path) + (f"?{query}" if query else "")


# What isn't handed on to the endpoint: what is said of another body, or about an answer in another format.
OF_ITS_OWN = ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "CONTENT_LENGTH", "CONTENT_TYPE")


def _answered(asked: _Question, ending: str, form: FeedFormat, shape: FeedShape) -> HttpResponse:
    paging, variables = shape.paging, asked.variables
    is_whole = form.is_whole and paging is not None and paging.first not in variables
    if is_whole and paging and paging.first:
        variables = variables | {paging.first: LARGEST_SIZE}
    # The whole list and its first part can have the same answer of the endpoint.
    suffix = f"all-{ending}" if is_whole else ending
    first = asked.ask(variables, _etag_had(asked.request, suffix))
    etag = first.response.get("ETag", "").strip('"')
    if first.response.status_code == 304:
        unchanged = HttpResponse(status=304)
        del unchanged["Content-Type"]
        return _described(unchanged, first.response, etag, suffix)
    key = f"{etag}-{suffix}"
    kept = files.load(key) if etag else None
    if kept is None:
        parts = [first]
        while (after := _next(parts[-1], shape)) and is_whole and len(parts) < MOST_PARTS:
            parts.append(asked.ask(variables | after))
        items = [item for part in parts for item in _items(part, shape)]
        next_path = asked.path(asked.variables | after) if after else ""
        visibility = visibility_of(first.request)
        made = DocumentList(shape, items, visibility, asked.path(asked.variables), next_path)
        kept = KeptFeed(form.write(made), next_path, _tags(part.response for part in parts))
        if all("ETag" in part.response for part in parts):
            files.keep(key, kept, 0, of_strangers=True)
    response = HttpResponse(kept.body, content_type=form.media_type)
    response["Content-Disposition"] = f'{form.disposition}; filename="{shape.operation}.{ending}"'
    if kept.tags:
        response["Surrogate-Key"] = kept.tags
    if kept.next_path:
        response["Link"] = f'<{kept.next_path}>; rel="next"'
    return _described(response, first.response, etag, suffix)


def _etag_had(request: HttpRequest, suffix: str) -> str:
    """Return the ETags of the endpoint's answers that the client has as such a file."""
    end = f'-{suffix}"'
    etags = parse_etags(request.headers.get("If-None-Match", ""))
    return ", ".join(f'{etag.removeprefix("W/").removesuffix(end)}"' for etag in etags if etag.endswith(end))


def _described(response: HttpResponse, answer: HttpResponse, etag: str, suffix: str) -> HttpResponse:
    """Set the headers for HTTP caches, those of the endpoint's answer."""
    response["Cache-Control"], response["Vary"] = answer["Cache-Control"], answer["Vary"]
    if etag:
        # Weak: a workbook made twice has the same contents, but not the same bytes.
        response["ETag"] = f'W/"{etag}-{suffix}"'
    return response


def _items(part: _Part, shape: FeedShape) -> list[dict[str, Any]]:
    """Return the items in a part of the list. Raises RequestError (404) if it isn't there."""
    found: Any = part.data
    for key in shape.keys:
        found = found.get(key)  # not there if the document skips it
        if found is None:
            raise RequestError(404, f"`{key}` is null: there is no such list.", ErrorCode.NO_FEED)
    return [item for item in found if item is not None]


def _next(part: _Part, shape: FeedShape) -> dict[str, str]:
    """Return the variable that asks for the next part; empty if there is none."""
    if shape.paging is None:
        return {}
    found: Any = part.data
    for key in (*shape.keys[:-1], shape.paging.page_info):
        found = found and found.get(key)
    cursor = found and found.get(shape.paging.has_next) and found.get(shape.paging.cursor)
    return {shape.paging.after: cursor} if cursor else {}


def _tags(responses: Iterable[HttpResponse]) -> str:
    """Return the tags of all parts; the kinds alone if they are too many."""
    tags = dict.fromkeys(tag for response in responses for tag in response.get("Surrogate-Key", "").split())
    all_tags = " ".join(tags)
    return all_tags if len(all_tags) <= LONGEST_TAGS else " ".join(tag for tag in tags if not OF_AN_OBJECT.search(tag))
