"""How lists are sorted: which orders a type offers, and what the database sorts by.

An order is a tuple of ORM lookups, each with a minus for descending, that ends in the key so that no two rows are equal.
A client never writes one: it chooses values of an enum, and each value stands for a lookup that was made here.
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

from .errors import ApiError, ErrorCode
from .reading import Column, origins_of

# More keys than this no reader can see, and the last one is the row's own.
MOST_ORDERS = 3
FOLDED = LOOKUP_SEP + "lower"
# A longer text is for reading: nobody looks something up in a list sorted by it.
LONGEST_NAME = 200
# What all pages are sorted by, beside what their types declare. The place in the tree is the order of editors.
PAGE_ORDERS = {
    "title": "title__lower",
    "first_published_at": "first_published_at",
    "last_published_at": "last_published_at",
    "position": "path",
}
DIRECTIONS = {
    DateField: ("earliest first", "latest first"),
    CharField: ("from A to Z, capitals like small letters", "from Z to A, capitals like small letters"),
}


def list_order(model: type[Model]) -> tuple[str, ...]:
    """Return the order of a model's lists: its `list_order`, else its default ordering; the key makes it total.

    Pages of all types together come in the order of the tree.
    """
    if model is Page:
        return ("path",)
    ordering: Any = model._meta.ordering
    return _total(tuple(getattr(model, "list_order", None) or ordering or ()))


def chosen_order(model: type[Model], chosen: Sequence[graphene.Enum] | None) -> tuple[str, ...]:
    """Return the order for values of the model's enum, or that of its lists when none is chosen.

    Raises ApiError for too many, or for one thing twice.
    """
    if not chosen:
        return list_order(model)
    order = tuple(value.value for value in chosen)
    if len(order) > MOST_ORDERS:
        raise ApiError(ErrorCode.INVALID_VALUE, f"Sort by {MOST_ORDERS} things at most.")
    if len({name.lstrip("-") for name in order}) < len(order):
        raise ApiError(ErrorCode.INVALID_VALUE, "Sort by each thing only once in `orderBy`.")
    return order if model is Page and order in (("path",), ("-path",)) else _total(order)


def _total(order: tuple[str, ...]) -> tuple[str, ...]:
    if order and order[-1].lstrip("-") == "pk":
        return order
    return (*order, "-pk" if order and order[0].startswith("-") else "pk")


@cache
def order_enum(model: type[Model]) -> type[graphene.Enum]:
    """Return the enum of the orders that lists of the model can have: two values for each thing to sort by."""
    values, descriptions = [], {}
    for name, lookup in _sortable(model).items():
        key = keys_of(model, (lookup,))[0]
        last = "; what has none comes last" if key.nullable else ""
        directions = next(
            (words for kind, words in DIRECTIONS.items() if isinstance(key.field, kind)),
            ("lowest first", "highest first"),
        )
        if lookup == "path":
            directions = ("as editors arranged them", "the other way round")
        for suffix, minus, words in (("ASC", "", directions[0]), ("DESC", "-", directions[1])):
            values.append((f"{name}_{suffix}".upper(), minus + lookup))
            descriptions[minus + lookup] = f"By {name.replace('_', ' ')}, {words}{last}."
    type_name = type_name_of(model)
    summary = f"How a list of {type_name} can be sorted."
    return graphene.Enum(
        f"{type_name}Order", values, description=lambda value: descriptions[value.value] if value else summary
    )


def _sortable(model: type[Model]) -> dict[str, str]:
    """Return what lists of the model can be sorted by: a name and a lookup each."""
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


def _is_name(field: Field) -> bool:
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
    """One thing that rows are sorted by. Rows without a value come last, whichever the direction."""

    expression: Any
    field: Field
    descending: bool
    nullable: bool

    def term(self, alias: str, *, backward: bool) -> Any:
        """Return what to sort by, in the order or `backward` through it."""
        descending = self.descending != backward
        # Said only where it matters: databases serve a plain order from an index.
        nulls = {"nulls_first" if backward else "nulls_last": True} if self.nullable else {}
        return F(alias).desc(**nulls) if descending else F(alias).asc(**nulls)

    def beyond(self, alias: str, value: Any, *, forward: bool) -> Q | None:
        """Return the condition for rows that come after the value in the order, or before it; None if none can."""
        if value is None:
            return None if forward else Q(**{f"{alias}__isnull": False})
        condition = Q(**{f"{alias}__{'lt' if self.descending == forward else 'gt'}": value})
        return condition | Q(**{f"{alias}__isnull": True}) if self.nullable and forward else condition

    def not_before(self, alias: str, value: Any, *, forward: bool) -> Q:
        """Return a condition that `beyond` or equality implies and that an index can jump to; empty if there is none."""
        if self.nullable:
            return Q()
        return Q(**{f"{alias}__{'lte' if self.descending == forward else 'gte'}": value})

    def parsed(self, value: Any) -> Any:
        """Return the value of a cursor as the column's type. Raises ValueError if it can't be one."""
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
    """Return what the database sorts by for an order. A lookup that ends in `__lower` takes capitals as small letters."""
    keys = []
    for name in order:
        path = name.lstrip("-").removesuffix(FOLDED)
        expression = Lower(path) if name.endswith(FOLDED) else F(path)
        fields = _fields_along(model, path)
        keys.append(Key(expression, fields[-1], name.startswith("-"), any(field.null for field in fields)))
    return tuple(keys)


def _fields_along(model: type[Model], path: str) -> list[Field]:
    fields: list[Field] = []
    field: Any
    for name in path.split(LOOKUP_SEP):
        field = model._meta.pk if name == "pk" else model._meta.get_field(name)
        fields.append(field)
        model = field.related_model
    return fields


@cache
def mark_of(model: type[Model], order: tuple[str, ...]) -> str:
    """Return a short mark of a list and its order. It stands in every cursor, so that none is taken for another's."""
    return f"{zlib.crc32(f'{model._meta.label}:{order}'.encode()):08x}"
