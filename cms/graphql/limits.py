"""Limits of one request. All are checked before any SQL runs, and each is a setting with an error code.

In the order in which they apply: sizes of the document and its variables, tokens, repetition, validation with bounded
effort, and the weight of the chosen operation (`cost.py`). Time is limited while running, in `deadline.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    Node,
    OperationDefinitionNode,
    get_introspection_query,
    parse,
    specified_rules,
    validate,
)
from graphql.validation import (
    ASTValidationRule,
    KnownDirectivesRule,
    MaxIntrospectionDepthRule,
    OverlappingFieldsCanBeMergedRule,
    ValidationContext,
)
from graphql.validation.validate import ValidationAbortedError

from .cost import Scales, Weight, Weights
from .errors import ApiError, ErrorCode
from .filter_limits import check_wheres

# After this number of errors, a developer fixes the document before reading on.
MOST_ERRORS = 20
# The number of field pairs that validation compares for merging, which grows with the square of the repetition. A
# document of 60 fragments that overlap everywhere needs 10 000; the library's own bound of 500 000 takes most of a
# second.
MOST_COMPARISONS = 40_000
# Variables of a token that writes hold the blocks of a whole page.
PAGES_ARE_LARGER = 10
LEVELS_IN_A_PAGE = 6
# In a document: as it is, or as an escape of a string.
NULL = re.compile(r"\0|\\u0000|\\u\{0+\}")


@dataclass(frozen=True)
class VariableLimits:
    """How large the variables of a request may be, and whether its texts may hold a null byte.

    Readers' mutations drop one or name its field; of a draft PostgreSQL keeps no text that has one.
    """

    bytes: int
    items: int
    depth: int
    refuses_null: bool = False

    @classmethod
    def now(cls, *, writes: bool = False) -> VariableLimits:
        """Return those of anybody, or of a token that writes: its variables hold whole pages."""
        largest, items = settings.GRAPHQL_MAX_VARIABLES_BYTES, settings.GRAPHQL_MAX_VARIABLES_ITEMS
        depth = settings.GRAPHQL_MAX_VARIABLES_DEPTH
        if not writes:
            return cls(largest, items, depth)
        return cls(settings.GRAPHQL_MAX_REQUEST_BYTES, items * PAGES_ARE_LARGER, depth + LEVELS_IN_A_PAGE, True)


def check_request(query: str, variables: dict[str, Any], limits: VariableLimits | None = None) -> None:
    """Raise ApiError (DOCUMENT_TOO_LARGE, VARIABLES_TOO_LARGE) if the texts or values of a request are too large.

    INVALID_VALUE is raised if `limits` refuse null bytes and a text holds one.

    `limits` are those of the variables; without them, those of anybody.
    """
    if len(query.encode()) > settings.GRAPHQL_MAX_DOCUMENT_BYTES:
        raise ApiError(
            ErrorCode.DOCUMENT_TOO_LARGE, f"A document has {settings.GRAPHQL_MAX_DOCUMENT_BYTES} bytes at most."
        )
    if variables:
        _check_variables(variables, limits or VariableLimits.now())
    if limits and limits.refuses_null and NULL.search(query):
        raise _null_refused()


def _check_variables(variables: dict[str, Any], limits: VariableLimits) -> None:
    size = items = 0
    level: list[Any] = [variables]
    depth = 0
    while level:
        if depth > limits.depth:
            raise _variables_too_large(f"Nest at most {limits.depth} levels in variables.")
        inner: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                size += sum(len(key.encode()) for key in value)
                items += len(value)
                inner.extend(value.values())
            elif isinstance(value, list):
                items += len(value)
                inner.extend(value)
            elif isinstance(value, str):
                if limits.refuses_null and "\0" in value:
                    raise _null_refused()
                size += len(value.encode())
        if items > limits.items:
            raise _variables_too_large(f"Variables hold {limits.items} values at most.")
        if size > limits.bytes:
            raise _variables_too_large(f"Texts in variables have {limits.bytes} bytes at most.")
        level = inner
        depth += 1


def _null_refused() -> ApiError:
    return ApiError(ErrorCode.INVALID_VALUE, "A text holds a null byte.")


def _variables_too_large(message: str) -> ApiError:
    return ApiError(ErrorCode.VARIABLES_TOO_LARGE, message)


def parse_document(query: str) -> DocumentNode:
    """Return the parsed document.

    Raises GraphQLError if it can't be parsed, ApiError if it has or repeats too much: TOO_MANY_TOKENS,
    TOO_MANY_DEFINITIONS, TOO_MANY_DIRECTIVES, TOO_MANY_DUPLICATES.
    """
    limit = settings.GRAPHQL_MAX_TOKENS
    try:
        document = parse(query, max_tokens=limit)
    except GraphQLSyntaxError as error:
        if error.message.startswith(f"Syntax Error: Document contains more than {limit} tokens"):
            raise ApiError(ErrorCode.TOO_MANY_TOKENS, f"A document has {limit} tokens at most.") from None
        raise
    except RecursionError:
        raise GraphQLError("The document is nested too deeply.") from None
    _check_repetition(document)
    return document


def _check_repetition(document: DocumentNode) -> None:
    """Refuse repetition found only in attacks, in one walk without recursion, before validation compares everything."""
    if len(document.definitions) > settings.GRAPHQL_MAX_DEFINITIONS:
        most = settings.GRAPHQL_MAX_DEFINITIONS
        raise ApiError(ErrorCode.TOO_MANY_DEFINITIONS, f"A document has {most} operations and fragments at most.")
    directives = 0
    waiting: list[Node] = list(document.definitions)
    while waiting:
        node = waiting.pop()
        directives += len(getattr(node, "directives", None) or ())
        if directives > settings.GRAPHQL_MAX_DIRECTIVES:
            message = f"A document has {settings.GRAPHQL_MAX_DIRECTIVES} directives at most."
            raise ApiError(ErrorCode.TOO_MANY_DIRECTIVES, message, node)
        waiting.extend(getattr(node, "variable_definitions", None) or ())
        inner = getattr(node, "selection_set", None)
        if inner:
            _check_duplicates(inner.selections)
            waiting.extend(inner.selections)


def _check_duplicates(selections: tuple[Node, ...]) -> None:
    most = settings.GRAPHQL_MAX_DUPLICATES
    if len(selections) <= most:
        return
    names = Counter((node.alias or node.name).value for node in selections if isinstance(node, FieldNode))
    for name, number in names.most_common(1):
        if number > most:
            node = next(n for n in selections if isinstance(n, FieldNode) and (n.alias or n.name).value == name)
            message = f"One selection repeats a field {most} times at most."
            raise ApiError(ErrorCode.TOO_MANY_DUPLICATES, message, node)


class _KnownDirectivesRule(KnownDirectivesRule):
    """The library's rule, but it names each unknown directive once."""

    def __init__(self, context: ValidationContext):
        super().__init__(context)
        self.named: set[str] = set()

    def enter_directive(self, node: DirectiveNode, key: Any, parent: Any, path: Any, ancestors: list[Any]) -> None:
        name = node.name.value
        if name in self.locations_map or name not in self.named:
            self.named.add(name)
            super().enter_directive(node, key, parent, path, ancestors)


