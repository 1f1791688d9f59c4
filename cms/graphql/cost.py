"""The cost of one operation, computed before any of it runs.

Cost is the maximum number of objects that the operation could return, with the sizes of nested lists multiplied; depth
is the number of nested levels of objects. A fragment's selections count wherever it is spread. Introspection reads no
content and is weighed separately, with the average lengths of this schema's lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNonNull,
    GraphQLNullableType,
    GraphQLSchema,
    IntValueNode,
    ListValueNode,
    Node,
    OperationDefinitionNode,
    SchemaMetaFieldDef,
    SelectionSetNode,
    TypeMetaFieldDef,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_list_type,
)

from .connections import DEFAULT_SIZE, LARGEST_SIZE

# Rows that belong to an object, such as the papers of a meeting: a handful by nature.
ROWS_SIZE = 5
# The wrappers of a connection's items, which the connection itself has counted.
WRAPPERS = ("Connection", "Edge")
SIZES = ("first", "last", "ids")
META_FIELDS = {"__schema": SchemaMetaFieldDef, "__type": TypeMetaFieldDef}


@dataclass(frozen=True)
class Weight:
    """The weight of a selection for one parent.

    `cost` and `depth` are of content, `meta_cost` and `meta_depth` of introspection. `width` counts the fields of this level,
    `fields` and `aliases` those of all levels.
    """

    cost: int = 0
    depth: int = 0
    meta_cost: int = 0
    meta_depth: int = 0
    width: int = 0
    fields: int = 0
    aliases: int = 0

    def __add__(self, other: Weight) -> Weight:
        return Weight(
            self.cost + other.cost,
            max(self.depth, other.depth),
            self.meta_cost + other.meta_cost,
            max(self.meta_depth, other.meta_depth),
            self.width + other.width,
            self.fields + other.fields,
            self.aliases + other.aliases,
        )


class Scales:
    """Weighs selections of one document; a fragment is weighed once, however often it is spread.

    The document must have passed validation: a fragment that spreads itself would never end here.
    """

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: dict[str, Any]):
        self.schema = schema
        self.variables = variables
        self.fragments = {n.name.value: n for n in document.definitions if isinstance(n, FragmentDefinitionNode)}
        self.weights: dict[str, Weight] = {}

    def weigh(self, selections: SelectionSetNode, parent: Any) -> Weight:
        """Return the weight of the selections for one object of the parent's type."""
        weight = Weight()
        node: Any
        for node in selections.selections:
            if isinstance(node, FragmentSpreadNode):
                weight += self.fragment(node.name.value)
            elif isinstance(node, FieldNode):
                weight += self.field(node, parent)
            else:
                condition = node.type_condition
                kind = self.schema.type_map[condition.name.value] if condition else parent
                weight += self.weigh(node.selection_set, kind)
        return weight

    def fragment(self, name: str) -> Weight:
        if name not in self.weights:
            node = self.fragments[name]
            self.weights[name] = self.weigh(node.selection_set, self.schema.type_map[node.type_condition.name.value])
        return self.weights[name]

    def field(self, node: FieldNode, parent: Any) -> Weight:
        aliases = 1 if node.alias else 0
        if not node.selection_set:
            return Weight(width=1, fields=1, aliases=aliases)
        name = node.name.value
        kind: Any = (META_FIELDS.get(name) or parent.fields[name]).type
        inner = self.weigh(node.selection_set, get_named_type(kind))
        counted = {"width": 1, "fields": 1 + inner.fields, "aliases": aliases + inner.aliases}
        if name in META_FIELDS or parent.name.startswith("__"):
            size = mean_sizes(self.schema).get(name, ROWS_SIZE) if is_list_type(get_nullable_type(kind)) else 1
            return Weight(meta_cost=size * (1 + inner.meta_cost), meta_depth=1 + inner.meta_depth, **counted)
        meta = {"meta_cost": inner.meta_cost, "meta_depth": inner.meta_depth}
        if parent.name.endswith(WRAPPERS):
            return Weight(cost=inner.cost, depth=inner.depth, **meta, **counted)
        return Weight(cost=self.size(node, kind) * (1 + inner.cost), depth=1 + inner.depth, **meta, **counted)

    def size(self, node: FieldNode, kind: GraphQLNullableType | GraphQLNonNull[Any]) -> int:
        """Return the maximum number of objects of the field for one parent."""
        connection = get_named_type(kind).name.endswith("Connection")
        if not connection and not is_list_type(get_nullable_type(kind)):
            return 1
        for argument in node.arguments:
            if argument.name.value in SIZES:
                return self.number(argument.value)
        return DEFAULT_SIZE if connection else ROWS_SIZE

    def number(self, value: Any) -> int:
        if isinstance(value, IntValueNode):
            found: Any = int(value.value)
        elif isinstance(value, ListValueNode):
            found = len(value.values)
        else:
            found = self.variables.get(value.name.value) if isinstance(value, VariableNode) else None
        # An invalid size is refused by the list itself, with a better message.
        return min(max(found, 1), LARGEST_SIZE) if isinstance(found, int) else DEFAULT_SIZE


