"""GraphQL over HTTP, and GraphiQL for developers.

Standard: the GraphQL over HTTP specification (https://graphql.github.io/graphql-over-http/draft/): media types, status
codes, and that GET runs queries only. POST only accepts `application/json`, so no form on another site can send
requests; from tokens that write also `multipart/form-data` with files (`multipart.py`). No cookie is read or set.

A request may have an access token. With one that reads no more than the public it gets the public's kept answers; with any
other, nothing is taken from the kept answers and nothing is kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import quote_etag
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition, require_safe
from graphql import GraphQLError
from wagtail.models import Site

from cms.base import request_ids
from cms.base.encodings import preferred_coding
from cms.base.hub_name import hub_name
from cms.base.rate_limits import network_of, spent
from cms.batches.shapes import ReadPlan
from cms.history.past import is_past
from cms.pages.viewer import forget_view, period_of, site_of, visibility_of
from cms.perspectives.requests import PerspectiveError, asked_for, perspective_of
from cms.tokens.authentication import TokenRefusedError, check_scope, check_site, token_of
from cms.tokens.models import AccessToken
from cms.tokens.scopes import READ, WRITE
from cms.visibility.period import Period, current_period
from cms.visibility.rule import Visibility

from . import cache, multipart
from .context import PUBLIC, Context
from .documents import FoundDocument, document_of_identifier, register, resolve_registered, stored_document
from .errors import ApiError, ErrorCode, RequestError
from .execution import GraphQLRequest, formatted, run
from .json_texts import parse_json
from .limits import VariableLimits
from .manifests.uses import uses
from .schema import SDL_FILE

ENDPOINT = "/graphql/"
BUDGET_SECONDS = 60
RESPONSE_TYPE = "application/graphql-response+json"
JSON_TYPE = "application/json"
STORED_ONLY = "Only documents that the hub knows are answered here."


@csrf_exempt
def graphql(request: HttpRequest) -> HttpResponse:
    """Answer a GraphQL request, with a kept answer if the content hasn't changed since the same request."""
    media_type = JSON_TYPE
    key: cache.CacheKey | None = None
    try:
        media_type = accepted_type(request)
        coding = preferred_coding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        token, period = reader(request)
        text, files = multipart.received(request, token) or (text_of(request), {})
        is_private = token is not None and token.reads_privately
        wanted = asked_for(request, token)
        asked = cache.digest(request, media_type, coding, text)
        identifier = cache.known(asked)
        if identifier is not None and not is_private:
            period = period or period_of(request)
            key = cache.cache_key(asked, period, identifier)
            kept = key and (cache.NOT_MODIFIED if cache.has_it(request, key) else key.load())
            if key and kept:
                if identifier:
                    uses.count(identifier)
                return respond(kept, media_type, request, key)
        document, found = read(request, text)
        multipart.put(document.variables, files)

        def make_context(plan: ReadPlan) -> Context:
            nonlocal key
            if is_past():
                return past_context(plan)
            # Not before the document is accepted and charged, and within its time.
            perspective = shown.enter_context(perspective_of(request, token, wanted))
            visibility = visibility_of(request, period, token)  # the period must be read before anything else
            refuse_if_closed(visibility)
            if not is_private:
                key = key or cache.cache_key(asked, visibility.period, found.identifier)
            context = Context(visibility, plan)
            context.request, context.token = request, token
            if perspective is not None:
                context.perspective = perspective.name
            return context

        def past_context(plan: ReadPlan) -> Context:
            """Return the context of anybody, whose token shows no more of the past than the public saw."""
            nonlocal key
            if wanted is not None:
                raise RequestError(400, "A perspective shows no past day. Leave the header or `@asOf` out.")
            past = current_period()
            forget_view(request)
            if not is_private:
                key = key or cache.cache_key(asked, past and past.present, found.identifier)
            visibility = visibility_of(request, past)
            if visibility.site is None:
                raise RequestError(400, "No programme can be read here as of that moment.", ErrorCode.INVALID_AS_OF)
            refuse_if_closed(visibility)
            context = Context(visibility, plan)
            context.request = request
            return context

        with ExitStack() as shown:
            is_safe = request.method in ("GET", "HEAD") or wanted is not None
            limits = VariableLimits.now(writes=token is not None and token.allows(WRITE))
            answer = run(
                document, make_context, read_only=is_safe, charge=partial(charge, request, token), limits=limits
            )
    except PerspectiveError as refusal:
        body = {"errors": [{"message": refusal.message, "extensions": {"code": str(ErrorCode(refusal.code))}}]}
        return refuse(body, refusal.status, media_type, request)
    except TokenRefusedError as refusal:
        body = {"errors": [{"message": refusal.message, "extensions": {"code": str(ErrorCode(refusal.code))}}]}
        return refuse(body, refusal.status, media_type, request, **refusal.headers)
    except DisallowedHost:
        body = {
            "errors": [{"message": "The hub has another host name.", "extensions": {"code": ErrorCode.BAD_REQUEST}}]
        }
        return refuse(body, 400, media_type, request)
    except RequestError as refusal:
        body = {"errors": [{"message": refusal.message, "extensions": {"code": str(refusal.code)}}]}
        return refuse(body, refusal.status or refused_status(media_type), media_type, request, **refusal.headers)
    except ApiError as error:
        body = {"errors": [{"message": error.message, "extensions": error.extensions}]}
        return refuse(body, 405, media_type, request, Allow="POST")
    except Exception as fault:  # noqa: BLE001  errors outside of fields have the same shape
        body = {"errors": [formatted(GraphQLError("", original_error=fault), ErrorCode.INTERNAL)]}
        return refuse(body, 500, media_type, request)
    context = answer.context
    if found.identifier and answer.executed:
        uses.count(found.identifier)
    if found.hash_to_register and answer.executed and context and not context.is_confidential:
        register(found.text, found.hash_to_register)
    if key is None or context is None or not may_be_kept(answer.body, context):
        return refuse(answer.body, 200 if answer.executed else refused_status(media_type), media_type, request)
    made = cache.Kept(encoded(answer.body), cache.tags_of(context.seen, context.visibility.asked))
    made = cache.compressed(made, coding)
    key.keep(made, request, found.identifier)
    return respond(cache.NOT_MODIFIED if cache.has_it(request, key) else made, media_type, request, key)