class _BoundedOverlapRule(OverlappingFieldsCanBeMergedRule):
    """The library's rule with a smaller budget of its own."""

    def __init__(self, context: ValidationContext):
        super().__init__(context)
        self.rule_context.remaining_complexity_budget = MOST_COMPARISONS


def _rules() -> Iterator[type[ASTValidationRule]]:
    for rule in specified_rules:
        if rule is OverlappingFieldsCanBeMergedRule:
            yield _BoundedOverlapRule
        elif rule is KnownDirectivesRule:
            yield _KnownDirectivesRule
        elif rule is not MaxIntrospectionDepthRule:  # `check_limits` weighs all introspection
            yield rule


RULES = tuple(_rules())


def validate_document(schema: GraphQLSchema, document: DocumentNode) -> list[GraphQLError]:
    """Return the errors of the document; empty if it is valid.

    If validation takes too much effort, the error is TOO_COMPLEX.
    """
    errors = validate(schema, document, RULES, max_errors=MOST_ERRORS, hide_suggestions=hide_suggestions())
    if errors and isinstance(errors[-1], ValidationAbortedError) and len(errors) <= MOST_ERRORS:
        message = "Too many fields and fragments overlap, or fragments are nested too deeply."
        return [*errors[:-1], ApiError(ErrorCode.TOO_COMPLEX, message)]
    return errors


