"""Databases as migrations leave them, from which those of the tests are copied, and the command that makes one."""

import datetime
import gc
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import django
import psycopg
from django.core.management import execute_from_command_line

from tests import hubs, kept

PREFIX = "hub_migrated_"
DAYS = 7  # without a use, after which a database on a server is dropped


def copy(to: Path) -> None:
    """Put a migrated SQLite database at the path."""
    with hubs.migrated() as folder:
        shutil.copyfile(folder / hubs.DATABASE, to)


@contextmanager
def in_memory(connection) -> Iterator[None]:
    """Let Django's database for tests begin as a copy; as long as the block lasts, it stays."""
    with closing(sqlite3.connect(connection.creation._get_test_db_name(), uri=True)) as held:
        with hubs.migrated() as folder, closing(sqlite3.connect(folder / hubs.DATABASE)) as file:
            file.backup(held)
        yield


@contextmanager
def on_server(connection) -> Iterator[None]:
    """Let Django's database for tests begin as a copy of one on the same PostgreSQL server, as long as the block lasts."""
    settings = connection.settings_dict["TEST"]
    before, settings["TEMPLATE"] = settings.get("TEMPLATE"), template(os.environ["DATABASE_URL"])
    yield
    settings["TEMPLATE"] = before


def template(address: str) -> str:
    """Return the name of a migrated database on the server of the address, for `CREATE DATABASE … TEMPLATE`.

    It stays there for the next run, which needn't be of the same checkout, until nobody has used it for `DAYS`.
    """
    name, unfinished = f"{PREFIX}{kept.of_migrations()}", f"{PREFIX}unfinished"
    today = datetime.datetime.now(datetime.UTC).date()
    with psycopg.connect(address, autocommit=True, connect_timeout=3) as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [PREFIX])  # until the connection ends
        known = "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database WHERE starts_with(datname, %s)"
        used = dict(server.execute(known, [PREFIX]).fetchall())
        if name not in used:
            server.execute(f"DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {unfinished}")
            with tempfile.TemporaryDirectory() as folder:
                made_at = urlsplit(address)._replace(path=f"/{unfinished}").geturl()
                hubs.run(Path(folder), [["-m", "tests.migrated"]], DATABASE_URL=made_at)
            server.execute(f"ALTER DATABASE {unfinished} RENAME TO {name}")
        server.execute(f"COMMENT ON DATABASE {name} IS '{today}'")
        for other, day in used.items():
            if day and day < str(today - datetime.timedelta(days=DAYS)) and other != name:
                server.execute(f"DROP DATABASE IF EXISTS {other}")
    return name


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    gc.disable()  # it ends soon, and memory doesn't matter
    django.setup()
    from cms.operations import empty_database

    empty_database.fill()  # on SQLite, as at the start of a new hub
    execute_from_command_line(["manage.py", "migrate", "--verbosity", "0"])