def reader(request: HttpRequest) -> tuple[AccessToken | None, Period | None]:
    """Return the access token of a request, or None for the public, which costs no SQL; and the period, if it was read.

    Raises TokenRefusedError if the token isn't good for reading this site.
    """
    token = token_of(request)
    if token is None:
        return None, None
    if not token.site_keys:
        check_scope(token, READ)
        return token, None
    visibility = visibility_of(request, token=token)
    check_site(token, visibility.site_key)
    check_scope(token, READ)
    return token, visibility.period


def refuse_if_closed(visibility: Visibility) -> None:
    """Raise RequestError (410) if the programme is closed. Its kept answers are those of an earlier token."""
    if visibility.address and visibility.address.is_closed and (end := visibility.end):
        message = " ".join(filter(None, [end.sentence, "Nothing is answered for it.", end.successor]))
        raise RequestError(410, message, ErrorCode.PROGRAMME_CLOSED)


def charge(request: HttpRequest, token: AccessToken | None, cost: int) -> None:
    """Count the cost of an operation that isn't kept, by token, or else by network.

    Raises RequestError (429) if the token or the client's network has spent its budget.
    """
    if token is None:
        who, counted, budget = "Your network", network_of(request), settings.GRAPHQL_BUDGET
    else:
        who, counted, budget = "This access token", f"token {token.pk}", token.budget
    if budget and spent("graphql", counted, cost, BUDGET_SECONDS) > budget:
        message = f"{who} asked for more than {budget} objects within a minute. Wait for a minute."
        raise RequestError(429, message, ErrorCode.OVER_BUDGET, **{"Retry-After": str(BUDGET_SECONDS)})


def refused_status(media_type: str) -> int:
    """Return the status for a refused document. Clients of the older media type treat any status but 200 as a network
    error."""
    return 200 if media_type == JSON_TYPE else 400


def may_be_kept(body: dict[str, Any], context: Context) -> bool:
    """Say whether an answer to a query may be kept for others: it is public and has no errors."""
    return not context.is_confidential and context.perspective == PUBLIC and "errors" not in body


def respond(kept: cache.Kept, media_type: str, request: HttpRequest, key: cache.CacheKey) -> HttpResponse:
    """Return an answer that may be kept, or 304 if the client already has it."""
    if kept is cache.NOT_MODIFIED:
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = _response(kept.body, 200, media_type)
        if kept.coding:
            response["Content-Encoding"] = kept.coding
    cache.describe(response, request, key, kept.tags)
    return response


def refuse(body: dict[str, Any], status: int, media_type: str, request: HttpRequest, **headers: str) -> HttpResponse:
    """Return an answer that may not be kept, such as any with errors: each of them gets the id of this request."""
    if "errors" in body:
        body = body | {"errors": [named(error) for error in body["errors"]]}
    response = _response(encoded(body), status, media_type)
    cache.describe(response, request, None)
    for name, value in headers.items():
        response[name] = value
    return response


