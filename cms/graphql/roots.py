"""Ready-made root fields, for the `graphql/schema.py` of an app."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import graphene
from django.apps import apps
from django.db.models import Q, QuerySet
from wagtail.models import Page

from . import locales
from .connection_types import connection_field
from .connections import QuerySetConnection, Rows, Slice, list_order
from .context import Context, adopt
from .fields import model_type


def visible(label: str, context: Context, locale: str | None = None) -> QuerySet:
    """Return the rows of the model `"app.Model"` that the public may see.

    Pages are those in one language: the one with the code `locale`, else the site's own.
    """
    queryset = context.visibility.filter(apps.get_model(label)._default_manager.all())
    return locales.in_one_language(queryset, locale, context) if issubclass(queryset.model, Page) else queryset


def root_connection(label: str, description: str, *, where: Callable[[], Q] = Q) -> graphene.Field:
    """Return a root field that lists the model `"app.Model"`; `where` narrows it, asked at each request."""

    def resolve(root, info, **arguments):
        part = Slice.of(*(arguments.get(name) for name in ("first", "last", "after", "before")))
        queryset = visible(label, info.context, arguments.get("locale")).filter(where())
        return QuerySetConnection(Rows(queryset, list_order(queryset.model), part, info.context))

    return connection_field(lambda: model_type(label), description, resolver=resolve, **locale_arguments(label))


def root_one(label: str, description: str, **lookups: tuple[str, graphene.Argument]) -> graphene.Field:
    """Return a root field that finds one object of `"app.Model"`, or null.

    Each keyword is an argument: the ORM lookup that it fills and its GraphQL argument. Where several objects fit, such
    as two pages with one slug under different parents, the first in the order of the model's lists is returned.
    """

    def resolve(root, info, locale=None, **arguments):
        queryset = visible(label, info.context, locale)
        conditions = {lookups[name][0]: value for name, value in arguments.items()}
        return first(queryset.filter(**conditions))

    return graphene.Field(
        lambda: model_type(label),
        description=description,
        resolver=resolve,
        **locale_arguments(label),
        **{name: argument for name, (_, argument) in lookups.items()},
    )


def locale_arguments(label: str) -> dict[str, graphene.Argument]:
    """Return the argument by which pages are asked for in a language; other models have none."""
    return {"locale": locales.locale_argument()} if issubclass(apps.get_model(label), Page) else {}


def first(queryset: QuerySet) -> Any:
    """Return the first object in the order of the model's lists, or None."""
    found = adopt(queryset.order_by(*list_order(queryset.model))[:1])
    return found[0] if found else None


def slug(what: str) -> tuple[str, graphene.Argument]:
    """Return the lookup and argument for the last part of a page's path."""
    return "slug", graphene.Argument(graphene.String, required=True, description=f"Last part of the {what}'s path.")
