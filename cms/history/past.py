"""Reads the content as it was at a past moment.

Within `as_of` each statement begins with what its tables held at the moment, under the tables' own names: a common table
expression stands before the table of its name (PostgreSQL: “WITH Queries”, section 7.8; SQLite: “The WITH Clause”). So
whatever reads (lists, filters, totals, addresses, the visibility rule) reads that moment, with as many statements as
today, and nothing can be written.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.db import connection
from wagtail.models import Page

from cms.base.dates import reckoned_from
from cms.base.memory import Bounded
from cms.visibility.period import Period, current_period, read_opening, within

from .tables import SINCE, UNTIL, WITHHELD, histories, same_file, sizes

# Statements with what they are preceded by, by their characters.
_rewritten = Bounded(5_000_000)
# Facts of past moments: few, because strangers choose the moments.
_periods = Bounded(32)
MOMENT = "<moment>"
PAGES = Page._meta.db_table
BEGINNING = re.compile(r"[\s(]*SELECT\b", re.IGNORECASE)
WITH = re.compile(r"\s*WITH\s+(RECURSIVE\s+)?", re.IGNORECASE)


_past: ContextVar[_Past | None] = ContextVar("as_of", default=None)


class PastIsReadOnlyError(Exception):
    """Something would write to a table while a past moment is read."""


@contextmanager
def as_of(moment: datetime.datetime, present: Period | None = None) -> Iterator[Period | None]:
    """Read the content as it was at a moment within the block, on this connection; yields the period of what is read.

    `moment` is one that `past_moment` allows, `present` the present period if it has been read.

    The period ends with the present one, since texts about a past day may depend on today, and what is withheld from the
    past changes its token.
    """
    present = present or current_period()
    if present and present.present:  # within another past moment
        present = present.present
    past = _Past(moment)
    before = _past.set(past)
    try:
        with connection.execute_wrapper(past), reckoned_from(moment):
            period = _period(present, moment, past) if present else None
            with within(period):
                yield period
    finally:
        _past.reset(before)


def is_past() -> bool:
    """Say whether a past moment is being read."""
    return _past.get() is not None


@contextmanager
def in_the_present() -> Iterator[Period | None]:
    """Read the present within a block of `as_of`, for what is said of today beside the past; yields the present period."""
    period = current_period()
    present = (period.present or period) if period else None
    before = _past.set(None)
    try:
        with reckoned_from(None), within(present):
            yield present
    finally:
        _past.reset(before)


def _period(present: Period, moment: datetime.datetime, past: _Past) -> Period:
    key = (present.token, present.until, moment)
    period = _periods.get(key)
    if period is None:
        past.is_opening = True
        try:
            opening = read_opening(moment, is_past=True)
        finally:
            past.is_opening = False
        period = Period(f"{present.token}@{moment.isoformat()}", present.until, opening)
        period.present = present
        _periods.keep(key, period, 1)
    return period


class _Past:
    """Precedes each statement of a connection with the past of its tables.

    While it is opening a period, withheld pages are among the pages: one that was a draft or restricted hides those below
    it, though nobody reads a word of it. Openings read where pages are in the tree and whether they were public, no texts.
    """

    def __init__(self, moment: datetime.datetime):
        self.is_opening = False
        # As in the tables of the history.
        moment = moment.astimezone(datetime.UTC)
        self.moment = moment.strftime("%Y-%m-%d %H:%M:%S.%f") if connection.vendor == "sqlite" else moment.isoformat()

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if _past.get() is not self:  # another moment within this one
            return execute(sql, params, many, context)
        key = (sql, self.is_opening)
        rewritten = _rewritten.get(key)
        if rewritten is None:
            rewritten = preceded(sql, with_withheld=self.is_opening)
            _rewritten.keep(key, rewritten, len(rewritten))
        return execute(rewritten.replace(MOMENT, self.moment), params, many, context)


def preceded(sql: str, *, with_withheld: bool = False) -> str:
    """Return a statement preceded by the past of the tables that it names, with `MOMENT` in place of the moment.

    `with_withheld` keeps withheld pages among the pages.

    Raises PastIsReadOnlyError if it isn't a query and names one of them.
    """
    found = sorted(set(_names().findall(sql)))
    if not found:
        return sql
    before = ", ".join(
        f'"{name}" AS NOT MATERIALIZED ({_then(name, with_withheld and name == PAGES)})' for name in found
    )
    if BEGINNING.match(sql):
        return f"WITH {before} {sql}"
    if more := WITH.match(sql):
        return f"WITH {more[1] or ''}{before}, {sql[more.end() :]}"
    if not (found := [name for name in found if name in histories()]):
        return sql  # a size of a picture, which is made when it is first needed
    raise PastIsReadOnlyError(f"A statement would change {', '.join(found)} while a past moment is read.")


@cache
def _names() -> re.Pattern[str]:
    tables = [*sizes(), *(one.table for one in histories().values() if not one.is_of_today)]
    tables.sort(key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(tables)})\b")


@cache
def _then(table: str, with_withheld: bool = False) -> str:
    """Return the query for the rows of a table at the moment.

    SQLite is kept from looking for moments in its indexes (by “+”): it takes each condition for rarer than it is, and
    would rather sort all pages of a moment than read the newest in order, or look through an index of something else.
    """
    if table in sizes():
        return _sizes_then(table)
    one = histories()[table]
    columns = ", ".join(f'"{column}"' for column in one.columns)
    plus = "+" if connection.vendor == "sqlite" else ""
    return (
        f"SELECT {columns} FROM \"{one.name}\" WHERE {plus}{SINCE} <= '{MOMENT}'"  # noqa: S608  names of our tables
        f" AND {plus}{UNTIL} > '{MOMENT}'{'' if with_withheld else f' AND NOT {WITHHELD}'}"
    )


def _sizes_then(table: str) -> str:
    """Return the sizes of those pictures that had the file of today: others show another picture."""
    pictures = sizes()[table]
    # SQLite would take the bare name for that of the expression itself.
    itself = f'main."{table}"' if connection.vendor == "sqlite" else f'"{table}"'
    return (
        f"SELECT size.* FROM {itself} size WHERE EXISTS (SELECT 1 FROM ({_then(pictures.table)}) past"  # noqa: S608  the same
        f' WHERE past."{pictures.key}" = size.image_id AND {same_file(pictures, "past")})'
    )
