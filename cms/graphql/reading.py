"""What an item of `graphql_fields` reads from the database: filters and orders are derived from it.

So an editor of a model writes nothing twice, and what can be asked for in a `where` or an `orderBy` is what the API shows
anyway. An item that computes its value in Python says nothing here and can't be filtered by.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import graphene
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, TextChoices

# Which rows a relation is about: fixed lookups, or a condition that is made at each request.
Where = dict[str, Any] | Callable[[], Q] | None


@dataclass(frozen=True)
class Column:
    """A plain value, such as one of a column. `kind` is a graphene scalar or a `TextChoices`.

    Without a kind there is no condition on it and no order by it.
    """

    source: str
    kind: type | None = None


@dataclass(frozen=True)
class ToOne:
    """A foreign key of the object, to the model `target`."""

    source: str
    target: str


@dataclass(frozen=True)
class ToMany:
    """The rows of `target` from which the lookup `via` leads back to the object, as far as `where` lets them through."""

    target: str
    via: str
    where: Where = None

    def condition(self) -> Q:
        """Return which rows of the target the relation is about."""
        return self.where() if callable(self.where) else Q(**(self.where or {}))


@dataclass(frozen=True)
class Computed:
    """A value that SQL computes. `filter_type` is its input type; `condition` makes a condition of such an input.

    It gets a `filters.Values` to add the values to that it compares with.
    """

    filter_type: Callable[[], type[graphene.InputObjectType]]
    condition: Callable[[dict[str, Any], Any], Q | None]


Origin = Column | ToOne | ToMany | Computed


@cache
def origins_of(model: type[Model]) -> dict[str, tuple[Origin, str]]:
    """Return what the items of the model's `graphql_fields` read, with their descriptions, by name.

    Columns are only those that the table really has: a property behind an item can't be asked for in SQL.
    """
    found = {}
    for item in getattr(model, "graphql_fields", ()):
        origin = getattr(item, "origin", None)
        if origin is not None and not (isinstance(origin, Column) and not _is_column(model, origin)):
            found[item.name] = (origin, item.description or "")
    return found


def _is_column(model: type[Model], origin: Column) -> bool:
    if origin.kind is None:
        return False
    try:
        field = model._meta.get_field(origin.source)
    except FieldDoesNotExist:
        return False
    return field.concrete and not field.is_relation


@cache
def enum_of(choices: type[TextChoices]) -> type[graphene.Enum]:
    """Return the enum of a field's choices; each value is described by the label that editors see."""
    summary = (choices.__doc__ or "").strip().splitlines()[0]
    return graphene.Enum.from_enum(choices, description=lambda value: f"{value.label}." if value else summary)
