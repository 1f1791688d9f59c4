"""The root field `changes` and its filters.

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

from cms.base.choices import ChangeKind, Significance
from cms.base.orders import list_order
from cms.base.registry import Registry
from cms.visibility.rule import Visibility
from cms.visibility.statements import CountAll, Parameter, moment

from .connection_types import connection_field
from .connections import ConnectionRows, QuerySetConnection, Slice
from .context import Info
from .errors import ApiError, ErrorCode
from .fields import model_type
from .filter_types import filter_of
from .filters import check_text
from .page_types import page_type_enum
from .schema import register_query


@dataclass(frozen=True)
class ChangeFilter:
    """A field of `ChangesWhere`. `matching` returns the condition for changes that match any of the values.

    It is called with the visibility for a statement to compile. `filter_type` returns the input type, whose fields are
    `eq`, `in` and `not`; it is called once all types are known.
    """

    filter_type: Callable[[], type[graphene.InputObjectType]]
    description: str
    matching: Callable[[list[Any], Visibility], Q]


# To be added while the app's schema is imported, before the schema is built.
change_filters: Registry[ChangeFilter] = Registry("filter of changes")


def _of_types(types: list[Any], visibility: Visibility) -> Q:
    return Q(page_type__in=[apps.get_model(chosen.value)._meta.label for chosen in types])


change_filters.add(
    "kind",
    ChangeFilter(lambda: filter_of(ChangeKind), "The kind of change.", lambda values, visibility: Q(kind__in=values)),
)
change_filters.add(
    "significance",
    ChangeFilter(
        lambda: filter_of(Significance),
        "The significance of the change.",
        lambda values, visibility: Q(significance__in=values),
    ),
)
change_filters.add(
    "page_type",
    ChangeFilter(
        lambda: filter_of(page_type_enum()),
        "The type of the page.",
        _of_types,
    ),
)


@cache
def _where_input() -> type[graphene.InputObjectType]:
    fields = {
        name: graphene.InputField(item.filter_type(), description=item.description)
        for name, item in change_filters.items()
    }
    meta = type("Meta", (), {"description": "Conditions on changes; all given conditions must hold."})
    return type("ChangesWhere", (graphene.InputObjectType,), {"Meta": meta, **fields})


def _condition(where: dict[str, Any], visibility: Visibility) -> Q:
    condition = Q()
    for name, item in change_filters.items():
        for operator, said in (where.get(name) or {}).items():
            if said is None:
                continue
            values = said if operator == "in" else [said]
            for value in values:
                check_text(value)
            matching = item.matching(values, visibility)
            condition &= ~matching if operator == "not" else matching
    return condition


def _moment(value: datetime.datetime, name: str) -> datetime.datetime:
    """Return the moment in UTC. Raises ApiError if it has no time zone or is out of range."""
    try:
        if value.tzinfo is not None:
            return value.astimezone(datetime.UTC)
    except OverflowError:
        pass
    raise ApiError(ErrorCode.INVALID_VALUE, f"Give `{name}` as a moment with its time zone.")


class ChangesConnection(QuerySetConnection):
    """Changes in a window of time. Their number isn't kept, because the next request has another window."""

    @cached_property
    def total_count(self) -> int:
        rows = self.rows

        def build(visibility: Visibility) -> QuerySet[Any]:
            return rows.build(visibility).values_list(CountAll())

        counted = rows.context.values(rows.model, ("count", rows.key), build, dict(rows.bound))
        return counted[0][0] if counted else 0


def resolve_changes(
    root: None,
    info: Info,
    since: datetime.datetime,
    until: datetime.datetime | None = None,
    where: dict[str, Any] | None = None,
    **arguments: Any,
) -> ChangesConnection:
    """Return the visible changes from `since` up to, but not including, `until`, newest first."""
    since, until = _moment(since, "since"), until and _moment(until, "until")
    if until is not None and until < since:
        raise ApiError(ErrorCode.INVALID_VALUE, "`until` is before `since`.")
    part = Slice.of(*(arguments.get(name) for name in ("first", "last", "after", "before")))
    model = apps.get_model("cms.Change")
    values = {name: moment(value) for name, value in (("since", since), ("until", until)) if value is not None}
    window = Q(at__gte=Parameter("since")) & (Q() if until is None else Q(at__lt=Parameter("until")))

    def build(visibility: Visibility) -> QuerySet[Any]:
        return visibility.filter(model.objects.order_by()).filter(window & _condition(where or {}, visibility))

    key = ("changes", tuple(values), repr(where))
    return ChangesConnection(ConnectionRows(model, key, build, list_order(model), part, info.context, values))


@register_query
class ChangesQuery:
    """Changes of the site's pages."""

    changes = connection_field(
        lambda: model_type("cms.Change"),
        "Publications, changes, moves and withdrawals of pages, newest first. Next time, pass the newest `at` "
        "you have seen as `since`.",
        resolver=resolve_changes,
        since=graphene.Argument(
            graphene.DateTime, required=True, description="From this moment, inclusive; with its time zone."
        ),
        until=graphene.Argument(graphene.DateTime, description="Before this moment; until now if omitted."),
        where=graphene.Argument(lambda: _where_input(), description="Filters of the list."),
    )
