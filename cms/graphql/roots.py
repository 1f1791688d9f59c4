"""Ready-made root fields, for the `graphql/schema.py` of an app."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import graphene
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from wagtail.models import Page

from cms.visibility.rule import Visibility
from cms.visibility.statements import Parameter, field_at, fitting

from .asking import Asked
from .connection_types import connection_field
from .connections import QuerySetConnection
from .context import Context
from .fields import model_type
from .locales import language_key, locale_argument
from .orders import list_order
from .relations import key_of, narrowed


def visible(label: str, context: Context) -> QuerySet:
    """Return the rows of the model `"app.Model"` that the public may see; pages are those in the site's own language."""
    model = apps.get_model(label)
    queryset = context.visibility.filter(model._default_manager.all())
    language = language_key(model, None, context)
    return queryset if language is None else queryset.filter(locale=language)


def root_connection(label: str, description: str, *, where: Callable[[], Q] = Q) -> graphene.Field:
    """Return a root field that lists the model `"app.Model"`; `where` narrows it and may change with the day."""

    def resolve(root, info, **arguments):
        model = apps.get_model(label)
        asked = Asked.of(model, arguments, info.context)
        language = language_key(model, arguments.get("locale"), info.context)

        def build(visibility: Visibility) -> QuerySet:
            queryset = narrowed(model, where, visibility)
            return queryset if language is None else queryset.filter(locale=language)

        return QuerySetConnection(asked.rows((key_of(where), language), build))

    return connection_field(
        lambda: model_type(label), description, resolver=resolve, of=label, **locale_arguments(label)
    )


def root_one(label: str, description: str, **lookups: tuple[str, graphene.Argument]) -> graphene.Field:
    """Return a root field that finds one object of `"app.Model"`, or null.

    Each keyword is an argument: the ORM lookup that it fills and its GraphQL argument. Where several objects fit, such
    as two pages with one slug under different parents, the first in the order of the model's lists is returned.
    """

    def resolve(root, info, locale=None, **arguments):
        return first(label, info.context, locale, **{lookups[name][0]: value for name, value in arguments.items()})

    return graphene.Field(
        lambda: model_type(label),
        description=description,
        resolver=resolve,
        **locale_arguments(label),
        **{name: argument for name, (_, argument) in lookups.items()},
    )


def locale_arguments(label: str) -> dict[str, graphene.Argument]:
    """Return the argument by which pages are asked for in a language; other models have none."""
    return {"locale": locale_argument()} if issubclass(apps.get_model(label), Page) else {}


def first(label: str, context: Context, locale: str | None = None, **conditions: Any) -> Model | None:
    """Return the first visible object of `"app.Model"` for which the lookups have the values, or None.

    A page is one in the language with the code `locale`, else in the site's own.
    """
    model = apps.get_model(label)
    language = language_key(model, locale, context)
    if language is not None:
        conditions["locale"] = language

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
