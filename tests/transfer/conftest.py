"""Two hubs on SQLite files of their own, beside the database of the suite."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from cms.history import triggers as of_history
from cms.transfer import databases
from cms.visibility import triggers
from tests import hubs, migrated

SOURCE, TARGET = "source", "target"


@pytest.fixture
def folder(tmp_path_factory, tmp_path) -> Path:
    """A copy of a hub with the programme's content, which a test may change."""
    copied = tmp_path / "source"
    shutil.copytree(hubs.prepare(tmp_path_factory, "content"), copied)
    return copied


@pytest.fixture
def both(folder, tmp_path, django_db_blocker) -> Iterator[None]:
    """Connections to the hub with content (`SOURCE`) and to a new one (`TARGET`)."""
    yield from _connected(folder / hubs.DATABASE, tmp_path, django_db_blocker)


@pytest.fixture
def new_ones(tmp_path, django_db_blocker) -> Iterator[None]:
    """Connections to two new hubs."""
    migrated.copy(tmp_path / "source.sqlite3")
    yield from _connected(tmp_path / "source.sqlite3", tmp_path, django_db_blocker)


def _connected(source: Path, tmp_path: Path, django_db_blocker) -> Iterator[None]:
    migrated.copy(tmp_path / "target.sqlite3")
    with django_db_blocker.unblock():
        databases.connect(f"sqlite:///{source}", SOURCE)
        databases.connect(f"sqlite:///{tmp_path / 'target.sqlite3'}", TARGET)
        for alias in (SOURCE, TARGET):  # as `migrate` does: a kept world may have those of an earlier day
            triggers.install(alias)
            of_history.install(alias)
        yield
        for alias in (SOURCE, TARGET):
            connections[alias].close()
            del connections[alias], connections.settings[alias]
