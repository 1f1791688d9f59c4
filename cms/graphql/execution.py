"""Runs one operation: parses, validates, executes, and reports errors in one shape."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.db import DataError
from graphql import DocumentNode, ExecutionResult, GraphQLError, OperationType, execute_sync, get_operation_ast

from cms.base import request_ids
from cms.base.memory import Bounded
from cms.batches.kept_files import LostFiles
from cms.batches.shapes import ReadPlan
from cms.history.past import as_of
from cms.visibility.rule import Visibility

from .as_of import asked_as_of, extension
from .context import Context
from .cost import Weights
from .deadline import OutOfTimeError, deadline
from .edit_paths import EditPaths, may_open_drafts
from .errors import ApiError, ErrorCode
from .limits import (
    VariableLimits,
    check_limits,
    check_request,
    hide_suggestions,
    parse_document,
    validate_document,
)
from .plans import plan_of
from .schema import get_schema

logger = logging.getLogger(__name__)

# Maximum of characters in the documents kept, parsed and validated or refused. A parsed one takes about a hundred times
# its text, so this is about 50 MB.
_prepared = Bounded(500_000)
# Longest message of an error: it may quote the client's document.
LONGEST_MESSAGE = 500


@dataclass(frozen=True)
class GraphQLRequest:
    """A client's request: a document, its variables, and the name of the operation."""

    query: str
    variables: dict[str, Any] = field(default_factory=dict)
    operation: str | None = None


@dataclass(frozen=True)
class GraphQLAnswer:
    """The client's answer. `executed` is false if the document was refused before anything ran.

    `context` is that of a query; it knows the objects in the answer.
    """

    body: dict[str, Any]
    executed: bool
    context: Context | None = None


def run(
    request: GraphQLRequest,
    make_context: Callable[[ReadPlan], Context],
    *,
    read_only: bool = False,
    charge: Callable[[int], None] = lambda cost: None,
    limits: VariableLimits | None = None,
) -> GraphQLAnswer:
    """Answer a request. `make_context` is called only once the document is accepted: refusing one costs no SQL.

    `charge` gets the cost of an accepted operation before it runs, and may raise an error that the caller handles.
    `limits` are those of the variables, if they aren't those of anybody.
    With `read_only` (a GET request), any operation other than a query raises ApiError, as GraphQL over HTTP requires.
    """
    schema = get_schema()
    try:
        check_request(request.query, request.variables, limits)
    except ApiError as error:
        return _refused([error])
    ready = prepared(request.query)
    document = ready.document
    if document is None or ready.weights is None:
        return _refused(ready.errors)
    operation = get_operation_ast(document, request.operation)
    if operation is None:
        return _refused([GraphQLError("Say by `operationName` which of the document's operations to run.")])
    if read_only and operation.operation is not OperationType.QUERY:
        raise ApiError(ErrorCode.BAD_REQUEST, "By GET, or in a perspective, only a query runs. Use POST.")
    try:
        check_limits(ready.weights, document, operation, request.variables)
    except ApiError as error:
        return _refused([error])
    charge(1 + ready.weights.of(operation, request.variables).cost)
    try:
        past = asked_as_of(schema, operation, request.variables)
    except ApiError as error:
        return _refused([error])
    paths = EditPaths() if may_open_drafts(request.query, request.variables) else None
    lost = LostFiles() if past else None
    try:
        with (
            deadline(),
            as_of(past.moment, past.present) if past else nullcontext(),
            lost.noted() if lost else nullcontext(),
        ):
            context = make_context(ready.plan)
            result = execute_sync(
                schema,
                document,
                context_value=context,
                variable_values=request.variables,
                operation_name=request.operation,
                middleware=[each for each in (paths, lost) if each] or None,
                hide_suggestions=hide_suggestions(),
            )
    except OutOfTimeError:
        slow = ApiError(ErrorCode.TOO_SLOW, "This took too long and was stopped.", operation)
        return GraphQLAnswer({"data": None, "errors": [formatted(slow, ErrorCode.TOO_SLOW)]}, executed=True)
    answered = _answered(result, context if operation.operation is OperationType.QUERY else None)
    extensions: dict[str, Any] = {}
    if paths and result.data and (sources := paths.of_answer()):
        extensions["sources"] = sources
    if past and result.data is not None:
        extensions["asOf"] = extension(schema, document, operation, past, lost.paths if lost else set())
    if extensions:
        answered.body["extensions"] = extensions
    return answered