def named(error: dict[str, Any]) -> dict[str, Any]:
    """Return an error of an answer with the id under which the request is in the log."""
    extensions = error["extensions"]
    return error | {"extensions": extensions | {"id": extensions.get("id", request_ids.current())}}


def encoded(body: dict[str, Any]) -> bytes:
    """Return the body as JSON in UTF-8."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _response(body: bytes, status: int, media_type: str) -> HttpResponse:
    response = HttpResponse(body, status=status, content_type=f"{media_type}; charset=utf-8")
    # The way here is short (`cms.assistants.middleware.ProgramsMiddleware`): nobody else says how long the body is.
    response["Content-Length"] = str(len(body))
    return response


def accepted_type(request: HttpRequest) -> str:
    """Return the media type of the answer. Raises RequestError (406) if the client accepts none of ours."""
    if "Accept" not in request.headers:
        return JSON_TYPE
    best = request.get_preferred_type([RESPONSE_TYPE, JSON_TYPE])
    if best is None:
        raise RequestError(406, f"This endpoint answers {RESPONSE_TYPE} or {JSON_TYPE}.")
    named = RESPONSE_TYPE in request.headers["Accept"]
    return best if named else JSON_TYPE


def text_of(request: HttpRequest) -> bytes:
    """Return the request as received: query string or body. Raises RequestError (405, 413, 415)."""
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


def read(request: HttpRequest, text: bytes) -> tuple[GraphQLRequest, FoundDocument]:
    """Return the parsed HTTP request, and its document.

    Raises RequestError if it isn't a GraphQL request (400), or its document is unknown or not allowed.
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
    found = read_document(fields, partial(site_of, request))
    return GraphQLRequest(found.text, variables or {}, operation or None), found


def read_document(fields: dict[str, Any], site: Callable[[], Site | None]) -> FoundDocument:
    """Return the document of a request. Raises RequestError (400, 403, 404)."""
    name, identifier, query = fields.get("document"), fields.get("documentId"), fields.get("query")
    persisted = (fields.get("extensions") or {}).get("persistedQuery")
    if name is not None or identifier is not None:
        given = [value for value in (name, identifier, query, persisted) if value is not None]
        if len(given) > 1 or not isinstance(given[0], str):
            message = "Say the document once: its name in `document`, its id in `documentId`, or itself in `query`."
            raise RequestError(400, message)
        try:
            return FoundDocument(stored_document(name)) if name is not None else document_of_identifier(given[0], site)
        except ApiError as error:
            code = ErrorCode(error.extensions["code"])
            raise RequestError(400 if code is ErrorCode.BAD_REQUEST else 404, error.message, code) from None
    if settings.GRAPHQL_STORED_ONLY and (persisted is None or query is not None):
        raise RequestError(403, STORED_ONLY, ErrorCode.STORED_ONLY)
    if persisted is not None:
        if not isinstance(persisted, dict) or not isinstance(query, str | None):
            raise RequestError(400, "`persistedQuery` must be an object and `query` a text.")
        try:
            return resolve_registered(query or None, persisted, site)
        except ApiError as error:
            code = ErrorCode(error.extensions["code"])
            if settings.GRAPHQL_STORED_ONLY and code is ErrorCode.PERSISTED_QUERY_NOT_FOUND:
                raise RequestError(403, STORED_ONLY, ErrorCode.STORED_ONLY) from None
            # Errors of the protocol have the status of a refused document, or older clients wouldn't read them.
            raise RequestError(400 if code is ErrorCode.BAD_REQUEST else None, error.message, code) from None
    if not isinstance(query, str) or not query.strip():
        raise RequestError(400, "Send the document in `query`, or name a stored one in `document`.")
    return FoundDocument(query)


def read_body(text: bytes) -> dict[str, Any]:
    """Return the JSON object of a POST request. Raises RequestError (400)."""
    fields = parse_json(text, "The body")
    if isinstance(fields, list):
        raise RequestError(400, "Send one request at a time; there is no batching.")
    if not isinstance(fields, dict):
        raise RequestError(400, "The body must be a JSON object.")
    return fields


@require_safe
@cache_control(public=True, max_age=300)
@condition(etag_func=lambda request: quote_etag(cache.fingerprint()))
def schema_file(request: HttpRequest) -> HttpResponse:
    """Return the schema as a file in SDL, for tools that generate code. It is public even if introspection is off."""
    return HttpResponse(SDL_FILE.read_bytes(), content_type="text/plain; charset=utf-8")


def graphiql(request: HttpRequest) -> HttpResponse:
    """Show GraphiQL, from our own files. Raises Http404 if settings don't allow it."""
    if not settings.GRAPHIQL or settings.GRAPHQL_STORED_ONLY:
        raise Http404
    return render(request, "graphiql.html", {"site_name": hub_name()})
