"""What the history holds: from which day on each kind of thing is known, how many states, how large; and whether it goes on."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils.text import capfirst

from cms.base.own_words import worded

from . import spans, triggers
from .models import HistoryTable, PageCount
from .tables import WITHHELD, HistoryOf, histories


@dataclass(frozen=True)
class KnownKind:
    """A kind of thing, from when on every state of it is known, and how many there are. None if nothing is kept yet."""

    name: str
    since: datetime.datetime | None
    states: int
    withheld: int


def known_kinds() -> list[KnownKind]:
    """Return what is known of each kind of thing, by its name. What belongs to a kind, such as its links, counts with it."""
    since = dict(HistoryTable.objects.values_list("table", "kept_since"))
    things = [one for one in histories().values() if one.model is not PageCount]
    numbers = _numbers([one for one in things if one.table in since])
    by_name: dict[str, KnownKind] = {}
    for one in things:
        name = name_of(one)
        begun = since.get(one.table)
        states, withheld = numbers.get(one.table, (0, 0))
        if there := by_name.get(name):
            begun = max(begun, there.since) if begun and there.since else None
            states, withheld = states + there.states, withheld + there.withheld
        by_name[name] = KnownKind(name, begun, states, withheld)
    return sorted(by_name.values(), key=lambda kind: kind.name.casefold())


def name_of(one: HistoryOf) -> str:
    """Return the name of the kind of thing to which a table belongs, in the programme's words."""
    model: Any = one.model._meta.auto_created or one.model
    return worded(capfirst(str(model._meta.verbose_name)))


def _numbers(tables: list[HistoryOf]) -> dict[str, tuple[int, int]]:
    if not tables:
        return {}
    counted = " UNION ALL ".join(
        f"SELECT '{one.table}', COUNT(*), COALESCE(SUM(CASE WHEN {WITHHELD} THEN 1 ELSE 0 END), 0) FROM \"{one.name}\""  # noqa: S608
        for one in tables
    )
    return {table: (states, withheld) for table, states, withheld in spans.selected(counted, [])}


def size() -> int | None:
    """Return how many bytes the history takes, with its indexes; None if the database can't say."""
    if connection.vendor == "postgresql":
        one = "pg_total_relation_size(to_regclass(quote_ident(name)))"
        ((found,),) = spans.selected(
            f"SELECT COALESCE(SUM({one}), 0) FROM unnest(%s::text[]) AS name",  # noqa: S608  a constant
            [[one.name for one in histories().values()]],
        )
        return int(found)
    try:
        with transaction.atomic():
            ((found,),) = spans.selected(
                "SELECT COALESCE(SUM(pgsize), 0) FROM dbstat WHERE name LIKE 'history\\_%%' ESCAPE '\\'", []
            )
    except DatabaseError:  # SQLite can be built without this table
        return None
    return int(found)


def without_triggers() -> list[str]:
    """Return the kinds of things whose changes aren't kept, because a trigger or the table is missing."""
    there = triggers.names(connection.alias)
    tables = set(connection.introspection.table_names())
    return sorted(
        {
            name_of(one)
            for one in histories().values()
            if one.name not in tables or not triggers.expected(connection.alias, one) <= there
        }
    )
