"""Limits of the `where` arguments of one document, checked before any of it runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from graphql import (
    ArgumentNode,
    DocumentNode,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    VariableNode,
)

from .errors import ApiError, ErrorCode
from .filter_types import MOST_VALUES


def check_wheres(document: DocumentNode, operation: OperationDefinitionNode, variables: dict[str, Any]) -> None:
    """Raise ApiError (TOO_COMPLEX) if all `where` of the document together exceed the settings.

    Conditions are counted as written or sent as variables; nesting is per `where`; a list of values is one condition of
    limited length.
    """
    source = document.loc.source.body if document.loc else None
    if source is not None and "where" not in source:
        return  # most documents: no need to walk them
    defaults: dict[str, Node | None] = {
        definition.variable.name.value: definition.default_value for definition in operation.variable_definitions
    }
    count = _Count(variables, defaults)
    for argument in _wheres(document):
        count.add(argument.value, 1)


def _wheres(node: Any) -> Iterator[ArgumentNode]:
    """Yield the `where` of every field of a document."""
    pending = list(node.definitions)
    while pending:
        node = pending.pop()
        for argument in getattr(node, "arguments", ()):
            if argument.name.value == "where":
                yield argument
        selections = getattr(node, "selection_set", None)
        pending += selections.selections if selections else ()


class _Count:
    """Counts conditions, in syntax and in the values of variables."""

    def __init__(self, variables: dict[str, Any], defaults: dict[str, Node | None]):
        self.variables = variables
        self.defaults = defaults
        self.number = 0

    def add(self, value: Any, depth: int) -> None:
        if isinstance(value, VariableNode):
            name = value.name.value
            value = self.variables[name] if name in self.variables else self.defaults.get(name)
        members = self.members(value)
        if members:
            if depth > settings.GRAPHQL_MAX_WHERE_DEPTH:
                raise ApiError(
                    ErrorCode.TOO_COMPLEX, f"Nest at most {settings.GRAPHQL_MAX_WHERE_DEPTH} levels in a `where`."
                )
            for member in members:
                self.add(member, depth + 1)
            return
        items = list(value.values) if isinstance(value, ListValueNode) else value
        if isinstance(items, list):
            self.add_list(items, depth)
            return
        self.one()

    @staticmethod
    def members(value: Any) -> list[Any]:
        if isinstance(value, ObjectValueNode):
            return [field.value for field in value.fields]
        return list(value.values()) if isinstance(value, dict) else []

    def add_list(self, items: list[Any], depth: int) -> None:
        if len(items) > MOST_VALUES:
            raise ApiError(ErrorCode.TOO_COMPLEX, f"List at most {MOST_VALUES} values in a `where`.")
        structured = [item for item in items if isinstance(item, ObjectValueNode | VariableNode | dict | list)]
        for item in structured:
            # A list isn't a level of its own: its items are at its level.
            self.add(item, depth)
        if len(structured) < len(items) or not items:
            self.one()

    def one(self) -> None:
        self.number += 1
        if self.number > settings.GRAPHQL_MAX_CONDITIONS:
            raise ApiError(
                ErrorCode.TOO_COMPLEX,
                f"Ask at most {settings.GRAPHQL_MAX_CONDITIONS} conditions in all `where` of a document.",
            )
