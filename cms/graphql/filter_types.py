"""The input types of `where`: one for each kind of value, and one for each type that can be in a list.

All are derived from `graphql_fields`. A relation takes the `where` of its target directly, meaning "at least one
matches", rather than a wrapper with `some` and `none`: this is the same for one and for many, `NOT` means "none
matches", and `hasTopics: false` "none at all".
"""

from __future__ import annotations

from functools import cache
from typing import Any

import graphene
from django.apps import apps
from django.db.models import Model, TextChoices
from wagtail.models import Page

from .orders import type_name_of
from .origins import Column, Computed, enum_of, origins_of
from .page_types import page_type_enum

# Page-size ceiling of lists for `in`.
MOST_VALUES = 100

OPERATORS = {
    "eq": "Equal to this.",
    "not": "Not equal to this.",
    "in": f"One of these, {MOST_VALUES} at most; nothing is one of an empty list.",
    "contains": "Contains this; not case-sensitive. Ignored if empty.",
    "starts_with": "Starts with this; not case-sensitive. Ignored if empty.",
    "less_than": "Lower than this.",
    "greater_than": "Higher than this.",
    "before": "Earlier than this.",
    "from": "This or later.",
    "after": "Later than this.",
    "is_null": "True for those without a value, false for those with one.",
}
NAMES = {graphene.String: "Text", graphene.ID: "Id"}
EQUAL = ("eq", "not", "in")
TIME = (*EQUAL, "before", "from", "after", "is_null")
KINDS: dict[Any, tuple[str, ...]] = {
    graphene.ID: EQUAL,
    graphene.String: (*EQUAL, "contains", "starts_with"),
    graphene.Int: (*EQUAL, "less_than", "greater_than", "is_null"),
    graphene.Boolean: ("eq", "is_null"),
    graphene.Date: TIME,
    graphene.DateTime: TIME,
}
WORDS = {
    graphene.ID: "the id of an object",
    graphene.String: "a text",
    graphene.Int: "a whole number",
    graphene.Boolean: "true or false",
    graphene.Date: "a day",
    graphene.DateTime: "a moment; without a time zone it is taken as the site's time",
}
COMBINING = {
    "AND": "All of these match.",
    "OR": "At least one of these matches; an empty list matches nothing.",
}


class PathFilter(graphene.InputObjectType):
    """Conditions on the path of a page. All must match."""

    eq = graphene.String(description="This path, with or without the last slash.")
    starts_with = graphene.String(
        description="The path starts with this: /news/ finds that page and everything below it. Ignored if empty."
    )


@cache
def filter_of(kind: Any) -> type[graphene.InputObjectType]:
    """Return the input type of conditions on a value: a graphene scalar, an enum or a `TextChoices`."""
    if issubclass(kind, TextChoices):
        name, scalar, words = kind.__name__, enum_of(kind), f"one of the values of {kind.__name__}"
    elif kind in KINDS:
        name, scalar, words = NAMES.get(kind, kind._meta.name), kind, WORDS[kind]
    else:
        name, scalar, words = kind._meta.name, kind, f"one of the values of {kind._meta.name}"
    fields = {operator: _operator(operator, scalar) for operator in KINDS.get(kind, EQUAL)}
    return _input(f"{name}Filter", f"A condition on {words}. All must match.", fields)


def _operator(name: str, scalar: type) -> graphene.InputField:
    kind = (
        graphene.Boolean if name == "is_null" else graphene.List(graphene.NonNull(scalar)) if name == "in" else scalar
    )
    return graphene.InputField(kind, description=OPERATORS[name])


@cache
def slug_filter() -> type[graphene.InputObjectType]:
    """Return the input type of conditions on slugs."""
    fields = {operator: _operator(operator, graphene.String) for operator in EQUAL}
    return _input("SlugFilter", "A condition on a slug, the last part of a page's path. All must match.", fields)


@cache
def key_filter() -> type[graphene.InputObjectType]:
    """Return the input type of conditions on a kind or status."""
    fields = {operator: _operator(operator, graphene.String) for operator in EQUAL}
    words = "A condition on the key of a kind or status. All must match. An unknown key is an error."
    return _input("KeyFilter", words, fields)


@cache
def where_of(model: type[Model]) -> type[graphene.InputObjectType]:
    """Return the input type of conditions on objects of the model, the base page for all pages."""
    name = type_name_of(model)

    def these() -> type[graphene.InputObjectType]:
        return where_of(model)

    fields: dict[str, graphene.InputField] = {
        word: graphene.InputField(graphene.List(graphene.NonNull(these)), description=description)
        for word, description in COMBINING.items()
    }
    fields["NOT"] = graphene.InputField(these, description="This doesn't match.")
    fields["id"] = graphene.InputField(filter_of(graphene.ID), description="The object's global id.")
    if issubclass(model, Page):
        fields |= _page_fields(model)
    for field, (origin, description) in origins_of(model).items():
        if isinstance(origin, Column):
            kind = key_filter() if origin.keyed else filter_of(origin.kind)
            fields[field] = graphene.InputField(kind, description=description)
        elif isinstance(origin, Computed):
            fields[field] = graphene.InputField(origin.filter_type(), description=description)
        else:
            fields[field] = _relation(origin.target, description)
            fields[f"has_{field}"] = graphene.InputField(
                graphene.Boolean, description="True for those with a public one, false for those without."
            )
    return _input(
        f"{name}Where", f"Which {name} to list. All conditions must match; null or empty ones are ignored.", fields
    )


def _relation(target: str, description: str) -> graphene.InputField:
    return graphene.InputField(
        lambda: where_of(apps.get_model(target)),  # type: ignore[arg-type]  # to mypy a class isn't hashable
        description=f"At least one public object matches. {description}",
    )


def _page_fields(model: type[Model]) -> dict[str, graphene.InputField]:
    kinds = {
        "database_id": (graphene.Int, "The page's number in the admin."),
        "title": (graphene.String, "The page's title."),
        "slug": (graphene.String, "The last part of the page's path."),
        "show_in_menus": (graphene.Boolean, "Whether editors want the page in menus."),
        "first_published_at": (graphene.DateTime, "When the page was first published."),
        "last_published_at": (graphene.DateTime, "When the page was last published."),
    }
    fields = {
        name: graphene.InputField(filter_of(kind), description=description)
        for name, (kind, description) in kinds.items()
    }
    fields["path"] = graphene.InputField(PathFilter, description="The page's path on the site, such as /news/first/.")
    if model is Page:
        fields["type"] = graphene.InputField(
            lambda: filter_of(page_type_enum()),
            description="The type of the page.",
        )
    return fields


def _input(name: str, description: str, fields: dict[str, graphene.InputField]) -> type[graphene.InputObjectType]:
    meta = type("Meta", (), {"description": description})
    return type(name, (graphene.InputObjectType,), {"Meta": meta, **fields})
