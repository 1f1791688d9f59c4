"""What one document may ask for, decided before any of it runs.

Depth counts fields below each other that hold objects; cost is how many objects the document could bring at most, with the
sizes of nested lists multiplied. Introspection is not counted: it reads no content.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)

from .connections import DEFAULT_SIZE, LARGEST_SIZE
from .errors import ApiError, ErrorCode


def check_limits(document: DocumentNode, operation: OperationDefinitionNode, variables: dict[str, Any]) -> None:
    """Raise ApiError (TOO_DEEP, TOO_COSTLY) if the operation asks for more than settings allow.

    The document must have passed validation: a fragment that spreads itself would never end here.
    """
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    _Measure(fragments, variables).walk(operation.selection_set, depth=1, times=1)


class _Measure:
    """Adds up an operation and stops as soon as it is too much."""

    def __init__(self, fragments: dict[str, FragmentDefinitionNode], variables: dict[str, Any]):
        self.fragments = fragments
        self.variables = variables
        self.cost = 0

    def walk(self, selections: SelectionSetNode, *, depth: int, times: int) -> None:
        for node in selections.selections:
            if isinstance(node, FragmentSpreadNode):
                self.walk(self.fragments[node.name.value].selection_set, depth=depth, times=times)
            elif isinstance(node, InlineFragmentNode):
                self.walk(node.selection_set, depth=depth, times=times)
            elif isinstance(node, FieldNode) and node.selection_set and not node.name.value.startswith("__"):
                self.field(node, depth=depth, times=times)

    def field(self, node: FieldNode, *, depth: int, times: int) -> None:
        if depth > settings.GRAPHQL_MAX_DEPTH:
            raise ApiError(ErrorCode.TOO_DEEP, f"Nest at most {settings.GRAPHQL_MAX_DEPTH} levels of objects.", node)
        times *= self.size(node)
        self.cost += times
        if self.cost > settings.GRAPHQL_MAX_COST:
            raise ApiError(
                ErrorCode.TOO_COSTLY,
                f"This could bring more than {settings.GRAPHQL_MAX_COST} objects. Ask for shorter lists or fewer levels.",
                node,
            )
        self.walk(node.selection_set, depth=depth + 1, times=times)

    def size(self, node: FieldNode) -> int:
        """Return how many objects the field may bring for one parent.

        Only a connection's inside (`nodes`, `edges`) tells that a field is a list, so its default counts there.
        """
        names = {inner.name.value for inner in node.selection_set.selections if isinstance(inner, FieldNode)}
        for argument in node.arguments:
            if argument.name.value in ("first", "last"):
                return self.number(argument.value)
        return DEFAULT_SIZE if names & {"nodes", "edges"} else 1

    def number(self, value: Any) -> int:
        if isinstance(value, IntValueNode):
            found: Any = int(value.value)
        else:
            found = self.variables.get(value.name.value) if isinstance(value, VariableNode) else None
        # A size that makes no sense is refused by the list itself, in better words.
        return min(max(found, 1), LARGEST_SIZE) if isinstance(found, int) else DEFAULT_SIZE
