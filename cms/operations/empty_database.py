"""The database of a new hub on SQLite, as migrations leave it, kept as SQL in `empty_database.sql`.

To run some hundreds of migrations takes most of a minute, and the first start of a hub shouldn't. `bin/empty-database` writes
the file, for each release or more often. What has been added since then is left to `migrate`, as are the hub's triggers and
the tables of its history, which `migrate` makes whenever they are missing.
"""

from __future__ import annotations

import datetime
import re
import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from cms.history.models import HistoryTable
from cms.history.tables import PREFIX

FILE = Path(__file__).with_suffix(".sql")
# What differs from one database to another: the moment at which it is made, and random keys.
NOW = "'<now>'"
MOMENT = re.compile(r"'20\d\d-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?'")
RANDOM = "'<random>'"
WHOLE = "'0001_whole'"
KEY = re.compile(r"'[0-9a-f]{32}'")


def fill() -> None:
    """Make all tables from the file, if the hub's database is an empty one on SQLite. `migrate` must follow."""
    if connection.vendor != "sqlite" or connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.executescript(script())


def script() -> str:
    """Return the statements of the file in one transaction, with this moment, and with keys that no other hub has."""
    sql = FILE.read_text().replace(NOW, f"'{datetime.datetime.now(datetime.UTC):%Y-%m-%d %H:%M:%S.%f}'")
    sql = re.sub(RANDOM, lambda _: f"'{uuid.uuid4().hex}'", sql)
    return f"BEGIN;\n{sql}COMMIT;\n"


def as_sql(database: sqlite3.Connection) -> str:
    """Return the statements that make a migrated database again, in an order that doesn't depend on how it came about."""
    made = database.execute(
        "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_*'"
        " AND tbl_name NOT GLOB ? AND NOT (type = 'trigger' AND name GLOB 'hub_*')"
        " AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow') ORDER BY name",
        [f"{PREFIX}*"],
    ).fetchall()
    tables = [name for kind, name, _ in made if kind == "table"]
    # `migrate` notes that a migration is done if all that it replaces are.
    statements = [
        *(sql for kind, _, sql in made if kind == "table"),
        *(
            row
            for table in tables
            if table != HistoryTable._meta.db_table
            for row in _rows(database, table)
            if WHOLE not in row
        ),
        *(sql for kind, _, sql in made if kind != "table"),
    ]
    return "".join(f"{statement};\n" for statement in statements)


def _rows(database: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = [name for _, name, *_ in database.execute(f'PRAGMA table_info("{table}")')]
    quoted = " || ', ' || ".join(f'quote("{column}")' for column in columns)
    for (values,) in database.execute(f'SELECT {quoted} FROM "{table}" ORDER BY 1'):  # noqa: S608  names of our tables
        same = KEY.sub(RANDOM, MOMENT.sub(NOW, values))
        yield f'INSERT INTO "{table}" VALUES ({same})'  # noqa: S608  the same
