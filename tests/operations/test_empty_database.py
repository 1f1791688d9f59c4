"""The file with which a new hub on SQLite begins: with it the database is as all migrations make it."""

import sqlite3
from contextlib import closing

from cms.operations import empty_database
from tests import hubs, migrated

FILL = "import django; django.setup(); from cms.operations import empty_database; empty_database.fill()"


def named(database: sqlite3.Connection) -> set[str]:
    """Return the names of all tables, indexes and triggers."""
    return {name for (name,) in database.execute("SELECT name FROM sqlite_schema")}


def test_a_new_database_is_as_if_all_migrations_had_been_run(tmp_path):
    hubs.run(tmp_path, [["-c", FILL]])
    with closing(sqlite3.connect(tmp_path / hubs.DATABASE)) as filled:
        begun = filled.execute("SELECT count(*) FROM django_migrations").fetchone()[0]
    assert begun > 350, "an old file would leave nearly all to `migrate`"
    whole, short = tmp_path / "whole", tmp_path
    whole.mkdir()
    migrated.copy(whole / hubs.DATABASE)
    for folder in (short, whole):
        hubs.run(folder, [["manage.py", "migrate", "--verbosity", "0"]])
    with closing(sqlite3.connect(short / hubs.DATABASE)) as new, closing(sqlite3.connect(whole / hubs.DATABASE)) as old:
        assert empty_database.as_sql(new) == empty_database.as_sql(old)
        assert named(new) == named(old)


def test_no_two_hubs_have_the_same_keys(tmp_path):
    keys = []
    for name in ("one", "other"):
        (folder := tmp_path / name).mkdir()
        hubs.run(folder, [["-c", FILL]])
        with closing(sqlite3.connect(folder / hubs.DATABASE)) as made:
            keys += [key for (key,) in made.execute("SELECT translation_key FROM wagtailcore_page")]
    assert len(set(keys)) == len(keys) == 4


def test_a_database_with_tables_is_left_alone(tmp_path):
    migrated.copy(tmp_path / hubs.DATABASE)
    with closing(sqlite3.connect(tmp_path / hubs.DATABASE)) as old:
        before = list(old.iterdump())
    hubs.run(tmp_path, [["-c", FILL]])
    with closing(sqlite3.connect(tmp_path / hubs.DATABASE)) as left:
        assert list(left.iterdump()) == before
