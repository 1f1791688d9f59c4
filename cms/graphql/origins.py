"""Origins of `graphql_fields` items in the database, from which filters and orders are derived.

So the author of a model writes nothing twice, and `where` and `orderBy` only use fields that the API shows anyway. An
item that computes its value in Python has no origin and can't be used in filters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import graphene
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, TextChoices

# The rows of a relation: fixed lookups, or a condition made for each request.
Where = dict[str, Any] | Callable[[], Q] | None


def rows_where(where: Where) -> Q:
    """Return the condition for the rows of a relation."""
    return where() if callable(where) else Q(**(where or {}))


@dataclass(frozen=True)
class Column:
    """A plain value, such as one of a column. `kind` is a graphene scalar, a `TextChoices` or a `ChoiceVocabulary`.

    Without a kind, it can't be filtered or sorted by. If `keyed`, it is a vocabulary, whose keys a programme may define,
    and no enum.
    """

    source: str
    kind: Any = None
    keyed: bool = False


@dataclass(frozen=True)
class ToOne:
    """A foreign key of the object, to the model `target`."""

    source: str
    target: str


@dataclass(frozen=True)
class ToMany:
    """The rows of `target` from which the lookup `via` leads back to the object, filtered by `where`."""

    target: str
    via: str
    where: Where = None


@dataclass(frozen=True)
class Computed:
    """A value computed by SQL. `filter_type` is its input type; `condition` turns such an input into a condition.

    It is passed a `filters.WhereValues`, to which it adds the values for comparison.
    """

    filter_type: Callable[[], type[graphene.InputObjectType]]
    condition: Callable[[dict[str, Any], Any], Q | None]


Origin = Column | ToOne | ToMany | Computed


@cache
def origins_of(model: type[Model]) -> dict[str, tuple[Origin, str]]:
    """Return the origins of the items in the model's `graphql_fields`, with their descriptions, by name.

    Only real columns of the table: a property behind an item can't be used in SQL.
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
