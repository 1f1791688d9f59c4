"""Look-ahead: the fields that a document selects decide which columns are read.

A resolver says what it reads with `reads`; a field without a resolver of its own reads the column of its name. A field
that says nothing costs nothing but speed: then the whole row is read. A plan is made once for a document and kept
with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property, partial
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
from wagtail.models import Page

from .references import keys_of, reference

Resolver = TypeVar("Resolver", bound=Callable)

# What every page is read with: its place, its address and what links to it show.
PAGE_COLUMNS = frozenset({"path", "url_path", "title", "slug", "locale_id"})


def reads(
    *columns: str | Callable[[type[Model]], list[str]], of: Mapping[str, Iterable[str] | None] | None = None
) -> Callable[[Resolver], Resolver]:
    """Say which of an object's fields a resolver reads, the key apart. Nothing means that the key is enough.

    A function is given the model and returns the names. `of` names columns of other objects that the resolver looks at by
    itself, by the label of their model, None for the whole row: the document may select them too, and with fewer columns.
    """

    def mark(resolver: Resolver) -> Resolver:
        vars(resolver).update(reads=columns, reads_of=of or {})
        return resolver

    return mark


COMMON_COLUMNS = {field.attname for field in Page._meta.concrete_fields}


class Shape:
    """Which columns of a model are read, and how a row becomes an object.

    The object is an instance of the model that was not constructed: of what a model's constructor does (signals,
    defaults, child relations) a reader needs nothing, and it would take longer than reading. A column that is not
    among those read is read when somebody asks for it, as Django does for `defer`.
    """

    def __init__(self, model: type[Model], columns: frozenset[str] | None):
        fields = {field.attname: field for field in model._meta.concrete_fields}
        base = PAGE_COLUMNS if issubclass(model, Page) else frozenset()
        names = fields.keys() if columns is None else (columns | base) & fields.keys()
        keys = keys_of(model)
        self.model = model
        self.columns = tuple(name for name in fields if name in names and name not in keys)
        self.names = ("pk", *self.columns)
        self.width = len(self.names)
        # Whether all of it stands in the table that pages of all types share.
        self.is_common = issubclass(model, Page) and set(self.columns) <= COMMON_COLUMNS

    def make(self, row: list[Any], marks: Mapping[str, Any], model: type[Model] | None = None) -> Model:
        """Return the object for a row that begins with the columns of `names`, with `marks` set on it as they are.

        `model` may be a subclass that the row turned out to be of.
        """
        thing = reference(model or self.model, row[0])
        values = thing.__dict__
        values.update(zip(self.columns, row[1 : self.width], strict=True))
        values.update(marks)
        return thing


# The columns that a document reads, by model. None stands for the whole row.
Columns = dict[type[Model], frozenset[str] | None]


class Plan:
    """What one document reads. Made once and kept with the document; threads may share it."""

    def __init__(self, columns: Columns | None = None):
        self.columns = columns or {}
        self._shapes: dict[type[Model], Shape] = {}

    def shape(self, model: type[Model]) -> Shape:
        """Return how objects of the model are read for the document.

        A page that the document doesn't select is only linked to; of anything else the whole row is read then.
        """
        shape = self._shapes.get(model)
        if shape is None:
            unselected: frozenset[str] | None = frozenset() if issubclass(model, Page) else None
            shape = self._shapes[model] = shape_of(model, self.columns.get(model, unselected))
        return shape

    @cached_property
    def common_shape(self) -> Shape:
        """How pages are read whose type is not known yet: with all that any type needs of the table that they share."""
        columns = {"content_type_id"}
        for model, names in self.columns.items():
            if issubclass(model, Page) and names is not None:
                columns |= names & COMMON_COLUMNS
        return shape_of(Page, frozenset(columns))


@cache
def shape_of(model: type[Model], columns: frozenset[str] | None) -> Shape:
    """Return the one shape for the columns: so that it can be part of a key."""
    return Shape(model, columns)


def plan_of(schema: GraphQLSchema, document: DocumentNode) -> Plan:
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
    return Plan({model: None if names is None else frozenset(names) for model, names in columns.items()})


def _models() -> dict[str, type[Model]]:
    return {node._meta.name: model for model, node in registry.class_models.items()}


def columns_read(model: type[Model], name: str, kind: GraphQLObjectType) -> set[str] | None:
    """Return the columns that a field of the model's type reads, None for the whole row."""
    if name == "__typename":
        return set()
    resolver = kind.fields[name].resolve
    told = getattr(resolver, "reads", None)
    if told is None and isinstance(resolver, partial):
        told = resolver.args[:1]  # graphene's own resolver: the attribute of the field's name
    if told is None:
        return None
    columns = set()
    for source in _names(told, model):
        try:
            field: Any = model._meta.get_field(source)
        except FieldDoesNotExist:
            return None
        if not getattr(field, "column", None):
            return None
        columns.add(field.attname)
    return columns


def _names(told: Iterable[str | Callable], model: type[Model]) -> Iterator[str]:
    for source in told:
        if callable(source):
            yield from source(model)
        else:
            yield source


def _fields(schema: GraphQLSchema, document: DocumentNode) -> Iterator[tuple[GraphQLObjectType, FieldNode]]:
    """Yield every field that the document selects, with each object type that it may be selected on."""
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
        # The schema may not have the operation's kind; whoever runs it says so.
        if isinstance(definition, OperationDefinitionNode) and schema.get_root_type(definition.operation):
            yield from walk(definition.selection_set, schema.get_root_type(definition.operation))
