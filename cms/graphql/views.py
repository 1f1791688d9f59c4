"""GraphQL over HTTP, and GraphiQL for developers.

Source of the rules: the GraphQL over HTTP specification (https://graphql.github.io/graphql-over-http/draft/): media
types, status codes, and that GET runs queries only. POST takes `application/json` alone, so no form on another site can
reach us. No cookie is read or set.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from graphql import GraphQLError

from cms.delivery.viewer import visibility_of
from cms.visibility.period import current_period

from . import cache
from .context import Context
from .documents import register, resolve_registered, stored_document
from .errors import ApiError, ErrorCode
from .execution import Request, formatted, run
from .plans import Plan

RESPONSE_TYPE = "application/graphql-response+json"
JSON_TYPE = "application/json"


class RequestError(Exception):
    """The HTTP request itself is wrong: `status` and one sentence. Without a status, that of a refused document."""

    def __init__(self, status: int | None, message: str, code: ErrorCode = ErrorCode.BAD_REQUEST, **headers: str):
        super().__init__(message)
        self.code = code
        self.status = status
        self.message = message
        self.headers = headers


@csrf_exempt
def graphql(request: HttpRequest) -> HttpResponse:
    """Answer a GraphQL request, from what is kept if the same was asked since the content last changed."""
    media_type, period = JSON_TYPE, None
    place: cache.Place | None = None
    try:
        media_type = accepted_type(request)
        text = text_of(request)
        asked = cache.digest(request, media_type, text)
        if cache.known(asked):
            period = current_period()
            place = cache.place_of(asked, period)
            kept = place and (cache.NOT_MODIFIED if cache.has_it(request, place) else place.load())
            if place and kept:
                return respond(kept, media_type, request, place)
        document, known_as = read(request, text)

        def make_context(plan: Plan) -> Context:
            nonlocal place
            visibility = visibility_of(request, period)  # the period is read before anything else
            place = place or cache.place_of(asked, visibility.period)
            context = Context(visibility, plan)
            context.request = request
            return context

        answer = run(document, make_context, read_only=request.method in ("GET", "HEAD"))
    except RequestError as refusal:
        body = {"errors": [{"message": refusal.message, "extensions": {"code": str(refusal.code)}}]}
        return refuse(body, refusal.status or refused_status(media_type), media_type, request, **refusal.headers)
    except ApiError as error:
        body = {"errors": [{"message": error.message, "extensions": error.extensions}]}
        return refuse(body, 405, media_type, request, Allow="POST")
    except Exception as fault:  # noqa: BLE001  outside of any field too, a fault is told in the one shape
        body = {"errors": [formatted(GraphQLError("", original_error=fault), ErrorCode.INTERNAL)]}
        return refuse(body, 500, media_type, request)
    if known_as and answer.executed and not (answer.context and answer.context.is_confidential):
        register(document.query, known_as)
    context = answer.context
    if place is None or context is None or not may_be_kept(answer.body, context):
        return refuse(answer.body, 200 if answer.executed else refused_status(media_type), media_type, request)
    made = cache.Kept(encoded(answer.body), cache.tags_of(context.seen, context.visibility.asked))
    place.keep(made)
    return respond(cache.NOT_MODIFIED if cache.has_it(request, place) else made, media_type, request, place)


def refused_status(media_type: str) -> int:
    """Return the status for a document that was refused. Clients of the older type take any but 200 for a broken line."""
    return 200 if media_type == JSON_TYPE else 400


def may_be_kept(body: dict[str, Any], context: Context) -> bool:
    """Say whether others may get a query's answer too: it is public, and nothing went wrong in it."""
    return not context.is_confidential and context.perspective == "public" and "errors" not in body


def respond(kept: cache.Kept, media_type: str, request: HttpRequest, place: cache.Place) -> HttpResponse:
    """Return an answer that may be kept, or 304 if the client has it."""
    if kept is cache.NOT_MODIFIED:
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = _response(kept.body, 200, media_type)
    cache.describe(response, request, place, kept.tags)
    return response


def refuse(body: dict[str, Any], status: int, media_type: str, request: HttpRequest, **headers: str) -> HttpResponse:
    """Return an answer that nobody may keep."""
    response = _response(encoded(body), status, media_type)
    cache.describe(response, request, None)
    for name, value in headers.items():
        response[name] = value
    return response


