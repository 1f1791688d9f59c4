"""What an item of `graphql_fields` is: a name, a description, what it reads, and how its GraphQL field is made."""

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

from .interfaces import PageInterface
from .reading import Origin


def value_of(root: Any, source: str, info) -> Any:
    """Return a field's value from a model instance or from a block, wherever a block keeps it.

    A method of a model is called as grapple calls it: with `info`.
    """
    if isinstance(root, Model):
        value = getattr(root, source)
        return value(info) if callable(value) else value
    struct = root if isinstance(root, StructValue) else root.value
    return struct[source] if source in struct else getattr(struct, source)


def model_type(label: str) -> type:
    """Return the GraphQL type of the model `"app.Model"`; for the base page it is the page interface."""
    model = apps.get_model(label)
    return PageInterface if model is Page else registry.class_models[model]


@cache
def model_of(label: str) -> type[Model]:
    """Return the model `"app.Model"`."""
    return apps.get_model(label)


def declared(
    name: str,
    build: Callable[[], graphene.Field],
    description: str,
    origin: Origin | None = None,
    source: str | None = None,
) -> Callable:
    """Return an item for `graphql_fields` whose GraphQL field is made by `build`, when all types are known.

    `origin` says where its value is in the database, if lists can be filtered and sorted by it. `source` is the attribute
    that is read, where no origin names it.
    """

    def item():
        return GraphQLField(name, graphene.String, description=description), lambda _: build()

    source = source or getattr(origin, "source", None)
    vars(item).update(name=name, description=description, origin=origin, source=source)
    return item


def deprecated(item: Callable, reason: str) -> Callable:
    """Return an item of `graphql_fields` whose field is marked as deprecated. The reason names what to use instead."""

    def build() -> graphene.Field:
        field = item()[1](None)
        field.deprecation_reason = reason
        return field

    said = vars(item)
    return declared(said["name"], build, said["description"], said["origin"], said["source"])
