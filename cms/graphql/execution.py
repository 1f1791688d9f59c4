"""One operation: parse, validate, execute, and say what went wrong in one shape."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import DataError
from graphql import (
    BREAK,
    SKIP,
    ArgumentNode,
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    OperationType,
    Visitor,
    execute_sync,
    get_operation_ast,
    visit,
)

from cms.base.memory import Bounded

from .context import Context
from .cost import Weights
from .deadline import OutOfTimeError, deadline
from .errors import ApiError, ErrorCode
from .executor import Program
from .limits import check_limits, check_request, hide_suggestions, parse_document, validate_document
from .plans import Plan, plan_of
from .preview import TOKEN_ARGUMENT
from .schema import get_schema

logger = logging.getLogger(__name__)

# Documents that were parsed and validated, or refused; weighed by their characters. A parsed one takes about a hundred
# times its text, so this is some 50 MB at most.
_prepared = Bounded(500_000)
# How much of a message is told: it may quote what was sent.
LONGEST_MESSAGE = 500


@dataclass(frozen=True)
class Request:
    """What a client asks: a document, its variables, and which of its operations."""

    query: str
    variables: dict[str, Any] = field(default_factory=dict)
    operation: str | None = None


@dataclass(frozen=True)
class Answer:
    """What the client gets. `executed` is false when the document was refused before anything ran.

    `context` is what the operation ran with if it was a query: whoever keeps the answer asks it what the answer holds.
    """

    body: dict[str, Any]
    executed: bool
    context: Context | None = None


def run(request: Request, make_context: Callable[[Plan], Context], *, read_only: bool = False) -> Answer:
    """Answer a request. `make_context` is called only once the document is accepted: refusing one costs no SQL.

    With `read_only` (a GET request) an operation that is not a query raises ApiError, as GraphQL over HTTP demands.
    """
    schema = get_schema()
    try:
        check_request(request.query, request.variables)
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
        raise ApiError(ErrorCode.BAD_REQUEST, "A GET request can only run a query. Use POST.")
    try:
        check_limits(ready.weights, document, operation, request.variables)
    except ApiError as error:
        return _refused([error])
    try:
        with deadline():
            context = make_context(ready.plan)
            result = execute_sync(
                schema,
                document,
                context_value=context,
                variable_values=request.variables,
                operation_name=request.operation,
                execution_context_class=ready.program,  # type: ignore[arg-type]  # it builds one, as such a class does
                hide_suggestions=hide_suggestions(),
            )
    except OutOfTimeError:
        slow = ApiError(ErrorCode.TOO_SLOW, "This took too long and was stopped.", operation)
        return Answer({"data": None, "errors": [formatted(slow, ErrorCode.TOO_SLOW)]}, executed=True)
    return _answered(result, context if operation.operation is OperationType.QUERY else None)


@dataclass(frozen=True)
class Prepared:
    """A document parsed, validated and planned; or no document, and what is wrong with it.

    Where a document takes a preview token it has no `program`: objects of drafts and of the public stand side by side, and
    only graphql-core's own execution tells resolvers in which place they are.
    """

    document: DocumentNode | None
    errors: list[GraphQLError]
    plan: Plan
    weights: Weights | None = None
    program: Program | None = None


def prepared(query: str) -> Prepared:
    """Return the document ready to run. The same document is parsed, validated and planned once."""
    key = (query, hide_suggestions())  # by which the words of a refusal differ
    found = _prepared.get(key)
    if found is None:
        found = _prepare(query)
        _prepared.keep(key, found, len(query) + 200)
    return found


def _prepare(query: str) -> Prepared:
    try:
        document = parse_document(query)
    except GraphQLError as error:
        return Prepared(None, [error], Plan())
    schema = get_schema()
    errors = validate_document(schema, document)
    if errors:
        return Prepared(None, errors, Plan())
    program = None if _has_argument(document, TOKEN_ARGUMENT) else Program(document)
    return Prepared(document, [], plan_of(schema, document), Weights(schema, document), program)


def _has_argument(document: DocumentNode, name: str) -> bool:
    """Say whether any field of the document is given the argument."""
    found = False

    class Search(Visitor):
        def enter_argument(self, node: ArgumentNode, *_: Any) -> Any:
            nonlocal found
            found = found or node.name.value == name
            return BREAK if found else SKIP

    visit(document, Search())
    return found


def _refused(errors: list[GraphQLError]) -> Answer:
    return Answer({"errors": [formatted(error, ErrorCode.INVALID_DOCUMENT) for error in errors]}, executed=False)


def _answered(result: ExecutionResult, context: Context | None) -> Answer:
    if result.data is None and result.errors and not any(error.path for error in result.errors):
        # Variables that don't fit: nothing has run.
        return Answer(
            {"errors": [formatted(error, ErrorCode.INVALID_VALUE) for error in result.errors]}, executed=False
        )
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = [formatted(error, ErrorCode.INVALID_VALUE) for error in result.errors]
    return Answer(body, executed=True, context=context)


def formatted(error: GraphQLError, code: ErrorCode) -> dict[str, Any]:
    """Return an error as clients see it: `code` unless it has one of its own.

    A fault of ours is logged with an id and answered with that id and nothing else.
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
        # Nothing has run: a scalar could not read what was sent, a number of 60 000 digits for instance.
        message, extensions = "A value doesn't fit its type.", {"code": str(ErrorCode.INVALID_VALUE)}
    elif cause is not None and not isinstance(cause, GraphQLError):
        fault = uuid.uuid4().hex[:12]
        logger.error("GraphQL fault %s at %s", fault, error.path, exc_info=cause)
        message = "Something went wrong on our side. Tell us the id if it goes on."
        extensions = {"code": str(ErrorCode.INTERNAL), "id": fault}
    else:
        message, extensions = error.message, {"code": str((error.extensions or {}).get("code", code))}
    shape: dict[str, Any] = {"message": message[:LONGEST_MESSAGE], "extensions": extensions}
    if error.locations:
        shape["locations"] = [location.formatted for location in error.locations]
    if error.path:
        shape["path"] = error.path
    return shape
