"""The tables whose every state is kept, and the tables that keep it.

Next to each table stands another, named with `PREFIX`: its rows as they were, each with the moments from and until which it
was so (system-versioned tables, SQL:2011, part 2). Whatever an answer to the public depends on is in a table with a
rule of visibility, or in one that is watched for the same reason (`cms.visibility.triggers`), so a new model with a rule
has a history without another line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.apps import apps
from django.db.backends.utils import truncate_name
from django.db.models import Field, Model
from wagtail.images.models import AbstractRendition
from wagtail.models import Page

from cms.visibility.triggers import BOOKKEEPING, is_shown

PREFIX = "history_"
SINCE, UNTIL, WITHHELD = "history_since", "history_until", "history_withheld"
# The end of what is still so. A moment, not NULL, so that one comparison finds what stood at a moment.
OPEN = "9999-12-31 00:00:00+00:00"
# Changes of these columns are no other state: editors alone see them. But children are looked for by `numchild`, and a file
# is known by its digest: another may have got its name.
QUIET = BOOKKEEPING - {"numchild", "file_hash"}

DECIDING = ("live", "path", "go_live_at", "expire_at")


@dataclass(frozen=True)
class HistoryOf:
    """A model's table and the table with its history."""

    model: type[Model]

    @property
    def table(self) -> str:
        """The name of the model's table."""
        return self.model._meta.db_table

    @cached_property
    def name(self) -> str:
        """The name of the table with the history."""
        return truncate_name(PREFIX + self.table, 56)

    @property
    def is_of_today(self) -> bool:
        """Whether readers of a past day get today's rows, which their model says by `of_today`: the signposts to help."""
        return getattr(self.model._meta.auto_created or self.model, "of_today", False)

    @property
    def is_links(self) -> bool:
        """Whether its rows are links of a many-to-many relation, by which lists are counted."""
        return bool(self.model._meta.auto_created)

    @property
    def is_counted(self) -> bool:
        """Whether it is kept how many rows there are: pages of a type."""
        return issubclass(self.model, Page) and self.model is not Page

    @cached_property
    def fields(self) -> list[Field[Any, Any]]:
        return list(self.model._meta.local_concrete_fields)

    @cached_property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.fields]

    @cached_property
    def telling(self) -> list[str]:
        """The columns whose change makes another state."""
        return [str(field.column) for field in self.fields if field.name not in QUIET]

    @cached_property
    def deciding(self) -> list[str]:
        """The columns by which the rule of visibility decides about pages and terms."""
        return [column for column in DECIDING if column in self.telling]

    @cached_property
    def key(self) -> str:
        """The column of the primary key."""
        return str(self.model._meta.pk.column)


def has_history(model: type[Model]) -> bool:
    """Say whether every state of the model's rows is kept: not of what is made of other rows, such as sizes of pictures."""
    return (
        model._meta.managed
        and not model._meta.proxy
        and (is_shown(model) or getattr(model, "keeps_history", False))
        and not getattr(model, "is_derived", False)
        and not issubclass(model, AbstractRendition)
    )


def same_file(one: HistoryOf, row: str) -> str:
    """Return the condition that a row of a past moment has the file that its table has today. `row` names the row.

    The same name isn't enough. A digest may have been missing; then the sizes are compared.
    """
    same = (
        f'(present."file_hash" = "{row}"."file_hash"'
        f' OR ("{row}"."file_hash" = \'\' AND present."file_size" = "{row}"."file_size"))'
    )
    return (
        f'EXISTS (SELECT 1 FROM "{one.name}" present WHERE present."{one.key}" = "{row}"."{one.key}"'  # noqa: S608  our names
        f' AND present.{UNTIL} = \'{OPEN}\' AND present."file" = "{row}"."file" AND {same})'
    )


@cache
def sizes() -> dict[str, HistoryOf]:
    """Return the history of the pictures whose sizes a table has, by the table's name. Sizes have no history themselves."""
    found = {}
    for model in apps.get_models():
        if model._meta.managed and issubclass(model, AbstractRendition):
            image: Any = model._meta.get_field("image")
            pictures = image.related_model._meta.db_table
            if pictures in histories():
                found[model._meta.db_table] = histories()[pictures]
    return found


@cache
def histories() -> dict[str, HistoryOf]:
    """Return all tables with a history, by the name of the model's table."""
    return {one.table: one for one in _histories()}


def _histories() -> Iterator[HistoryOf]:
    for model in apps.get_models(include_auto_created=True):
        if has_history(model):
            yield HistoryOf(model)
