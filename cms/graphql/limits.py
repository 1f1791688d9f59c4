"""What one document may ask for, decided before any of it runs.

Depth counts objects below each other; cost is how many objects the document could bring at most, with the sizes of nested
lists multiplied. Introspection is not counted: it reads no content.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLSchema,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

from .connections import DEFAULT_SIZE, LARGEST_SIZE
from .errors import ApiError, ErrorCode
from .filter_limits import check_wheres

# Rows that belong to an object, such as the papers of a meeting: a handful by nature.
ROWS_SIZE = 5
# What stands around the items of a connection; the connection itself has counted them.
WRAPPERS = ("Connection", "Edge")


@dataclass(frozen=True)
class Weight:
    """What a selection asks for, of one parent."""

    cost: int = 0
    depth: int = 0


def check_limits(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: dict[str, Any]
) -> None:
    """Raise ApiError (TOO_DEEP, TOO_COSTLY, TOO_COMPLEX) if the operation asks for more than settings allow.

    The document must have passed validation: a fragment that spreads itself would never end here.
    """
    check_wheres(document, operation, variables)
    weight = _Scales(schema, document, variables).weigh(operation.selection_set, schema.query_type)
    if weight.depth > settings.GRAPHQL_MAX_DEPTH:
        raise ApiError(ErrorCode.TOO_DEEP, f"Nest at most {settings.GRAPHQL_MAX_DEPTH} levels of objects.", operation)
    if weight.cost > settings.GRAPHQL_MAX_COST:
        raise ApiError(
            ErrorCode.TOO_COSTLY,
            f"This could bring more than {settings.GRAPHQL_MAX_COST} objects. Ask for shorter lists or fewer levels.",
            operation,
        )


class _Scales:
    """Weighs selections; a fragment is weighed once, however often it is spread."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: dict[str, Any]):
        self.schema = schema
        self.variables = variables
        self.fragments = {n.name.value: n for n in document.definitions if isinstance(n, FragmentDefinitionNode)}
        self.weights: dict[str, Weight] = {}

    def weigh(self, selections: SelectionSetNode, parent: GraphQLNamedType) -> Weight:
        cost = depth = 0
        for node in selections.selections:
            if isinstance(node, FragmentSpreadNode):
                weight = self.fragment(node.name.value)
            elif isinstance(node, FieldNode):
                weight = self.field(node, parent)
            else:
                condition = node.type_condition
                kind = self.schema.type_map[condition.name.value] if condition else parent
                weight = self.weigh(node.selection_set, kind)
            cost, depth = cost + weight.cost, max(depth, weight.depth)
        return Weight(cost, depth)

    def fragment(self, name: str) -> Weight:
        if name not in self.weights:
            node = self.fragments[name]
            self.weights[name] = self.weigh(node.selection_set, self.schema.type_map[node.type_condition.name.value])
        return self.weights[name]

    def field(self, node: FieldNode, parent: GraphQLNamedType) -> Weight:
        if not node.selection_set or node.name.value.startswith("__"):
            return Weight()
        kind = parent.fields[node.name.value].type
        inner = self.weigh(node.selection_set, get_named_type(kind))
        if parent.name.endswith(WRAPPERS):
            return inner
        size = self.size(node, kind)
        return Weight(size * (1 + inner.cost), 1 + inner.depth)

    def size(self, node: FieldNode, kind) -> int:
        """Return how many objects the field may bring for one parent."""
        if not get_named_type(kind).name.endswith("Connection"):
            return ROWS_SIZE if is_list_type(get_nullable_type(kind)) else 1
        for argument in node.arguments:
            if argument.name.value in ("first", "last"):
                return self.number(argument.value)
        return DEFAULT_SIZE

    def number(self, value: Any) -> int:
        if isinstance(value, IntValueNode):
            found: Any = int(value.value)
        else:
            found = self.variables.get(value.name.value) if isinstance(value, VariableNode) else None
        # A size that makes no sense is refused by the list itself, in better words.
        return min(max(found, 1), LARGEST_SIZE) if isinstance(found, int) else DEFAULT_SIZE
