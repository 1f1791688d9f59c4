"""Copies of the database as migrations leave it, and the command that makes it; see `hubs.migrated`.

On a PostgreSQL server there is a database for each run from which those of its processes are copied.
"""

import gc
import hashlib
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests import hubs


def copy(factory, to: Path) -> None:
    """Put a migrated database at the path."""
    shutil.copyfile(hubs.migrated(factory), to)


@contextmanager
def in_memory(factory, connection) -> Iterator[None]:
    """Let Django's database for tests begin as a copy; as long as the block lasts, it stays."""
    name = connection.creation._get_test_db_name()
    made = hubs.migrated(factory)
    with closing(sqlite3.connect(name, uri=True)) as held, closing(sqlite3.connect(made)) as file:
        file.backup(held)
        yield


@contextmanager
def on_server(factory, connection) -> Iterator[None]:
    """Let Django's database for tests begin as a copy of one on the same PostgreSQL server, as long as the block lasts."""
    name = name_of(hubs.shared(factory))
    with hubs.once(hubs.shared(factory) / "migrated-on-server") as folder:
        if folder is not None:
            folder.mkdir()
            address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
            tell_server(f"CREATE DATABASE {name}")
            hubs.run(folder, [["-m", "tests.migrated"]], DATABASE_URL=address)
    settings = connection.settings_dict["TEST"]
    before, settings["TEMPLATE"] = settings.get("TEMPLATE"), name
    yield
    settings["TEMPLATE"] = before


def remove(run: Path) -> None:
    """Remove the run's database from which others were copied, once no process of it needs one any more."""
    if (run / "migrated-on-server.done").exists():
        tell_server(f"DROP DATABASE IF EXISTS {name_of(run)}")


def tell_server(statement: str) -> None:
    """Run a statement outside of the databases of the tests, which Django isn't to touch yet, or any more."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(statement)


def name_of(run: Path) -> str:
    """Return the name of the database that the run's others are copied from; `run` is the folder of its temporary files."""
    return f"hub_migrated_{hashlib.blake2s(str(run).encode(), digest_size=6).hexdigest()}"


def migrate() -> None:
    """Do as `manage.py migrate`. Without looking for garbage, of which there is much, it takes three quarters of the time."""
    from django.core.management import execute_from_command_line

    gc.disable()
    execute_from_command_line(["manage.py", "migrate", "--verbosity", "0"])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    sys.exit(migrate())
