"""Rows of the history that belong to a thing within a time: what they are, and how they are marked or deleted.

To a thing belongs what would be deleted with it: its own rows, those of its parts, the links of others to it, redirects
to it, its records of changes. The history is asked, not the present tables, so that it is found when it is gone.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import CASCADE, CharField, Field, ForeignKey, Model, TextField
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction, Site

from .models import PageCount
from .tables import OPEN, SINCE, UNTIL, WITHHELD, HistoryOf, histories

# Rows that go with a page when it is deleted, but say what others may read.
RULES = (CollectionViewRestriction, PageViewRestriction, Site)
# Databases limit the number of parameters.
MANY = 500

Keys = set[Any]
Moment = datetime.datetime
# When states end that still are.
LAST = datetime.datetime.fromisoformat(OPEN)


def written(moment: Moment, to: Any = connection) -> Any:
    """Return a moment as it is in the tables of the history: on SQLite a text, in as many digits as the triggers write."""
    moment = moment.astimezone(datetime.UTC)
    if to.vendor != "sqlite":
        return moment
    if moment == LAST:
        return OPEN
    return moment.isoformat(" ", "microseconds" if moment.microsecond % 1000 else "milliseconds").partition("+")[0]


def _read(value: Any) -> Any:
    is_naive = isinstance(value, datetime.datetime) and value.tzinfo is None
    return value.replace(tzinfo=datetime.UTC) if is_naive else value


def rows_of(model: type[Model], keys: Keys) -> dict[str, Keys]:
    """Return all that ever belonged to things of a model: the keys of the rows, by the name of their table."""
    found: dict[str, Keys] = defaultdict(set)
    waiting = [(model, keys)]
    while waiting:
        owner, new = waiting.pop()
        new = new - found[owner._meta.db_table]
        if not new:
            continue
        found[owner._meta.db_table] |= new
        for one, column in _parts(owner):
            if part := {row[0] for row in among(f'SELECT "{one.key}" FROM "{one.name}"', column, new)}:  # noqa: S608
                waiting.append((one.model, part))
    return found


def with_counts(rows: dict[str, Keys]) -> dict[str, Keys]:
    """Return the rows and, if pages of a type are among them, how many of these there were: it would tell of them."""
    counted = {table for table in rows if histories()[table].is_counted}
    return {**rows, PageCount._meta.db_table: counted} if counted else rows


@cache
def _parts(owner: type[Model]) -> list[tuple[HistoryOf, str]]:
    """Return the tables whose rows go with an object of a model, each with the column that names it."""
    return [
        (one, str(field.column))
        for one in histories().values()
        for field in one.fields
        if isinstance(field, ForeignKey) and _goes_with(one.model, field) and field.related_model is owner
    ]


def _goes_with(model: type[Model], field: ForeignKey[Any, Any]) -> bool:
    if issubclass(model, RULES):
        return False
    if issubclass(model, Page):
        return bool(field.remote_field.parent_link)
    # A record of a change outlives its page.
    is_record = field.name == "page" and not getattr(field, "db_constraint", True)
    return is_record or field.remote_field.on_delete is CASCADE or field.name == getattr(model, "visibility_parent", "")


def with_aliases(page: Any) -> Keys:
    """Return the keys of a page and of all that ever were its aliases, which have the same words."""
    table = histories()[Page._meta.db_table]
    return {page} | {row[0] for row in among(f'SELECT "id" FROM "{table.name}"', "alias_of_id", {page})}  # noqa: S608


def branches(page: Any, end: Moment) -> Iterator[tuple[Keys, Moment | None, Moment]]:
    """Yield the pages that were in the branch of a page or of its aliases, with the time for which they were in it.

    None as the beginning means always. `end` is the moment up to which the past is asked.
    """
    table = histories()[Page._meta.db_table]
    below = f'SELECT "id", {SINCE}, {UNTIL} FROM "{table.name}"'  # noqa: S608  names of our tables
    tops = with_aliases(page)
    times: dict[Any, list[tuple[Moment, Moment]]] = defaultdict(list)
    for path, since, until in among(f'SELECT "path", {SINCE}, {UNTIL} FROM "{table.name}"', "id", tops):  # noqa: S608
        where = f'"path" LIKE %s AND {SINCE} < %s AND {UNTIL} > %s'
        for key, begun, ended in selected(f"{below} WHERE {where}", [f"{path}_%", min(until, end), since]):
            times[key].append((max(begun, since), min(ended, until, end)))
    elsewhere = {
        key
        for key, since, until in among(below, "id", set(times) - tops)
        if since < end and not _covered(since, min(until, end), times[key])
    }
    yield tops | (times.keys() - elsewhere), None, end
    for key in elsewhere:
        for since, until in times[key]:
            yield {key}, since, until


def _covered(since: Moment, until: Moment, times: list[tuple[Moment, Moment]]) -> bool:
    for begun, ended in sorted(times):
        if begun <= since < ended:
            since = ended
    return since >= until


def cut(rows: dict[str, Keys], begin: Moment | None, end: Moment) -> None:
    """Divide states of rows that reach beyond a time into those within it and those outside."""
    for table, keys in rows.items():
        one = histories()[table]
        names = ", ".join(f'"{column}"' for column in one.columns)
        for moment in filter(None, (begin, end)):
            across = f"{SINCE} < %s AND {UNTIL} > %s AND"
            for some, marks in _few(keys):
                where = f'{across} "{one.key}" IN ({marks})'
                run(
                    f'INSERT INTO "{one.name}" ({names}, {SINCE}, {UNTIL}, {WITHHELD})'  # noqa: S608  names of our tables
                    f' SELECT {names}, %s, {UNTIL}, {WITHHELD} FROM "{one.name}" WHERE {where}',
                    [moment, moment, moment, *some],
                )
                run(f'UPDATE "{one.name}" SET {UNTIL} = %s WHERE {where}', [moment, moment, moment, *some])  # noqa: S608


def detach(rows: dict[str, Keys], begin: Moment | None, end: Moment) -> list[list[Any]]:
    """Empty what refers to rows within a time and stays, as if they were deleted. Returns what `attach` needs.

    Otherwise code that follows such a reference would fail, since the database promises that there is a row. Rows that go
    themselves keep theirs: an alias that is withheld with its original still has the restrictions of that.
    """
    gone: list[list[Any]] = []
    for table, keys in rows.items():
        for one, column in _references(histories()[table].model):
            select = f'SELECT "{one.key}", "{column}", {SINCE}, {UNTIL} FROM "{one.name}"'  # noqa: S608  our names
            going = rows.get(one.table, set())
            held = [row for row in among(select, column, keys) if row[0] not in going]
            cut({one.table: {row[0] for row in held if _overlaps(row[2], row[3], begin, end)}}, begin, end)
            for key, target, since, until in among(select, column, keys):
                if key not in going and until <= end and (begin is None or since >= begin):
                    times = [since.isoformat(), until.isoformat()]
                    gone.append([one.table, column, key, *times, target])
                    run(
                        f'UPDATE "{one.name}" SET "{column}" = NULL'  # noqa: S608  names of our tables
                        f' WHERE "{one.key}" = %s AND {SINCE} = %s AND {UNTIL} = %s',
                        [key, since, until],
                    )
    return gone


def attach(gone: list[list[Any]]) -> None:
    """Fill in again what `detach` has emptied."""
    for table, column, key, since, until, target in gone:
        one = histories()[table]
        run(
            f'UPDATE "{one.name}" SET "{column}" = %s WHERE "{column}" IS NULL'  # noqa: S608  names of our tables
            f' AND "{one.key}" = %s AND {SINCE} >= %s AND {UNTIL} <= %s',
            [target, key, *map(datetime.datetime.fromisoformat, (since, until))],
        )


def _overlaps(since: Moment, until: Moment, begin: Moment | None, end: Moment) -> bool:
    return since < end and (begin is None or until > begin)


@cache
def _references(target: type[Model]) -> list[tuple[HistoryOf, str]]:
    return [
        (one, str(field.column))
        for one in histories().values()
        for field in one.fields
        if isinstance(field, ForeignKey)
        and field.null
        and field.related_model is target
        and not _goes_with(one.model, field)
    ]


def mark(rows: dict[str, Keys], begin: Moment | None, end: Moment, *, withheld: bool) -> None:
    """Withhold the states of rows within a time, or no longer."""
    # "true" and "false" are known to both databases.
    _within(rows, begin, end, lambda name: f'UPDATE "{name}" SET {WITHHELD} = {str(withheld).lower()}')  # noqa: S608


def delete(rows: dict[str, Keys], begin: Moment | None, end: Moment, *, with_parents: bool) -> None:
    """Delete the states of rows within a time.

    Unless `with_parents`, pages that had others below them only lose all words, and are withheld: whether those below were
    public depends on them.
    """
    pages = {} if with_parents else {table: keys for table, keys in rows.items() if table == Page._meta.db_table}
    others = {table: keys for table, keys in rows.items() if table not in pages}
    _within(others, begin, end, lambda name: f'DELETE FROM "{name}"')  # noqa: S608  names of our tables
    words = ", ".join(f"\"{field.column}\" = ''" for field in Page._meta.local_concrete_fields if _has_words(field))
    emptied = f"{words}, {WITHHELD} = true"
    _within(pages, begin, end, lambda name: f'UPDATE "{name}" SET {emptied}', "numchild > 0")  # noqa: S608  the same
    _within(pages, begin, end, lambda name: f'DELETE FROM "{name}"', "numchild = 0")  # noqa: S608  the same


def _has_words(field: Field[Any, Any]) -> bool:
    return isinstance(field, CharField | TextField) and field.column != "path"


def _within(
    rows: dict[str, Keys],
    begin: Moment | None,
    end: Moment,
    statement: Callable[[str], str],
    condition: str = "true",
) -> None:
    for table, keys in rows.items():
        one = histories()[table]
        for some, marks in _few(keys):
            where = f'{condition} AND {UNTIL} <= %s AND "{one.key}" IN ({marks})'
            values = [end, *some]
            if begin is not None:
                where, values = f"{SINCE} >= %s AND {where}", [begin, *values]
            run(f"{statement(one.name)} WHERE {where}", values)


def states(table: str, keys: Keys) -> list[tuple[Any, ...]]:
    """Return key, beginning, end and whether it is withheld, of all states of rows of a table. The end of a present one is
    in the year 9999."""
    one = histories()[table]
    select = f'SELECT "{one.key}", {SINCE}, {UNTIL}, {WITHHELD} FROM "{one.name}"'  # noqa: S608  names of our tables
    return list(among(select, one.key, keys))


def _few(keys: Keys) -> Iterator[tuple[tuple[Any, ...], str]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), MANY):
        some = tuple(ordered[start : start + MANY])
        yield some, ", ".join(["%s"] * len(some))


def among(select: str, column: str, keys: Keys) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a statement whose column is one of the keys."""
    for some, marks in _few(keys):
        yield from selected(f'{select} WHERE "{column}" IN ({marks})', some)


def selected(sql: str, values: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement. Moments among the values and in the rows have a time zone."""
    with connection.cursor() as cursor:
        cursor.execute(sql, _adapted(values))
        return [tuple(map(_read, row)) for row in cursor.fetchall()]


def run(sql: str, values: Iterable[Any]) -> int:
    """Carry out a statement, and return how many rows it has changed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, _adapted(values))
        return cursor.rowcount


def _adapted(values: Iterable[Any]) -> list[Any]:
    return [written(value) if isinstance(value, datetime.datetime) else value for value in values]
