"""One operation: parse, validate, execute, and say what went wrong in one shape."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import DataError
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    OperationType,
    execute,
    get_operation_ast,
    parse,
    validate,
)

from .context import Context
from .errors import ApiError, ErrorCode
from .limits import check_limits
from .schema import get_schema

logger = logging.getLogger(__name__)

# A document that a frontend writes has a few hundred tokens; parsing must end before it costs.
MOST_TOKENS = 5_000


@dataclass(frozen=True)
class Request:
    """What a client asks: a document, its variables, and which of its operations."""

    query: str
    variables: dict[str, Any] = field(default_factory=dict)
    operation: str | None = None


@dataclass(frozen=True)
class Answer:
    """What the client gets. `executed` is false when the document was refused before anything ran, `private` is true
    when it brought a preview token: then the answer is one editor's and nobody keeps it."""

    body: dict[str, Any]
    executed: bool
    private: bool = False


def run(request: Request, make_context: Callable[[], Context], *, read_only: bool = False) -> Answer:
    """Answer a request. `make_context` is called only once the document is accepted: refusing one costs no SQL.

    With `read_only` (a GET request) an operation that is not a query raises ApiError, as GraphQL over HTTP demands.
    """
    schema = get_schema()
    try:
        document = _parsed(request.query)
    except GraphQLError as error:
        return _refused([error])
    errors = validate(schema, document)
    if errors:
        return _refused(errors)
    operation = get_operation_ast(document, request.operation)
    if operation is None:
        return _refused([GraphQLError("Say by `operationName` which of the document's operations to run.")])
    if read_only and operation.operation is not OperationType.QUERY:
        raise ApiError(ErrorCode.BAD_REQUEST, "A GET request can only run a query. Use POST.")
    try:
        check_limits(schema, document, operation, request.variables)
    except ApiError as error:
        return _refused([error])
    context = make_context()
    result = execute(
        schema,
        document,
        context_value=context,
        variable_values=request.variables,
        operation_name=request.operation,
    )
    return replace(_answered(result), private=context.perspective == "preview")


def _parsed(query: str) -> DocumentNode:
    try:
        return parse(query, max_tokens=MOST_TOKENS)
    except RecursionError:
        raise GraphQLError("The document is nested too deeply.") from None


def _refused(errors: list[GraphQLError]) -> Answer:
    return Answer({"errors": [formatted(error, ErrorCode.INVALID_DOCUMENT) for error in errors]}, executed=False)


def _answered(result: ExecutionResult) -> Answer:
    if result.data is None and result.errors and not any(error.path for error in result.errors):
        # Variables that don't fit: nothing has run.
        return Answer(
            {"errors": [formatted(error, ErrorCode.INVALID_VALUE) for error in result.errors]}, executed=False
        )
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = [formatted(error, ErrorCode.INVALID_VALUE) for error in result.errors]
    return Answer(body, executed=True)


def formatted(error: GraphQLError, code: ErrorCode) -> dict[str, Any]:
    """Return an error as clients see it: `code` unless it has one of its own.

    A fault of ours is logged with an id and answered with that id and nothing else.
    """
    cause = error.original_error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    if isinstance(cause, ApiError):
        message, code = cause.message, ErrorCode(cause.extensions["code"])
        extensions: dict[str, Any] = {"code": str(code)}
    elif isinstance(cause, ValueError | DataError) and "NUL" in str(cause):
        message, extensions = "A text holds a null byte.", {"code": str(ErrorCode.INVALID_VALUE)}
    elif cause is not None and not isinstance(cause, GraphQLError):
        fault = uuid.uuid4().hex[:12]
        logger.error("GraphQL fault %s at %s", fault, error.path, exc_info=cause)
        message = "Something went wrong on our side. Tell us the id if it goes on."
        extensions = {"code": str(ErrorCode.INTERNAL), "id": fault}
    else:
        message, extensions = error.message, {"code": str((error.extensions or {}).get("code", code))}
    shape: dict[str, Any] = {"message": message, "extensions": extensions}
    if error.locations:
        shape["locations"] = [location.formatted for location in error.locations]
    if error.path:
        shape["path"] = error.path
    return shape