def encoded(body: dict[str, Any]) -> bytes:
    """Return the body as JSON in UTF-8."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _response(body: bytes, status: int, media_type: str) -> HttpResponse:
    response = HttpResponse(body, status=status, content_type=f"{media_type}; charset=utf-8")
    # The way here is short (`cms.middleware.EndpointMiddleware`): nobody else says how long the body is.
    response["Content-Length"] = str(len(body))
    return response


def accepted_type(request: HttpRequest) -> str:
    """Return the media type to answer in. Raises RequestError (406) when the client takes none of ours."""
    if "Accept" not in request.headers:
        return JSON_TYPE
    best = request.get_preferred_type([RESPONSE_TYPE, JSON_TYPE])
    if best is None:
        raise RequestError(406, f"This endpoint answers {RESPONSE_TYPE} or {JSON_TYPE}.")
    named = RESPONSE_TYPE in request.headers["Accept"]
    return best if named else JSON_TYPE


def text_of(request: HttpRequest) -> bytes:
    """Return the request as it came: query string or body. Raises RequestError (405, 413, 415)."""
    if request.method in ("GET", "HEAD"):
        return request.META.get("QUERY_STRING", "").encode()
    if request.method != "POST":
        raise RequestError(405, "Use GET or POST.", Allow="GET, POST")
    if request.content_type != JSON_TYPE:
        raise RequestError(415, f"Send the request as {JSON_TYPE}.")
    if (request.content_params or {}).get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise RequestError(415, "Send the request in UTF-8.")
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.GRAPHQL_MAX_REQUEST_BYTES:
        message = f"A request has {settings.GRAPHQL_MAX_REQUEST_BYTES} bytes at most."
        raise RequestError(413, message, ErrorCode.REQUEST_TOO_LARGE)
    return request.body


def read(request: HttpRequest, text: bytes) -> tuple[Request, str | None]:
    """Return what the HTTP request asks, and the hash under which its document wants to be registered.

    Raises RequestError when it isn't a GraphQL request (400) or asks for a document that we don't have or don't take.
    """
    if request.method == "POST":
        fields = read_body(text)
    else:
        fields = request.GET.dict()
        for name in ("variables", "extensions"):
            if fields.get(name):
                fields[name] = parse_json(fields[name], f"`{name}`")
    variables, operation = fields.get("variables"), fields.get("operationName")
    if not isinstance(variables, dict | None):
        raise RequestError(400, "`variables` must be an object.")
    if not isinstance(fields.get("extensions"), dict | None):
        raise RequestError(400, "`extensions` must be an object.")
    if not isinstance(operation, str | None):
        raise RequestError(400, "`operationName` must be a text.")
    try:
        json.dumps([fields.get("query"), variables, operation], ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise RequestError(400, "The request holds half a character (a lone surrogate).") from None
    query, known_as = read_document(fields)
    return Request(query, variables or {}, operation or None), known_as


def read_document(fields: dict[str, Any]) -> tuple[str, str | None]:
    """Return the document of a request and its hash, if it came with one. Raises RequestError (400, 403, 404)."""
    name, query = fields.get("document"), fields.get("query")
    persisted = (fields.get("extensions") or {}).get("persistedQuery")
    if name is not None:
        if query is not None or persisted is not None or not isinstance(name, str):
            raise RequestError(400, "Name a stored document in `document` or send one in `query`, not both.")
        try:
            return stored_document(name), None
        except ApiError as error:
            raise RequestError(404, error.message, ErrorCode.UNKNOWN_DOCUMENT) from None
    if settings.GRAPHQL_STORED_ONLY:
        raise RequestError(403, "Only stored documents are answered here.", ErrorCode.STORED_ONLY)
    if persisted is not None:
        if not isinstance(persisted, dict) or not isinstance(query, str | None):
            raise RequestError(400, "`persistedQuery` must be an object and `query` a text.")
        try:
            return resolve_registered(query or None, persisted)
        except ApiError as error:
            code = ErrorCode(error.extensions["code"])
            # What the protocol expects comes like a refused document, or older clients wouldn't read it.
            raise RequestError(400 if code is ErrorCode.BAD_REQUEST else None, error.message, code) from None
    if not isinstance(query, str) or not query.strip():
        raise RequestError(400, "Send the document in `query`, or name a stored one in `document`.")
    return query, None


def read_body(text: bytes) -> dict[str, Any]:
    """Return the JSON object of a POST request. Raises RequestError (400)."""
    fields = parse_json(text, "The body")
    if isinstance(fields, list):
        raise RequestError(400, "Send one request at a time; there is no batching.")
    if not isinstance(fields, dict):
        raise RequestError(400, "The body must be a JSON object.")
    return fields


def parse_json(text: str | bytes, what: str) -> Any:
    """Return the value of a JSON text. Raises RequestError (400)."""
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise RequestError(400, f"{what} is not valid JSON.") from None


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is Python's, not JSON's.")


def graphiql(request: HttpRequest) -> HttpResponse:
    """Show the editor for queries, from our own files. Raises Http404 where settings don't allow it."""
    if not settings.GRAPHIQL or settings.GRAPHQL_STORED_ONLY:
        raise Http404
    return render(request, "graphiql.html", {"site_name": settings.WAGTAIL_SITE_NAME})
