"""Indexes that Wagtail's table of pages lacks, and statistics for SQLite.

Wagtail finds the pages below a page by the beginning of their path, all levels of them, and picks those of the next
level one by one. Below the home page that is every page of the site. And whether a page hides those below it is asked of
those that have any, and what comes next of those that are scheduled: few beside all the others.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, CharField, Func
from wagtail.models import Page

CHILDREN = "hub_page_by_parent"
PARENTS = "hub_page_with_children"
SCHEDULED = ("go_live_at", "expire_at")
PARENT_PATH = f"substr({{path}}, 1, length({{path}}) - {Page.steplen})"


class ParentPath(Func):
    """The path of the page above, in the words of the index: an expression is found in an index only as it stands there."""

    template = PARENT_PATH.format(path="%(expressions)s")
    output_field = CharField()


class HasChildren(Func):
    """Whether a page has pages below it, in the words of the index: SQLite doesn't look into parameters for one."""

    template = "%(expressions)s > 0"
    output_field = BooleanField()
    conditional = True


def install(using: str, **kwargs: Any) -> None:
    """Make the indexes if they are missing. After each `migrate`, because a migration of Wagtail may make the table anew."""
    connection = connections[using]
    table = Page._meta.db_table
    if table not in connection.introspection.table_names():
        return
    parent = PARENT_PATH.format(path="path")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {CHILDREN} ON {table} ({parent}, path)")
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {PARENTS} ON {table} (path) WHERE numchild > 0")
        for column in SCHEDULED:
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS hub_page_{column} ON {table} ({column}) WHERE {column} IS NOT NULL"
            )
    update_statistics(using)


def update_statistics(using: str = DEFAULT_DB_ALIAS) -> None:
    """Tell the database how much there is of what. Without that SQLite sorts whole tables that an index has in order.

    PostgreSQL does it by itself.
    """
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        # Of an empty table ANALYZE says nothing, and SQLite takes it for a large one: asked for the next events where there are
        # none, it goes through all pages. https://www.sqlite.org/fileformat2.html#stat1tab
        cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
        known = {name for (name,) in cursor.fetchall()}
        types = {model._meta.db_table for model in apps.get_models() if issubclass(model, Page)}
        empty = (types & set(connection.introspection.table_names(cursor))) - known
        cursor.executemany(
            "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, NULL, '1')", [(name,) for name in empty]
        )
        cursor.execute("ANALYZE sqlite_schema")  # reads what was just written
