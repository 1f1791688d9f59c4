"""The hub's tables, in an order in which each comes after those that it refers to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from django.apps import apps
from django.db import connections
from django.db.models import BooleanField, DateTimeField, Field, ForeignKey, Model

from cms.history.tables import SINCE, UNTIL, WITHHELD, HistoryOf, histories
from cms.visibility.content_version import ContentVersion

# Made of other tables, in a form of each database's own: the index of the admin's search.
DERIVED_APPS = {"wagtailsearch"}


@dataclass(frozen=True)
class HubTable:
    """A table with its columns."""

    model: type[Model]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @cached_property
    def fields(self) -> list[Field]:
        return list(self.model._meta.local_concrete_fields)

    @cached_property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.fields]

    @cached_property
    def key(self) -> int:
        """The place of the primary key among the columns."""
        return next(place for place, field in enumerate(self.fields) if field.primary_key)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class StatesTable(HubTable):
    """The table with the history of another, whose columns it has besides its own."""

    @cached_property
    def of(self) -> HistoryOf:
        return histories()[self.model._meta.db_table]

    @property
    def name(self) -> str:
        return self.of.name

    @cached_property
    def fields(self) -> list[Field]:
        return [*self.of.fields, *OF_STATES]


def _named(name: str, field: Field) -> Field:
    field.set_attributes_from_name(name)
    return field


OF_STATES = [_named(SINCE, DateTimeField()), _named(UNTIL, DateTimeField()), _named(WITHHELD, BooleanField())]


def states_tables(using: str) -> list[HubTable]:
    """Return the tables with histories that a database has. They refer to nothing."""
    there = set(connections[using].introspection.table_names())
    return [StatesTable(one.model) for one in histories().values() if one.name in there]


def all_tables() -> list[HubTable]:
    """Return every table that isn't derived from others and has a model. Those with histories have none."""
    return [
        HubTable(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in DERIVED_APPS
        and model is not ContentVersion
    ]


def references(table: HubTable) -> list[tuple[int, ForeignKey]]:
    """Return the table's foreign keys, each with its place among the columns."""
    return [(place, field) for place, field in enumerate(table.fields) if isinstance(field, ForeignKey)]


def target_of(field: ForeignKey) -> str:
    """Return the name of the table to which a foreign key leads."""
    return field.target_field.model._meta.db_table


def units(tables: Iterable[HubTable]) -> list[list[HubTable]]:
    """Return the tables in order, those that refer to each other in a circle together.

    After each unit the database holds no reference to a row that isn't there yet, so each can be a transaction.
    """
    by_name = {table.name: table for table in tables}
    needs = {name: {target_of(field) for _, field in references(table)} for name, table in by_name.items()}
    unit_of = {name: frozenset([name]) for name in by_name}
    while True:
        graph: dict[frozenset[str], set[frozenset[str]]] = {unit: set() for unit in unit_of.values()}
        for name, needed in needs.items():
            graph[unit_of[name]] |= {unit_of[one] for one in needed if one in unit_of} - {unit_of[name]}
        try:
            order = list(TopologicalSorter(graph).static_order())
        except CycleError as error:
            circle: frozenset[str] = frozenset().union(*error.args[1])
            unit_of |= dict.fromkeys(circle, circle)
        else:
            return [[by_name[name] for name in sorted(unit)] for unit in order]
