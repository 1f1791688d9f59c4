"""The file with which a new hub on SQLite begins: with it the database is as all migrations make it."""

import sqlite3
from contextlib import closing

import pytest
from wagtail.models import Page

from cms.operations import empty_database
from tests import hubs

START = """
import django; django.setup()
from django.core.management import call_command
from cms.operations import empty_database
empty_database.fill()
call_command("migrate", verbosity=0)
"""


def named(database: sqlite3.Connection) -> set[str]:
    """Return the names of all tables, indexes and triggers."""
    return {name for (name,) in database.execute("SELECT name FROM sqlite_schema")}


def test_a_new_database_is_as_if_all_migrations_had_been_run(tmp_path):
    short, whole = tmp_path / "short", tmp_path / "whole"
    for folder in (short, whole):
        folder.mkdir()
    hubs.run(short, [["-c", START]])
    hubs.run(whole, [["manage.py", "migrate", "--verbosity", "0"]])
    with closing(sqlite3.connect(short / hubs.DATABASE)) as new, closing(sqlite3.connect(whole / hubs.DATABASE)) as old:
        assert empty_database.as_sql(new) == empty_database.as_sql(old)
        assert named(new) == named(old)


def test_no_two_hubs_have_the_same_keys():
    keys, migrations = [], 0
    for _ in range(2):
        with closing(sqlite3.connect(":memory:")) as made:
            made.executescript(empty_database.script())
            keys += [key for (key,) in made.execute("SELECT translation_key FROM wagtailcore_page")]
            migrations = made.execute("SELECT count(*) FROM django_migrations").fetchone()[0]
    assert len(set(keys)) == len(keys) == 4
    assert migrations > 350, "an old file would leave nearly all to `migrate`"


@pytest.mark.django_db
def test_a_database_with_tables_is_left_alone():
    before = list(Page.objects.values_list("pk", "translation_key"))
    empty_database.fill()
    assert list(Page.objects.values_list("pk", "translation_key")) == before