# Maximum number of weights kept for one document whose variables give sizes.
MOST_WEIGHTS = 100


class Weights:
    """The weights of a document's operations, kept by the sizes in their variables.

    The document must have passed validation.
    """

    def __init__(self, schema: GraphQLSchema, document: DocumentNode):
        self.schema = schema
        self.document = document
        self.sizes = sorted(_variables_for_sizes(document))
        self._kept: dict[tuple[int | None, ...], Weight] = {}

    def of(self, operation: OperationDefinitionNode, variables: dict[str, Any]) -> Weight:
        """Return the weight of the operation with the variables."""
        sent = _defaults(operation) | variables if self.sizes else {}
        given = {name: size for name in self.sizes if (size := _size(sent.get(name))) is not None}
        key = (id(operation), *(given.get(name) for name in self.sizes))
        weight = self._kept.get(key)
        if weight is None:
            root = self.schema.get_root_type(operation.operation) or self.schema.query_type
            weight = Scales(self.schema, self.document, given).weigh(operation.selection_set, root)
            if len(self._kept) < MOST_WEIGHTS:
                self._kept[key] = weight
        return weight


def _size(value: Any) -> int | None:
    """Return the size that a variable gives: a number, or the length of a list of ids."""
    return len(value) if isinstance(value, list) else value if isinstance(value, int) else None


def _defaults(operation: OperationDefinitionNode) -> dict[str, Any]:
    """Return the defaults of the operation's variables that are whole numbers or lists."""
    values = {one.variable.name.value: one.default_value for one in operation.variable_definitions}
    numbers = {name: int(value.value) for name, value in values.items() if isinstance(value, IntValueNode)}
    return numbers | {name: list(value.values) for name, value in values.items() if isinstance(value, ListValueNode)}


def _variables_for_sizes(document: DocumentNode) -> set[str]:
    found = set()
    waiting: list[Node] = list(document.definitions)
    while waiting:
        node = waiting.pop()
        for argument in getattr(node, "arguments", None) or ():
            if argument.name.value in SIZES and isinstance(argument.value, VariableNode):
                found.add(argument.value.name.value)
        inner = getattr(node, "selection_set", None)
        if inner:
            waiting.extend(inner.selections)
    return found


@lru_cache(maxsize=1)
def mean_sizes(schema: GraphQLSchema) -> dict[str, int]:
    """Return the lengths of introspection's lists, by field: the average of the types with such a list."""
    kinds: list[Any] = list(schema.type_map.values())
    fields: list[GraphQLField] = [
        f for kind in kinds for f in getattr(kind, "fields", {}).values() if hasattr(f, "args")
    ]
    return {
        "types": len(kinds),
        "fields": _mean(len(kind.fields) for kind in kinds if hasattr(kind, "fields")),
        "interfaces": _mean(len(kind.interfaces) for kind in kinds if hasattr(kind, "interfaces")),
        "possibleTypes": _mean(len(schema.get_possible_types(k)) for k in kinds if is_abstract_type(k)),
        "enumValues": _mean(len(kind.values) for kind in kinds if hasattr(kind, "values")),
        "args": _mean(len(field.args) for field in fields),
    }


def _mean(lengths: Iterable[int]) -> int:
    counted = list(lengths)
    return max(1, -(-sum(counted) // max(1, len(counted))))
