"""Orders of lists: the values that a type offers, and the keys by which the database sorts.

An order is a tuple of ORM lookups, each with a minus for descending, that ends in the key so that no two rows are
equal. A client never writes one: it chooses values of an enum, and each maps to a lookup made here.
"""

from __future__ import annotations

import datetime
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import graphene
from django.db.models import CharField, DateField, DateTimeField, F, Field, Model, Q, SlugField, TextField, URLField
from django.db.models.constants import LOOKUP_SEP
from django.db.models.functions import Lower
from django.utils import timezone
from grapple.registry import registry
from wagtail.models import Page

from cms.base.orders import list_order, total

from .errors import ApiError, ErrorCode
from .origins import Column, origins_of

# More keys than this make no visible difference; the last one is the row's own key.
MOST_ORDERS = 3
FOLDED = LOOKUP_SEP + "lower"
# Longer texts are for reading, not for sorting lists.
LONGEST_NAME = 200
# The orders of all pages, besides those that their types declare. The tree has the editors' order.
PAGE_ORDERS = {
    "title": "title__lower",
    "first_published_at": "first_published_at",
    "last_published_at": "last_published_at",
    "position": "path",
}
DIRECTIONS = {
    DateField: ("earliest first", "latest first"),
    CharField: ("from A to Z, not case-sensitive", "from Z to A, not case-sensitive"),
}


def chosen_order(model: type[Model], chosen: Sequence[graphene.Enum] | None) -> tuple[str, ...]:
    """Return the order for values of the model's enum, or that of its lists if none is chosen.

    Raises ApiError for too many values, or for one thing twice.
    """
    if not chosen:
        return list_order(model)
    order = tuple(value.value for value in chosen)
    if len(order) > MOST_ORDERS:
        raise ApiError(ErrorCode.INVALID_VALUE, f"Sort by {MOST_ORDERS} things at most.")
    if len({name.lstrip("-") for name in order}) < len(order):
        raise ApiError(ErrorCode.INVALID_VALUE, "Sort by each thing only once in `orderBy`.")
    return order if model is Page and order in (("path",), ("-path",)) else total(order)


@cache
def order_enum(model: type[Model]) -> type[graphene.Enum]:
    """Return the enum of orders for lists of the model: two values for each sortable field."""
    values, descriptions = [], {}
    for name, lookup in _sortable(model).items():
        key = keys_of(model, (lookup,))[0]
        last = "; items without a value come last" if key.nullable else ""
        directions = next(
            (words for kind, words in DIRECTIONS.items() if isinstance(key.field, kind)),
            ("lowest first", "highest first"),
        )
        if lookup == "path":
            directions = ("in the editors' order", "in reverse")
        for suffix, minus, words in (("ASC", "", directions[0]), ("DESC", "-", directions[1])):
            values.append((f"{name}_{suffix}".upper(), minus + lookup))
            descriptions[minus + lookup] = f"By {name.replace('_', ' ')}, {words}{last}."
    type_name = type_name_of(model)
    summary = f"Orders of a list of {type_name}."
    return graphene.Enum(
        f"{type_name}Order", values, description=lambda value: descriptions[value.value] if value else summary
    )


def _sortable(model: type[Model]) -> dict[str, str]:
    """Return the sortable fields of the model: a name and a lookup each."""
    found = dict(PAGE_ORDERS) if issubclass(model, Page) else {}
    for name, (origin, _) in origins_of(model).items():
        if not isinstance(origin, Column):
            continue
        field: Any = model._meta.get_field(origin.source)
        if origin.kind is graphene.String and _is_name(field):
            found[name] = origin.source + FOLDED
        elif origin.kind in (graphene.Int, graphene.Date, graphene.DateTime):
            found[name] = origin.source
    return found or {"id": "pk"}  # an enum needs a value


def _is_name(field: Field[Any, Any]) -> bool:
    return (
        isinstance(field, CharField)
        and not isinstance(field, SlugField | URLField)
        and (field.max_length or 0) <= LONGEST_NAME
    )


def type_name_of(model: type[Model]) -> str:
    """Return the name of the model's GraphQL type."""
    return "Page" if model is Page else registry.class_models[model]._meta.name


@dataclass(frozen=True)
class Key:
    """A sort key of rows. Rows without a value come last in both directions."""

    expression: Any
    field: Field[Any, Any]
    descending: bool
    nullable: bool

    def term(self, alias: str, *, backward: bool) -> Any:
        """Return the order expression, forward or `backward`."""
        descending = self.descending != backward
        # Only added if it matters: databases serve a plain order from an index.
        nulls = {"nulls_first" if backward else "nulls_last": True} if self.nullable else {}
        return F(alias).desc(**nulls) if descending else F(alias).asc(**nulls)

    def beyond(self, alias: str, value: Any, *, forward: bool) -> Q | None:
        """Return the condition for rows after (or before) the value in the order; None if there can't be any."""
        if value is None:
            return None if forward else Q(**{f"{alias}__isnull": False})
        condition = Q(**{f"{alias}__{'lt' if self.descending == forward else 'gt'}": value})
        return condition | Q(**{f"{alias}__isnull": True}) if self.nullable and forward else condition

    def not_before(self, alias: str, value: Any, *, forward: bool) -> Q:
        """Return a condition, implied by `beyond` or equality, with which an index can start at the value; empty if
        there is none."""
        if self.nullable:
            return Q()
        return Q(**{f"{alias}__{'lte' if self.descending == forward else 'gte'}": value})

    def parsed(self, value: Any) -> Any:
        """Return the value of a cursor as the column's type. Raises ValueError if it isn't valid."""
        if value is None:
            if not self.nullable:
                raise ValueError("This column is never empty.")
            return None
        if isinstance(self.field, CharField | TextField):
            if not isinstance(value, str) or "\0" in value:
                raise ValueError("Not a text.")
            value.encode()
            return value
        if isinstance(self.field, DateTimeField):
            moment = datetime.datetime.fromisoformat(value) if isinstance(value, str) else None
            if moment is None or timezone.is_naive(moment):
                raise ValueError("Not a moment.")
            return moment.astimezone(datetime.UTC)
        if isinstance(self.field, DateField):
            if not isinstance(value, str):
                raise ValueError("Not a day.")
            return datetime.date.fromisoformat(value)
        if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**63:
            raise ValueError("Not a number.")
        return value


@cache
def keys_of(model: type[Model], order: tuple[str, ...]) -> tuple[Key, ...]:
    """Return the sort keys of an order. A lookup that ends in `__lower` isn't case-sensitive."""
    keys = []
    for name in order:
        path = name.lstrip("-").removesuffix(FOLDED)
        expression = Lower(path) if name.endswith(FOLDED) else F(path)
        fields = _fields_along(model, path)
        keys.append(Key(expression, fields[-1], name.startswith("-"), any(field.null for field in fields)))
    return tuple(keys)


def _fields_along(model: type[Model], path: str) -> list[Field[Any, Any]]:
    fields: list[Field[Any, Any]] = []
    field: Any
    for name in path.split(LOOKUP_SEP):
        field = model._meta.pk if name == "pk" else model._meta.get_field(name)
        fields.append(field)
        model = field.related_model
    return fields


@cache
def mark_of(model: type[Model], order: tuple[str, ...]) -> str:
    """Return a short mark of a list and its order. It is part of every cursor, so that a cursor is only valid for its
    list."""
    return f"{zlib.crc32(f'{model._meta.label}:{order}'.encode()):08x}"
