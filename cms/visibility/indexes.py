"""Indexes missing from Wagtail's table of pages, and statistics.

Wagtail finds children by the prefix of their path, at all levels, and then filters those of the next level one by one.
Below the home page, that is every page of the site. And only pages with children can hide others, and only scheduled
pages have a next moment: few compared with the rest.

The visibility rule compares the beginnings of paths. PostgreSQL takes any such comparison for true of one row in two
hundred, though a site usually has most of the pages: it would then sort them all rather than read the newest in order.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, CharField, Func
from wagtail.models import Page

CHILDREN = "hub_page_by_parent"
PARENTS, DRAFTS = "hub_page_with_children", "hub_page_not_live"
SCHEDULED = ("go_live_at", "expire_at")
PARENT_PATH = f"substr({{path}}, 1, length({{path}}) - {Page.steplen})"


class ParentPath(Func):
    """The path of the parent, written exactly as in the index, or the index isn't used."""

    template = PARENT_PATH.format(path="%(expressions)s")
    output_field = CharField()


class HasChildren(Func):
    """Whether a page has children, written exactly as in the index: SQLite doesn't use an index for a parameter."""

    template = "%(expressions)s > 0"
    output_field = BooleanField()
    conditional = True


def install(using: str, **kwargs: Any) -> None:
    """Create the indexes and statistics if they are missing, after each `migrate`, because a migration of Wagtail may
    recreate the table."""
    connection = connections[using]
    table = Page._meta.db_table
    if table not in connection.introspection.table_names():
        return
    parent = PARENT_PATH.format(path="path")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {CHILDREN} ON {table} ({parent}, path)")
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {PARENTS} ON {table} (path) WHERE numchild > 0")
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {DRAFTS} ON {table} (id) WHERE NOT live")
        for column in SCHEDULED:
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS hub_page_{column} ON {table} ({column}) WHERE {column} IS NOT NULL"
            )
    count_by_site(connection, table)
    update_statistics(using)


def count_by_site(connection: Any, table: str) -> None:
    """Have PostgreSQL count how many of a table's pages are in each site, if there is the table and it doesn't yet.

    `table` has a column `path`. A site's root is a child of the tree's; sites deeper in the tree are rare.
    """
    if connection.vendor != "postgresql":
        return
    name = f"{table}_by_site"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_regclass(%s) IS NOT NULL AND NOT EXISTS (SELECT FROM pg_statistic_ext"
            " WHERE stxname = %s AND stxnamespace = current_schema()::regnamespace)",
            [table, name],
        )
        (is_missing,) = cursor.fetchone()
        if is_missing:
            cursor.execute(f"CREATE STATISTICS {name} ON (left(path, {2 * Page.steplen})) FROM {table}")
            # Otherwise it would count once a tenth of the table has changed.
            cursor.execute(f"ANALYZE {table}")


def update_statistics(using: str = DEFAULT_DB_ALIAS) -> None:
    """Update the database's statistics. Without them SQLite sorts whole tables that an index has in order.

    PostgreSQL does this automatically.
    """
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        # ANALYZE records nothing for an empty table, which SQLite then assumes to be large: to find the next events
        # where there are none, it would scan all pages. https://www.sqlite.org/fileformat2.html#stat1tab
        cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
        known = {name for (name,) in cursor.fetchall()}
        types = {model._meta.db_table for model in apps.get_models() if issubclass(model, Page)}
        empty = (types & set(connection.introspection.table_names(cursor))) - known
        cursor.executemany(
            "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, NULL, '1')", [(name,) for name in empty]
        )
        cursor.execute("ANALYZE sqlite_schema")  # reloads the statistics