def hide_suggestions() -> bool:
    """Return whether errors must not suggest names, which would reveal a schema that can't be introspected."""
    return not (settings.DEBUG or settings.GRAPHIQL)


def check_limits(
    weights: Weights, document: DocumentNode, operation: OperationDefinitionNode, variables: dict[str, Any]
) -> None:
    """Raise ApiError, with a code that begins with TOO_ or INTROSPECTION_, if the operation exceeds a limit.

    The document must have passed validation.
    """
    check_wheres(document, operation, variables)
    weight = weights.of(operation, variables)
    if weight.depth > settings.GRAPHQL_MAX_DEPTH:
        raise ApiError(ErrorCode.TOO_DEEP, f"Nest at most {settings.GRAPHQL_MAX_DEPTH} levels of objects.", operation)
    if weight.cost > settings.GRAPHQL_MAX_COST:
        raise ApiError(
            ErrorCode.TOO_COSTLY,
            f"This could return more than {settings.GRAPHQL_MAX_COST} objects. Ask for shorter lists or fewer levels.",
            operation,
        )
    if weight.meta_depth:
        _check_introspection(weights.schema, weight, operation)
    if weight.aliases > settings.GRAPHQL_MAX_ALIASES:
        message = (
            f"An operation has {settings.GRAPHQL_MAX_ALIASES} aliases at most, counted at each spread of a fragment."
        )
        raise ApiError(ErrorCode.TOO_MANY_ALIASES, message, operation)
    if weight.width > settings.GRAPHQL_MAX_ROOT_FIELDS:
        message = f"An operation has {settings.GRAPHQL_MAX_ROOT_FIELDS} root fields at most."
        raise ApiError(ErrorCode.TOO_MANY_ROOT_FIELDS, message, operation)
    if weight.fields > settings.GRAPHQL_MAX_FIELDS:
        message = (
            f"An operation has {settings.GRAPHQL_MAX_FIELDS} fields at most, counted at each spread of a fragment."
        )
        raise ApiError(ErrorCode.TOO_MANY_FIELDS, message, operation)


def _check_introspection(schema: GraphQLSchema, weight: Weight, operation: OperationDefinitionNode) -> None:
    if not settings.GRAPHQL_INTROSPECTION:
        message = "Introspection is switched off. The schema is at /graphql/schema.graphql."
        raise ApiError(ErrorCode.INTROSPECTION_OFF, message, operation)
    if weight.meta_depth > settings.GRAPHQL_MAX_INTROSPECTION_DEPTH:
        message = f"Nest at most {settings.GRAPHQL_MAX_INTROSPECTION_DEPTH} levels of introspection."
        raise ApiError(ErrorCode.INTROSPECTION_TOO_DEEP, message, operation)
    if weight.meta_cost > settings.GRAPHQL_MAX_INTROSPECTION_COST * standard_introspection_cost(schema):
        message = "This asks for much more than the standard introspection query does."
        raise ApiError(ErrorCode.INTROSPECTION_TOO_COSTLY, message, operation)


@lru_cache(maxsize=1)
def standard_introspection_cost(schema: GraphQLSchema) -> int:
    """Return the weight of the fullest introspection query sent by GraphQL's reference tools."""
    document = parse(get_introspection_query(directive_is_repeatable=True, input_value_deprecation=True))
    (operation,) = (node for node in document.definitions if isinstance(node, OperationDefinitionNode))
    return Scales(schema, document, {}).weigh(operation.selection_set, schema.query_type).meta_cost
