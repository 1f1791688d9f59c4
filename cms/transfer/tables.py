"""The hub's tables, with their histories."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.db import connections
from django.db.models import BooleanField, DateTimeField, Field, Model

from cms.history.tables import SINCE, UNTIL, WITHHELD, HistoryOf, histories
from cms.visibility.content_version import ContentVersion

# Made of other tables, in a form of each database's own: the index of the admin's search.
DERIVED_APPS = {"wagtailsearch"}


class TransferError(Exception):
    """The transfer can't be done, or isn't safe; the message says why and what to do."""


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
