"""GraphQL over HTTP, and GraphiQL for developers.

Source of the rules: the GraphQL over HTTP specification (https://graphql.github.io/graphql-over-http/draft/): media
types, status codes, and that GET runs queries only. POST takes `application/json` alone, so no form on another site can
reach us. No cookie is read or set.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from .context import Context
from .errors import ApiError, ErrorCode
from .execution import Request, run
from .visibility import Visibility

RESPONSE_TYPE = "application/graphql-response+json"
JSON_TYPE = "application/json"
LARGEST_BODY = 256 * 1024


class RequestError(Exception):
    """The HTTP request itself is wrong: `status` and one sentence."""

    def __init__(self, status: int, message: str, **headers: str):
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers


@csrf_exempt
def graphql(request: HttpRequest) -> HttpResponse:
    """Answer a GraphQL request."""
    media_type = JSON_TYPE
    try:
        media_type = accepted_type(request)
        answer = run(
            read(request), lambda: Context(Visibility.for_request(request)), read_only=request.method in ("GET", "HEAD")
        )
    except RequestError as refusal:
        body = {"errors": [{"message": refusal.message, "extensions": {"code": str(ErrorCode.BAD_REQUEST)}}]}
        return respond(body, refusal.status, media_type, **refusal.headers)
    except ApiError as error:
        body = {"errors": [{"message": error.message, "extensions": error.extensions}]}
        return respond(body, 405, media_type, Allow="POST")
    # Clients of the older media type take any status but 200 for a failure of the transport.
    status = 200 if answer.executed or media_type == JSON_TYPE else 400
    kept = {"Cache-Control": "private, no-store"} if answer.private else {}
    return respond(answer.body, status, media_type, **kept)


def respond(body: dict[str, Any], status: int, media_type: str, **headers: str) -> HttpResponse:
    """Return the body as JSON of the media type."""
    response = JsonResponse(body, status=status, content_type=f"{media_type}; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Vary"] = "Accept"
    for name, value in headers.items():
        response[name] = value
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


def read(request: HttpRequest) -> Request:
    """Return what the HTTP request asks. Raises RequestError (400, 405, 413, 415) when it isn't a GraphQL request."""
    if request.method in ("GET", "HEAD"):
        fields: dict[str, Any] = request.GET.dict()
        for name in ("variables", "extensions"):
            if fields.get(name):
                fields[name] = parse_json(fields[name], f"`{name}`")
    elif request.method == "POST":
        fields = read_body(request)
    else:
        raise RequestError(405, "Use GET or POST.", Allow="GET, POST")
    query, variables, operation = fields.get("query"), fields.get("variables"), fields.get("operationName")
    if not isinstance(query, str) or not query.strip():
        raise RequestError(400, "Send the document in `query`.")
    if not isinstance(variables, dict | None):
        raise RequestError(400, "`variables` must be an object.")
    if not isinstance(fields.get("extensions"), dict | None):
        raise RequestError(400, "`extensions` must be an object.")
    if not isinstance(operation, str | None):
        raise RequestError(400, "`operationName` must be a text.")
    try:
        json.dumps([query, variables, operation], ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise RequestError(400, "The request holds half a character (a lone surrogate).") from None
    return Request(query, variables or {}, operation or None)


def read_body(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object of a POST request. Raises RequestError (400, 413, 415)."""
    if request.content_type != JSON_TYPE:
        raise RequestError(415, f"Send the request as {JSON_TYPE}.")
    if (request.content_params or {}).get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise RequestError(415, "Send the request in UTF-8.")
    if int(request.headers.get("Content-Length") or 0) > LARGEST_BODY:
        raise RequestError(413, f"A request has {LARGEST_BODY // 1024} kB at most.")
    fields = parse_json(request.body, "The body")
    if isinstance(fields, list):
        raise RequestError(400, "Send one request at a time; there is no batching.")
    if not isinstance(fields, dict):
        raise RequestError(400, "The body must be a JSON object.")
    return fields


def parse_json(text: str | bytes, what: str) -> Any:
    """Return the value of a JSON text. Raises RequestError (400)."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise RequestError(400, f"{what} is not valid JSON.") from None


def graphiql(request: HttpRequest) -> HttpResponse:
    """Show the editor for queries, from our own files. Raises Http404 where settings don't allow it."""
    if not settings.GRAPHIQL:
        raise Http404
    return render(request, "graphiql.html", {"site_name": settings.WAGTAIL_SITE_NAME})
