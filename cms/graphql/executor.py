"""Execution without what only asynchronous resolvers need.

graphql-core looks at every value whether it is awaitable, takes every field's type apart for every object, and works out
a field's arguments for every object anew. Resolvers here are synchronous and variables don't change while a document
runs, so what depends on the document alone is worked out once and kept with it (`Program`), and the rest once for each
selection. The rules are those of the GraphQL specification, section 6 (Execution); what isn't on the way of every field is
left to graphql-core.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    ExecutionContext,
    FieldNode,
    GraphQLAbstractType,
    GraphQLError,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    ListValueNode,
    Node,
    ObjectValueNode,
    Undefined,
    ValueNode,
    VariableNode,
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
    bare: Any = whole
    required = isinstance(bare, GraphQLNonNull)
    if required:
        bare = bare.of_type
    if isinstance(bare, GraphQLList):
        return Kind(required, LIST, kind_of(bare.of_type), whole)
    if is_leaf_type(bare):
        return Kind(required, LEAF, bare.serialize, whole)
    return Kind(required, ABSTRACT if is_abstract_type(bare) else OBJECT, bare, whole)


class Outline(NamedTuple):
    """One field of a selection on one type, as far as it depends on the document alone."""

    name: str
    nodes: list[FieldNode]
    field: GraphQLField
    kind: Kind
    path: Path
    # None if they depend on variables.
    arguments: dict[str, Any] | None


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


class Program:
    """One document and what is known of its selections: what graphql-core's `execute` takes as the class of an execution.

    Lives as long as the document, whose nodes' identities are the keys.
    """

    def __init__(self, document: DocumentNode):
        # Which fields a selection has may depend on variables where there are directives.
        self.is_fixed = not _has_directives(document)
        self.outlines: dict[Any, list[Outline]] = {}

    def build(self, *args: Any, **kwargs: Any) -> list[GraphQLError] | ExecutionContext:
        """Return an execution of the document, or what is wrong with its variables."""
        made = Executor.build(*args, **kwargs)
        if isinstance(made, Executor) and self.is_fixed:
            made.outlines = self.outlines
        return made


def _has_directives(document: DocumentNode) -> bool:
    waiting: list[Node] = list(document.definitions)
    while waiting:
        node = waiting.pop()
        if getattr(node, "directives", None):
            return True
        inner = getattr(node, "selection_set", None)
        if inner:
            waiting.extend(inner.selections)
    return False


def _depends_on_variables(value: ValueNode) -> bool:
    if isinstance(value, ListValueNode):
        return any(map(_depends_on_variables, value.values))
    if isinstance(value, ObjectValueNode):
        return any(_depends_on_variables(field.value) for field in value.fields)
    return isinstance(value, VariableNode)


# Where a value stands: the trail of what it stands in, and its name or place there. Thousands are made for an answer and
# hardly ever one is looked at, so they are plain tuples; an error makes a Path of its own.
Trail = tuple[Any, str | int, str | None] | None


def path_of(trail: Trail) -> Path | None:
    """Return the trail as graphql-core's Path."""
    return None if trail is None else Path(path_of(trail[0]), trail[1], trail[2])


