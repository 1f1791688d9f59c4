"""Ready-made root fields, for the `graphql/schema.py` of an app."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import graphene
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from .asking import Asked
from .connection_types import connection_field
from .connections import QuerySetConnection
from .context import Context
from .fields import model_type
from .orders import list_order
from .relations import key_of, narrowed
from .statements import Parameter, field_at, fitting
from .visibility import Visibility


def visible(label: str, context: Context) -> QuerySet:
    """Return the rows of the model `"app.Model"` that the public may see."""
    return context.visibility.filter(apps.get_model(label)._default_manager.all())


def root_connection(label: str, description: str, *, where: Callable[[], Q] = Q) -> graphene.Field:
    """Return a root field that lists the model `"app.Model"`; `where` narrows it and may change with the day."""

    def resolve(root, info, **arguments):
        model = apps.get_model(label)
        asked = Asked.of(model, arguments, info.context)

        def build(visibility: Visibility) -> QuerySet:
            return narrowed(model, where, visibility)

        return QuerySetConnection(asked.rows(key_of(where), build))

    return connection_field(lambda: model_type(label), description, resolver=resolve, of=label)


def root_one(label: str, description: str, **lookups: tuple[str, graphene.Argument]) -> graphene.Field:
    """Return a root field that finds one object of `"app.Model"`, or null.

    Each keyword is an argument: the ORM lookup that it fills and its GraphQL argument. Where several objects fit, such
    as two pages with one slug under different parents, the first in the order of the model's lists is returned.
    """

    def resolve(root, info, **arguments):
        return first(label, info.context, **{lookups[name][0]: value for name, value in arguments.items()})

    return graphene.Field(
        lambda: model_type(label),
        description=description,
        resolver=resolve,
        **{name: argument for name, (_, argument) in lookups.items()},
    )


def first(label: str, context: Context, **conditions: Any) -> Model | None:
    """Return the first visible object of `"app.Model"` for which the lookups have the values, or None."""
    model = apps.get_model(label)

    def build(visibility: Visibility) -> QuerySet:
        wanted = {lookup: Parameter(lookup) for lookup in conditions}
        queryset = visibility.filter(model._default_manager.filter(**wanted))
        return queryset.order_by(*list_order(model))[:1]

    try:
        values = {lookup: fitting(field_at(model, lookup), value) for lookup, value in conditions.items()}
    except (ValidationError, ValueError, OverflowError):
        return None
    found = context.read(model, ("first", model, *sorted(conditions)), build, values)
    return found[0][0] if found else None


def slug(what: str) -> tuple[str, graphene.Argument]:
    """Return the lookup and argument for the last part of a page's path."""
    return "slug", graphene.Argument(graphene.String, required=True, description=f"Last part of the {what}'s path.")
