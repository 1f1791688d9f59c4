"""Look-ahead: the columns to read are derived from the fields that a document selects.

A resolver declares its columns with `reads`; a field without a resolver of its own reads the column of its name. A
missing declaration only costs speed: the whole row is then read. A plan is made once for a document and kept with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, TypeVar

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
)
from grapple.registry import registry

from cms.batches.shapes import ReadPlan

Resolver = TypeVar("Resolver", bound=Callable[..., Any])


def reads(
    *columns: str | Callable[[type[Model]], list[str]], of: Mapping[str, Iterable[str] | None] | None = None
) -> Callable[[Resolver], Resolver]:
    """Declare the fields of an object that a resolver reads besides the key. Without arguments, it needs only the key.

    A function takes the model and returns the names. `of` names columns of other objects that the resolver reads, by
    the label of their model, None for the whole row: the document may also select them, with fewer columns.
    """

    def mark(resolver: Resolver) -> Resolver:
        vars(resolver).update(reads=columns, reads_of=of or {})
        return resolver

    return mark


def plan_of(schema: GraphQLSchema, document: DocumentNode) -> ReadPlan:
    """Return the plan of a document. The document must have passed validation."""
    columns: dict[type[Model], set[str] | None] = {}
    models = _models()

    def need(model: type[Model], names: Iterable[str] | None) -> None:
        known = columns.setdefault(model, set())
        if names is None:
            columns[model] = None
        elif known is not None:
            known.update(names)

    for kind, field in _fields(schema, document):
        name = field.name.value
        if kind.name in models:
            need(models[kind.name], columns_read(models[kind.name], name, kind))
        if name in kind.fields:
            for label, names in getattr(kind.fields[name].resolve, "reads_of", {}).items():
                need(apps.get_model(label), names)
    return ReadPlan({model: None if names is None else frozenset(names) for model, names in columns.items()})


def _models() -> dict[str, type[Model]]:
    return {node._meta.name: model for model, node in registry.class_models.items()}


def columns_read(model: type[Model], name: str, kind: GraphQLObjectType) -> set[str] | None:
    """Return the columns that a field of the model's type reads; None for the whole row."""
    if name == "__typename":
        return set()
    resolver = kind.fields[name].resolve
    sources = getattr(resolver, "reads", None)
    if sources is None and isinstance(resolver, partial):
        sources = resolver.args[:1]  # graphene's own resolver: the attribute of the field's name
    if sources is None:
        return None
    columns = set()
    for source in _names(sources, model):
        try:
            field: Any = model._meta.get_field(source)
        except FieldDoesNotExist:
            return None
        if not getattr(field, "column", None):
            return None
        columns.add(field.attname)
    return columns


def _names(sources: Iterable[str | Callable[[type[Model]], list[str]]], model: type[Model]) -> Iterator[str]:
    for source in sources:
        if callable(source):
            yield from source(model)
        else:
            yield source


def _fields(schema: GraphQLSchema, document: DocumentNode) -> Iterator[tuple[GraphQLObjectType, FieldNode]]:
    """Yield every field that the document selects, with each object type on which it may be selected."""
    fragments = {n.name.value: n for n in document.definitions if isinstance(n, FragmentDefinitionNode)}
    spread: set[str] = set()

    def objects(kind: Any) -> list[GraphQLObjectType]:
        return schema.get_possible_types(kind) if is_abstract_type(kind) else [kind]

    def walk(selections: SelectionSetNode | None, kind: Any) -> Iterator[Any]:
        node: Any
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                for one in objects(kind):
                    yield one, node
                if node.selection_set and not node.name.value.startswith("__"):
                    yield from walk(node.selection_set, get_named_type(kind.fields[node.name.value].type))
            elif isinstance(node, FragmentSpreadNode):
                name = node.name.value
                if name not in spread:
                    spread.add(name)
                    fragment = fragments[name]
                    yield from walk(fragment.selection_set, schema.type_map[fragment.type_condition.name.value])
            else:
                condition = node.type_condition
                yield from walk(node.selection_set, schema.type_map[condition.name.value] if condition else kind)

    for definition in document.definitions:
        # If the schema lacks the operation's kind, running it reports this.
        if isinstance(definition, OperationDefinitionNode) and schema.get_root_type(definition.operation):
            yield from walk(definition.selection_set, schema.get_root_type(definition.operation))
