"""The directive `@asOf`: an operation is answered as an anonymous reader would have got it at a past moment.

It is part of the document, not of the request, so that answers are kept and shared like any others, and a frontend passes
the day as a variable.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from graphql import (
    DirectiveLocation,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLArgument,
    GraphQLDirective,
    GraphQLSchema,
    GraphQLString,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_composite_type,
)
from graphql.execution.values import get_directive_values, get_variable_values
from wagtail.models import Page

from cms.history.moments import UnknownMomentError, known_since, past_moment
from cms.history.tables import has_history
from cms.visibility.period import Period, current_period, within

from .errors import ApiError, ErrorCode

AS_OF = GraphQLDirective(
    "asOf",
    [DirectiveLocation.QUERY],
    {
        "at": GraphQLArgument(
            GraphQLString,
            description="A day (its end), or a moment with its time zone. Null is today, without the directive.",
        )
    },
    description="Answers the operation as an anonymous reader would have got it at a past moment. The search refuses it.",
)


@dataclass(frozen=True)
class AsOf:
    """A past moment at which an operation is answered, and from when on each table is known."""

    moment: datetime.datetime
    present: Period | None
    known: dict[str, datetime.datetime]


def asked_as_of(schema: GraphQLSchema, operation: OperationDefinitionNode, variables: dict[str, Any]) -> AsOf | None:
    """Return the past moment at which an operation is to be answered; None for now.

    Raises ApiError (INVALID_AS_OF).
    """
    if not any(one.name.value == AS_OF.name for one in operation.directives):
        return None
    values = get_variable_values(schema, operation.variable_definitions or (), variables)
    if isinstance(values, list):  # the execution says what is wrong with them
        return None
    text = (get_directive_values(AS_OF, operation, values) or {}).get("at")
    if text is None:
        return None
    present = current_period()
    with within(present):
        try:
            return AsOf(past_moment(text), present, known_since())
        except UnknownMomentError as error:
            raise ApiError(ErrorCode.INVALID_AS_OF, str(error), operation) from error


def extension(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, asked: AsOf, lost: set[str]
) -> dict[str, Any]:
    """Return what an answer says of its moment: itself, the first known one, and the fields not known for it.

    `lost` has the paths of those whose files aren't kept any more.
    """
    zone = timezone.get_default_timezone()
    late = {table for table, since in asked.known.items() if since > asked.moment}
    return {
        "moment": asked.moment.astimezone(zone).isoformat(),
        "firstKnown": asked.known[Page._meta.db_table].astimezone(zone).isoformat(),
        "unknown": sorted({*lost, *_unknown(schema, document, operation, late)}),
    }


def _unknown(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, late: set[str]
) -> Iterator[str]:
    """Yield the paths of the fields whose objects have no history, or whose tables have one only from a later moment on."""
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}

    def walk(selections: SelectionSetNode, kind: Any, path: str) -> Iterator[str]:
        node: Any
        for node in selections.selections:
            if isinstance(node, FieldNode):
                if node.name.value.startswith("__") or node.selection_set is None:
                    continue
                below = get_named_type(kind.fields[node.name.value].type)
                here = f"{path}.{(node.alias or node.name).value}".lstrip(".")
                if _tables(below) & late or not _has_history(below):
                    yield here
                yield from walk(node.selection_set, below, here)
                continue
            if isinstance(node, FragmentSpreadNode):
                node = fragments[node.name.value]
            condition = node.type_condition
            yield from walk(node.selection_set, schema.type_map[condition.name.value] if condition else kind, path)

    yield from walk(operation.selection_set, schema.query_type, "")


def _has_history(kind: Any) -> bool:
    """Say whether a type has a history, unless it says itself that it has none."""
    return getattr(getattr(kind, "graphene_type", None), "has_history", True)


def _tables(kind: Any) -> set[str]:
    model = getattr(getattr(getattr(kind, "graphene_type", None), "_meta", None), "model", None)
    if model is None or not is_composite_type(kind):
        return set()
    return {one._meta.db_table for one in (model, *model._meta.get_parent_list()) if has_history(one)}
