"""Copies of the database as migrations leave it, and the command that makes it; see `hubs.migrated`."""

import gc
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

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


def migrate() -> None:
    """Do as `manage.py migrate`. Without looking for garbage, of which there is much, it takes three quarters of the time."""
    from django.core.management import execute_from_command_line

    gc.disable()
    execute_from_command_line(["manage.py", "migrate", "--verbosity", "0"])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    sys.exit(migrate())