class Executor(ExecutionContext):
    """Executes one operation, synchronously. The `path` that resolvers see is the field's name alone."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.outlines: dict[Any, list[Outline]] = {}
        self._steps: dict[Any, list[Step]] = {}
        self._runtime_types: dict[Any, GraphQLObjectType] = {}

    def execute_fields(
        self, parent_type: GraphQLObjectType, source_value: Any, path: Path | None, fields: dict[str, list[FieldNode]]
    ) -> dict[str, Any]:
        return self._run(self._ready(parent_type, self._outline(parent_type, fields)), parent_type, source_value, path)

    def complete_value(
        self,
        return_type: GraphQLOutputType,
        field_nodes: list[FieldNode],
        info: GraphQLResolveInfo,
        path: Path,
        result: Any,
    ) -> Any:
        return self._complete(kind_of(return_type), field_nodes, info, path, result)

    def _outline(self, parent_type: GraphQLObjectType, fields: dict[str, list[FieldNode]]) -> list[Outline]:
        outlines = []
        for name, nodes in fields.items():
            field = get_field_def(self.schema, parent_type, nodes[0])
            if not field:
                continue
            arguments = None
            if not any(_depends_on_variables(argument.value) for argument in nodes[0].arguments):
                with suppress(GraphQLError):  # told when the field runs
                    arguments = get_argument_values(field, nodes[0], {})
            path = Path(None, name, parent_type.name)
            outlines.append(Outline(name, nodes, field, kind_of(field.type), path, arguments))
        return outlines

    def _ready(self, parent_type: GraphQLObjectType, outlines: list[Outline]) -> list[Step]:
        steps = []
        for name, nodes, field, kind, path, known in outlines:
            arguments, fault = known or {}, None
            if known is None:
                try:
                    arguments = get_argument_values(field, nodes[0], self.variable_values)
                except Exception as error:  # noqa: BLE001  told at each object, as the specification has it
                    fault = error
            info = self.build_resolve_info(field, nodes, parent_type, path)
            steps.append(Step(name, nodes, field.resolve or self.field_resolver, arguments, fault, info, kind))
        return steps

    def _run(self, steps: list[Step], parent_type: GraphQLObjectType, source: Any, trail: Trail) -> dict[str, Any]:
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
                    results[name] = self._complete(kind, nodes, info, (trail, name, parent_type.name), result)
            except Exception as raw:  # noqa: BLE001  whatever a resolver raises is an error of its field
                self._note(raw, nodes, kind, (trail, name, parent_type.name))
                results[name] = None
        return results

    def _complete(self, kind: Kind, nodes: list[FieldNode], info: GraphQLResolveInfo, trail: Trail, result: Any) -> Any:
        if result is None or result is Undefined:
            if kind.required:
                raise TypeError(f"Cannot return null for non-nullable field {info.parent_type.name}.{info.field_name}.")
            return None
        if isinstance(result, Exception):
            raise result
        how, inner = kind.how, kind.inner
        if how == OBJECT:
            return self._complete_object(inner, nodes, trail, result)
        if how == LIST:
            return self._complete_items(inner, nodes, info, trail, result)
        if how == ABSTRACT:
            return self._complete_object(self._runtime_type(inner, nodes, info, result), nodes, trail, result)
        value = inner(result)
        if value is None or value is Undefined:
            raise _not_serialised(kind, result, value)
        return value

    def _complete_object(self, kind: GraphQLObjectType, nodes: list[FieldNode], trail: Trail, result: Any) -> Any:
        key = (kind, id(nodes[0])) if len(nodes) == 1 else (kind, *map(id, nodes))
        steps = self._steps.get(key)
        if steps is None:
            outlines = self.outlines.get(key)
            if outlines is None:
                outlines = self.outlines[key] = self._outline(kind, self.collect_subfields(kind, nodes))
            steps = self._steps[key] = self._ready(kind, outlines)
        return self._run(steps, kind, result, trail)

    def _complete_items(
        self, kind: Kind, nodes: list[FieldNode], info: GraphQLResolveInfo, trail: Trail, result: Any
    ) -> list[Any]:
        completed = []
        for index, item in enumerate(result):
            try:
                completed.append(self._complete(kind, nodes, info, (trail, index, None), item))
            except Exception as raw:  # noqa: BLE001  whatever it is, it is an error of its item
                self._note(raw, nodes, kind, (trail, index, None))
                completed.append(None)
        return completed

    def _runtime_type(
        self, kind: GraphQLAbstractType, nodes: list[FieldNode], info: GraphQLResolveInfo, result: Any
    ) -> GraphQLObjectType:
        """Return the object type of a value of an interface or union; each that comes out is checked once."""
        name = (kind.resolve_type or self.type_resolver)(result, info, kind)
        found = self._runtime_types.get((kind, name))
        if found is None:
            found = self.ensure_valid_runtime_type(name, kind, nodes, info, result)
            self._runtime_types[kind, name] = found
        return found

    def _note(self, raw: Exception, nodes: list[FieldNode], kind: Kind, trail: Trail) -> None:
        path: Any = path_of(trail)
        self.handle_field_error(located_error(raw, nodes, path.as_list()), kind.type, path)


def _not_serialised(kind: Kind, result: Any, value: Any) -> TypeError:
    return TypeError(f"{kind.type} can't hold {inspect(result)}: it came out as {inspect(value)}.")
