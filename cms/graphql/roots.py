"""Ready-made root fields, for the `graphql/schema.py` of an app."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import graphene
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from wagtail.models import Page

from cms.base.orders import list_order
from cms.sites.rows import SharableRow, own_first
from cms.visibility.rule import Visibility
from cms.visibility.statements import Parameter, field_at, fitting
from cms.vocabularies.vocabulary import ChoiceVocabulary

from .arguments import ListArguments
from .connection_types import connection_field
from .connections import QuerySetConnection
from .context import Context, Info
from .fields import model_type
from .ids import number_of
from .keys import known_key
from .locales import language_key, locale_argument
from .relations import key_of, narrowed


def visible(label: str, context: Context) -> QuerySet[Any]:
    """Return the public rows of the model `"app.Model"`; pages in the site's own language only."""
    model = apps.get_model(label)
    queryset = context.visibility.filter(model._default_manager.all())
    language = language_key(model, None, context)
    return queryset if language is None else queryset.filter(locale=language)


def root_connection(label: str, description: str, *, where: Callable[[], Q] = Q) -> graphene.Field:
    """Return a root field that lists the model `"app.Model"`; `where` filters it and may depend on the day."""

    def resolve(root: None, info: Info, **arguments: Any) -> QuerySetConnection:
        model = apps.get_model(label)
        asked = ListArguments.of(model, arguments, info.context)
        language = language_key(model, arguments.get("locale"), info.context)

        def build(visibility: Visibility) -> QuerySet[Any]:
            queryset = narrowed(model, where, visibility)
            return queryset if language is None else queryset.filter(locale=language)

        is_all = language is None and not where()
        return QuerySetConnection(asked.rows((key_of(where), language), build, is_all=is_all))

    return connection_field(
        lambda: model_type(label), description, resolver=resolve, of=label, **locale_arguments(label)
    )


def root_one(
    label: str,
    description: str,
    *,
    keys: dict[str, ChoiceVocabulary] | None = None,
    **lookups: tuple[str, graphene.Argument],
) -> graphene.Field:
    """Return a root field that finds one object of `"app.Model"`, or null.

    Each keyword is an argument: its ORM lookup and its GraphQL argument; with the type ID, it takes the object's global
    id. If several objects match, such as two pages with the same slug under different parents, the first in the order of
    the model's lists is returned; of terms the site's own. `keys` names arguments that are keys of kinds: others are
    refused (INVALID_VALUE).
    """

    def resolve(root: None, info: Info, locale: str | None = None, **arguments: Any) -> Model | None:
        for name, vocabulary in (keys or {}).items():
            known_key(name, arguments[name], vocabulary.values)
        model = apps.get_model(label)
        values = {
            lookups[name][0]: number_of(value, model) if name in ids else value for name, value in arguments.items()
        }
        return first(label, info.context, locale, **values)

    ids = {
        name
        for name, (_, argument) in lookups.items()
        if getattr(argument.type, "of_type", argument.type) is graphene.ID
    }

    return graphene.Field(
        lambda: model_type(label),
        description=description,
        resolver=resolve,
        **locale_arguments(label),
        **{name: argument for name, (_, argument) in lookups.items()},
    )


def locale_arguments(label: str) -> dict[str, graphene.Argument]:
    """Return the language argument for pages; other models have none."""
    return {"locale": locale_argument()} if issubclass(apps.get_model(label), Page) else {}


def first(label: str, context: Context, locale: str | None = None, **conditions: Any) -> Model | None:
    """Return the first visible object of `"app.Model"` with these values of the lookups, or None.

    Pages are in the language with the code `locale`, or else in the site's own.
    """
    model = apps.get_model(label)
    language = language_key(model, locale, context)
    if language is not None:
        conditions["locale"] = language

    def build(visibility: Visibility) -> QuerySet[Any]:
        wanted = {lookup: Parameter(lookup) for lookup in conditions}
        queryset = visibility.filter(model._default_manager.filter(**wanted))
        own = [own_first(visibility.site_key)] if issubclass(model, SharableRow) else []
        return queryset.order_by(*own, *list_order(model))[:1]

    try:
        values = {lookup: fitting(field_at(model, lookup), value) for lookup, value in conditions.items()}
    except (ValidationError, ValueError, OverflowError):
        return None
    found = context.read(model, ("first", model, *sorted(conditions)), build, values)
    return found[0][0] if found else None


def slug(what: str) -> tuple[str, graphene.Argument]:
    """Return the lookup and argument for the last part of a page's path."""
    return "slug", graphene.Argument(graphene.String, required=True, description=f"Last part of the {what}'s path.")
