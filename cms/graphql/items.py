"""Items of `graphql_fields`: a name, a description, an origin, and a function that makes the GraphQL field."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import graphene
from django.apps import apps
from django.db.models import Model
from grapple.models import GraphQLField
from grapple.registry import registry
from wagtail.blocks import StructValue
from wagtail.models import Page

from .context import Info
from .interfaces import PageInterface
from .origins import Origin


def value_of(root: Any, source: str, info: Info) -> Any:
    """Return a field's value from a model instance or a block.

    A model's method is called with `info`, as in grapple.
    """
    if isinstance(root, Model):
        value = getattr(root, source)
        return value(info) if callable(value) else value
    struct = root if isinstance(root, StructValue) else root.value
    return struct[source] if source in struct else getattr(struct, source)


def model_type(label: str) -> type[graphene.ObjectType] | type[graphene.Interface]:
    """Return the GraphQL type of the model `"app.Model"`; for the base page, the page interface."""
    model = apps.get_model(label)
    return PageInterface if model is Page else registry.class_models[model]


@cache
def model_of(label: str) -> type[Model]:
    """Return the model `"app.Model"`."""
    return apps.get_model(label)


class GraphQLItem:
    """An item of `graphql_fields`. grapple calls it once all types are known, and `build` then makes the field.

    `origin` describes its value in the database, if lists can be filtered and sorted by it. `source` is the attribute
    to read, if no origin names it.
    """

    def __init__(
        self,
        name: str,
        build: Callable[[], graphene.Field],
        description: str,
        origin: Origin | None = None,
        source: str | None = None,
    ):
        self.name = name
        self.build = build
        self.description = description
        self.origin = origin
        self.source = source or getattr(origin, "source", None)

    def __call__(self) -> tuple[GraphQLField, Callable[[object], graphene.Field]]:
        return GraphQLField(self.name, graphene.String, description=self.description), lambda _: self.build()


class ConnectionItem(GraphQLItem):
    """An item whose field is a connection. Its owner is a Node, so that clients can ask for further parts of the list."""


def resolved(
    name: str,
    kind: Any,
    description: str,
    resolver: Callable[..., Any],
    origin: Origin | None = None,
    *,
    source: str | None = None,
    **options: Any,
) -> GraphQLItem:
    """Return an item whose field has the type `kind` and the resolver.

    `options` are graphene's, such as `required` and the field's arguments; the rest is as in `GraphQLItem`.
    """

    def build() -> graphene.Field:
        return graphene.Field(kind, description=description, resolver=resolver, **options)

    return GraphQLItem(name, build, description, origin, source)


def list_of(kind: Any) -> graphene.List:
    """Return the type of lists without nulls."""
    return graphene.List(graphene.NonNull(kind))


def deprecated(item: GraphQLItem, reason: str) -> GraphQLItem:
    """Return an item of `graphql_fields` whose field is marked as deprecated. The reason names what to use instead."""

    def build() -> graphene.Field:
        field = item.build()
        field.deprecation_reason = reason
        return field

    return GraphQLItem(item.name, build, item.description, item.origin, item.source)
