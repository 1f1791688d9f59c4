"""The root field `changes`, and what it can be narrowed by.

An app adds a filter of its own to `change_filters`, in its `graphql/schema.py`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import graphene
from django.apps import apps
from django.db.models import Q, QuerySet
from grapple.registry import registry

from cms.base.registry import Registry
from cms.choices import ChangeKind, Significance
from cms.visibility.rule import Visibility
from cms.visibility.statements import CountAll, Parameter, moment

from .connection_types import connection_field
from .connections import QuerySetConnection, Rows, Slice
from .errors import ApiError, ErrorCode
from .fields import model_type
from .orders import list_order
from .reading import enum_of
from .schema import register_query


@dataclass(frozen=True)
class Filter:
    """A field of `ChangesWhere`. `matching` gives the condition for changes that fit any of the values.

    It is asked with the visibility of a statement to compile.
    """

    kind: Any
    description: str
    matching: Callable[[list[Any], Visibility], Q]


# To be added while the app's schema is imported, before the schema is built.
change_filters: Registry[Filter] = Registry("filter of changes")


def _of_types(names: list[str], visibility: Visibility) -> Q:
    labels = {node._meta.name: model._meta.label for model, node in registry.pages.items()}
    return Q(page_type__in=[labels[name] for name in names if name in labels])


change_filters.add("kind", Filter(enum_of(ChangeKind), "What happened.", lambda values, visibility: Q(kind__in=values)))
change_filters.add(
    "significance",
    Filter(enum_of(Significance), "How big the change is.", lambda values, visibility: Q(significance__in=values)),
)
change_filters.add("page_type", Filter(graphene.String, "Types of pages, as `__typename` gives them.", _of_types))


@cache
def _match_input(kind: Any) -> type[graphene.InputObjectType]:
    return type(
        f"Changes{kind._meta.name}Match",
        (graphene.InputObjectType,),
        {
            "Meta": type("Meta", (), {"description": "What a value must be; everything that is given must hold."}),
            "eq": graphene.InputField(kind, description="This value."),
            "in": graphene.InputField(graphene.List(graphene.NonNull(kind)), description="One of these values."),
            "not": graphene.InputField(kind, description="Not this value."),
        },
    )


@cache
def _where_input() -> type[graphene.InputObjectType]:
    fields = {
        name: graphene.InputField(_match_input(item.kind), description=item.description)
        for name, item in change_filters.items()
    }
    meta = type("Meta", (), {"description": "Which changes are wanted; everything that is given must hold."})
    return type("ChangesWhere", (graphene.InputObjectType,), {"Meta": meta, **fields})


def _condition(where: dict[str, Any], visibility: Visibility) -> Q:
    condition = Q()
    for name, item in change_filters.items():
        match = where.get(name) or {}
        if match.get("eq") is not None:
            condition &= item.matching([match["eq"]], visibility)
        if match.get("in") is not None:
            condition &= item.matching(match["in"], visibility)
        if match.get("not") is not None:
            condition &= ~item.matching([match["not"]], visibility)
    return condition


def _moment(value: datetime.datetime | None, name: str) -> datetime.datetime | None:
    """Return the moment in UTC. Raises ApiError if it has no time zone or lies outside of the calendar."""
    if value is None:
        return None
    try:
        if value.tzinfo is not None:
            return value.astimezone(datetime.UTC)
    except OverflowError:
        pass
    raise ApiError(ErrorCode.INVALID_VALUE, f"Give `{name}` as a moment with its time zone.")


class ChangesConnection(QuerySetConnection):
    """Changes are counted anew for each window: the next question has another."""

    @cached_property
    def total_count(self) -> int:
        rows = self.rows

        def build(visibility: Visibility) -> QuerySet:
            return rows.build(visibility).values_list(CountAll())

        counted = rows.context.values(rows.model, ("count", rows.key), build, dict(rows.bound))
        return counted[0][0] if counted else 0


def resolve_changes(root, info, since, until=None, where=None, **arguments):
    """Return the visible changes from `since` on and before `until`, newest first."""
    since, until = _moment(since, "since"), _moment(until, "until")
    if until is not None and until < since:
        raise ApiError(ErrorCode.INVALID_VALUE, "`until` is before `since`.")
    part = Slice.of(*(arguments.get(name) for name in ("first", "last", "after", "before")))
    model = apps.get_model("cms.Change")
    values = {name: moment(value) for name, value in (("since", since), ("until", until)) if value is not None}
    window = Q(at__gte=Parameter("since")) & (Q() if until is None else Q(at__lt=Parameter("until")))

    def build(visibility: Visibility) -> QuerySet:
        return visibility.filter(model.objects.order_by()).filter(window & _condition(where or {}, visibility))

    key = ("changes", tuple(values), repr(where))
    return ChangesConnection(Rows(model, key, build, list_order(model), part, info.context, values))


@register_query
class ChangesQuery:
    """What happened to the pages of the site."""

    changes = connection_field(
        lambda: model_type("cms.Change"),
        "What was published, changed, moved or withdrawn, newest first. "
        "Ask again with the moment of your last question as `since`.",
        resolver=resolve_changes,
        since=graphene.Argument(
            graphene.DateTime, required=True, description="From this moment on, itself included; with its time zone."
        ),
        until=graphene.Argument(graphene.DateTime, description="Before this moment; until now if nothing is said."),
        where=graphene.Argument(lambda: _where_input(), description="Which of them."),
    )
