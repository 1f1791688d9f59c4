"""Execution without what only asynchronous resolvers need.

graphql-core looks at every value whether it is awaitable, takes every field's type apart for every object, and works out
a field's arguments for every object anew. Resolvers here are synchronous and variables don't change while a document
runs, so all that depends on the document alone is worked out once for each selection. The rules are those of the
GraphQL specification, section 6 (Execution); what isn't on the way of every field is left to graphql-core.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from graphql import (
    ExecutionContext,
    FieldNode,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    Undefined,
    is_abstract_type,
    is_leaf_type,
    located_error,
)
from graphql.execution.execute import get_field_def
from graphql.execution.values import get_argument_values
from graphql.pyutils import Path, inspect

# How a value is completed.
LEAF, OBJECT, LIST, ABSTRACT = range(4)


class Kind(NamedTuple):
    """A type taken apart: whether it must not be null, how its values are completed, and by what."""

    required: bool
    how: int
    inner: Any
    type: GraphQLOutputType


@cache
def kind_of(whole: GraphQLOutputType) -> Kind:
    """Return the type taken apart. `inner` is the function that serialises a leaf, or the kind of a list's items."""
    required = isinstance(whole, GraphQLNonNull)
    bare = whole.of_type if required else whole
    if isinstance(bare, GraphQLList):
        return Kind(required, LIST, kind_of(bare.of_type), whole)
    if is_leaf_type(bare):
        return Kind(required, LEAF, bare.serialize, whole)
    return Kind(required, ABSTRACT if is_abstract_type(bare) else OBJECT, bare, whole)


class Step(NamedTuple):
    """One field of a selection on one type, ready to be resolved for any number of objects."""

    name: str
    nodes: list[FieldNode]
    resolve: Callable[..., Any]
    arguments: dict[str, Any]
    # What is wrong with the arguments, if anything.
    fault: Exception | None
    info: GraphQLResolveInfo
    kind: Kind


class Executor(ExecutionContext):
    """Executes one operation, synchronously. The `path` that resolvers see is that of the first object of a selection."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._steps: dict[Any, list[Step]] = {}

    def execute_fields(
        self, parent_type: GraphQLObjectType, source_value: Any, path: Path | None, fields: dict[str, list[FieldNode]]
    ) -> dict[str, Any]:
        return self._run(self._plan(parent_type, path, fields), parent_type, source_value, path)

    def complete_value(
        self,
        return_type: GraphQLOutputType,
        field_nodes: list[FieldNode],
        info: GraphQLResolveInfo,
        path: Path,
        result: Any,
    ) -> Any:
        return self._complete(kind_of(return_type), field_nodes, info, path, result)

    def complete_object_value(
        self,
        return_type: GraphQLObjectType,
        field_nodes: list[FieldNode],
        info: GraphQLResolveInfo,
        path: Path,
        result: Any,
    ) -> dict[str, Any]:
        key = (return_type, id(field_nodes[0])) if len(field_nodes) == 1 else (return_type, *map(id, field_nodes))
        steps = self._steps.get(key)
        if steps is None:
            fields = self.collect_subfields(return_type, field_nodes)
            steps = self._steps[key] = self._plan(return_type, path, fields)
        return self._run(steps, return_type, result, path)

    def _plan(
        self, parent_type: GraphQLObjectType, path: Path | None, fields: dict[str, list[FieldNode]]
    ) -> list[Step]:
        steps = []
        for name, nodes in fields.items():
            field = get_field_def(self.schema, parent_type, nodes[0])
            if not field:
                continue
            info = self.build_resolve_info(field, nodes, parent_type, Path(path, name, parent_type.name))
            arguments: dict[str, Any] = {}
            fault = None
            try:
                arguments = get_argument_values(field, nodes[0], self.variable_values)
            except Exception as error:  # noqa: BLE001  told at each object, as the specification has it
                fault = error
            resolve = field.resolve or self.field_resolver
            steps.append(Step(name, nodes, resolve, arguments, fault, info, kind_of(field.type)))
        return steps

    def _run(self, steps: list[Step], parent_type: GraphQLObjectType, source: Any, path: Path | None) -> dict[str, Any]:
        results = {}
        for name, nodes, resolve, arguments, fault, info, kind in steps:
            try:
                if fault is not None:
                    raise fault
                result = resolve(source, info, **arguments)
                if kind.how == LEAF and result is not None and not isinstance(result, Exception):
                    value = kind.inner(result)
                    if value is None or value is Undefined:
                        raise _not_serialised(kind, result, value)
                    results[name] = value
                else:
                    results[name] = self._complete(kind, nodes, info, Path(path, name, parent_type.name), result)
            except Exception as raw:  # noqa: BLE001  whatever a resolver raises is an error of its field
                where = Path(path, name, parent_type.name)
                self.handle_field_error(located_error(raw, nodes, where.as_list()), kind.type, where)
                results[name] = None
        return results

    def _complete(self, kind: Kind, nodes: list[FieldNode], info: GraphQLResolveInfo, path: Path, result: Any) -> Any:
        if isinstance(result, Exception):
            raise result
        if result is None or result is Undefined:
            if kind.required:
                raise TypeError(f"Cannot return null for non-nullable field {info.parent_type.name}.{info.field_name}.")
            return None
        how, inner = kind.how, kind.inner
        if how == OBJECT:
            return self.complete_object_value(inner, nodes, info, path, result)
        if how == LIST:
            return self._complete_items(inner, nodes, info, path, result)
        if how == ABSTRACT:
            completed = self.complete_abstract_value(inner, nodes, info, path, result)
            if completed is None and kind.required:
                raise TypeError(f"Cannot return null for non-nullable field {info.parent_type.name}.{info.field_name}.")
            return completed
        value = inner(result)
        if value is None or value is Undefined:
            raise _not_serialised(kind, result, value)
        return value

    def _complete_items(
        self, kind: Kind, nodes: list[FieldNode], info: GraphQLResolveInfo, path: Path, result: Any
    ) -> list[Any]:
        completed = []
        for index, item in enumerate(result):
            item_path = Path(path, index, None)
            try:
                completed.append(self._complete(kind, nodes, info, item_path, item))
            except Exception as raw:  # noqa: BLE001  whatever it is, it is an error of its item
                self.handle_field_error(located_error(raw, nodes, item_path.as_list()), kind.type, item_path)
                completed.append(None)
        return completed


def _not_serialised(kind: Kind, result: Any, value: Any) -> TypeError:
    return TypeError(f"{kind.type} can't hold {inspect(result)}: it came out as {inspect(value)}.")
