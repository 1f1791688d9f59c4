"""The root fields that follow from the types: of every kind of page and of term its list and one of them by its slug,
and of every page type that exists once a site, its page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from typing import Any

import graphene
from graphene.utils.str_converters import to_snake_case
from grapple.registry import registry

from cms.pages import kinds
from cms.pages.kinds import PageKind
from cms.visibility.rule import has_rule

from .roots import root_connection, root_one, slug
from .types import summary_of


def names_of(kind: PageKind) -> tuple[str, str]:
    """Return the names of the list and of the single page: `key_messages` and `key_message`, `news` and `news_item`."""
    several, one = (name.replace("-", "_") for name in (kind.address, kind.name))
    return several, one if one != several else f"{one}_item"


def roots_of_kinds(taken: Container[str]) -> dict[str, type]:
    """Return, by app label, a class with the root fields of the app's types, without those in `taken`."""
    fields: dict[str, dict[str, graphene.Field]] = defaultdict(dict)
    for model in kinds.models(api=True):
        fields[model._meta.app_label] |= _of_kind(model)
    for model in registry.pages:
        if kinds.is_once_a_site(model):
            fields[model._meta.app_label] |= _of_one_page(model)
    for model in registry.snippets:
        if has_rule(model) and model.graphql_fields:
            fields[model._meta.app_label] |= _of_terms(model)
    return {
        app: type(
            f"{app.capitalize()}KindQuery", (), {name: field for name, field in made.items() if name not in taken}
        )
        for app, made in fields.items()
    }


def _of_kind(model: Any) -> dict[str, graphene.Field]:
    kind, label = model.page_kind, model._meta.label
    several, one = names_of(kind)
    order = "latest first" if kind.date else "in the editors' order"
    return {
        several: root_connection(label, kind.description or f"{kind.plural}, {order}."),
        one: root_one(label, f"One {kind.label.lower()}.", slug=slug(one.rpartition("_")[2])),
    }


def _of_one_page(model: Any) -> dict[str, graphene.Field]:
    summary = f"{summary_of(model)} Null until the page is public."
    return {to_snake_case(model.__name__): root_one(model._meta.label, summary)}


def _of_terms(model: Any) -> dict[str, graphene.Field]:
    several, one = str(model._meta.verbose_name_plural), str(model._meta.verbose_name)
    order = "by name" if [*model._meta.ordering[:1]] == ["name"] else "in the editors' order"
    return {
        several.replace(" ", "_"): root_connection(model._meta.label, f"{several.capitalize()}, {order}."),
        one.replace(" ", "_"): root_one(model._meta.label, f"One {one}.", slug=slug(one)),
    }
