"""`manage.py upgrade` brings the database to the version of the program; SQLite is copied first."""

import re
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.core.management import CommandError

from cms.operations import upgrades
from tests import hubs, migrated


@pytest.fixture
def database(tmp_path):
    """The path of a migrated database, in the folder of a hub's data."""
    path = tmp_path / hubs.DATABASE
    migrated.copy(path)
    return path


def tables(path) -> set[str]:
    with closing(sqlite3.connect(path)) as opened:
        return {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def upgrade(folder) -> list[str]:
    done = subprocess.run(
        [sys.executable, "manage.py", "upgrade"],
        cwd=hubs.ROOT,
        env=hubs.environment(folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=5 * hubs.PATIENCE,  # all migrations, on a machine that has much else to do
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.long
def test_a_database_of_an_earlier_version_is_copied_and_migrated(database):
    hubs.run(database.parent, [["manage.py", "migrate", "sessions", "zero", "--verbosity", "0"]])
    copy = database.with_name(upgrades.COPY)
    first, number, last = upgrade(database.parent)
    assert first == f"Copied the database to {copy}."
    assert re.fullmatch(r"Migrations: [1-9]\d*\.", number)
    assert last == "The database is at this version."
    assert "django_session" in tables(database) - tables(copy)
    copy.unlink()
    assert upgrade(database.parent) == ["Migrations: none.", "The database is at this version."]
    assert not copy.exists(), "nothing changes that would have to be gone back on"


@pytest.mark.long
def test_a_new_database_is_made_without_a_copy(tmp_path):
    assert upgrade(tmp_path)[-1] == "The database is at this version."
    assert not (tmp_path / upgrades.COPY).exists()


@pytest.fixture
def of_file(database, monkeypatch):
    """Have the code of upgrades use the database in the file."""
    with closing(sqlite3.connect(database)) as opened:
        monkeypatch.setattr(upgrades, "connection", StandIn(database, opened))
        yield database


class StandIn:
    """As much of Django's connection as a copy needs, to a file of its own: the suite's database is in memory."""

    vendor = "sqlite"

    def __init__(self, path, opened):
        self.settings_dict = {"NAME": str(path)}
        self.connection = opened

    def ensure_connection(self):
        """It is open."""


def test_a_copy_that_fails_leaves_the_one_before(of_file):
    copy = upgrades.copy_of_sqlite()
    assert tables(copy) == tables(of_file)
    before = copy.read_bytes()
    (of_file.parent / "before-upgrade.unfinished").mkdir()
    with pytest.raises(CommandError, match="can't be copied"):
        upgrades.copy_of_sqlite()
    assert copy.read_bytes() == before


def test_what_writers_have_not_committed_is_not_copied(of_file):
    with closing(sqlite3.connect(of_file)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE unfinished (id integer)")
        writer.execute("BEGIN")
        writer.execute("INSERT INTO unfinished VALUES (1)")
        copy = upgrades.copy_of_sqlite()
        writer.rollback()
    with closing(sqlite3.connect(copy)) as opened:
        assert opened.execute("SELECT count(*) FROM unfinished").fetchone() == (0,)