def answer(query: str, variables: dict[str, Any], visibility: Visibility) -> dict[str, Any]:
    """Return the answer to a document from within the hub, with the same values as over HTTP.

    `visibility` says who asks. Raises ApiError for an operation that is not a query.
    """
    answered = run(GraphQLRequest(query, variables), lambda plan: Context(visibility, plan), read_only=True)
    return json.loads(json.dumps(answered.body))


@dataclass(frozen=True)
class Prepared:
    """A document parsed, validated and planned; or its errors."""

    document: DocumentNode | None
    errors: list[GraphQLError]
    plan: ReadPlan
    weights: Weights | None = None


def prepared(query: str) -> Prepared:
    """Return the document ready to run. Each document is parsed, validated and planned only once."""
    key = (query, hide_suggestions())  # on which the messages of a refusal depend
    found = _prepared.get(key)
    if found is None:
        found = _prepare(query)
        _prepared.keep(key, found, len(query) + 200)
    return found


def _prepare(query: str) -> Prepared:
    try:
        document = parse_document(query)
    except GraphQLError as error:
        return Prepared(None, [error], ReadPlan())
    schema = get_schema()
    errors = validate_document(schema, document)
    if errors:
        return Prepared(None, errors, ReadPlan())
    return Prepared(document, [], plan_of(schema, document), Weights(schema, document))


def _refused(errors: list[GraphQLError]) -> GraphQLAnswer:
    return GraphQLAnswer({"errors": [formatted(error, ErrorCode.INVALID_DOCUMENT) for error in errors]}, executed=False)


def _answered(result: ExecutionResult, context: Context | None) -> GraphQLAnswer:
    if result.data is None and result.errors and not any(error.path for error in result.errors):
        # Variables that don't fit: nothing has run.
        return GraphQLAnswer(
            {"errors": [formatted(error, ErrorCode.INVALID_VALUE) for error in result.errors]}, executed=False
        )
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = [formatted(error, ErrorCode.INVALID_VALUE) for error in result.errors]
    return GraphQLAnswer(body, executed=True, context=context)


def formatted(error: GraphQLError, code: ErrorCode) -> dict[str, Any]:
    """Return an error in the clients' form, with `code` unless it has one of its own.

    An internal error is logged with an id, and the client gets only that id.
    """
    cause = error.original_error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    if isinstance(cause, ApiError):
        message = cause.message
        extensions: dict[str, Any] = dict(cause.extensions)
    elif isinstance(cause, ValueError | DataError) and "NUL" in str(cause):
        message, extensions = "A text holds a null byte.", {"code": str(ErrorCode.INVALID_VALUE)}
    elif error.path is None and isinstance(cause, ValueError | ArithmeticError):
        # Nothing has run: a scalar could not parse a value, such as a number with 60 000 digits.
        message, extensions = "A value doesn't fit its type.", {"code": str(ErrorCode.INVALID_VALUE)}
    elif cause is not None and not isinstance(cause, GraphQLError):
        fault = request_ids.current() or uuid.uuid4().hex
        logger.error("GraphQL fault %s at %s", fault, error.path, exc_info=cause)
        message = "Something went wrong on our side. If it persists, tell us the id."
        extensions = {"code": str(ErrorCode.INTERNAL), "id": fault}
    else:
        message, extensions = error.message, {"code": str((error.extensions or {}).get("code", code))}
    shape: dict[str, Any] = {"message": message[:LONGEST_MESSAGE], "extensions": extensions}
    if error.locations:
        shape["locations"] = [location.formatted for location in error.locations]
    if error.path:
        shape["path"] = error.path
    return shape
