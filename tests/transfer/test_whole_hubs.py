"""A hub's public sees the same wherever its rows are: on SQLite, on PostgreSQL, and on SQLite again."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests import databases, hubs, migrated

pytestmark = pytest.mark.long
# A picture on a page, without a publication: what changed is history.
ADD_PICTURE = """
import django
django.setup()
from programme.models import NewsPage
from tests.factories import ImageFactory
NewsPage.objects.filter(pk=NewsPage.objects.live().first().pk).update(image=ImageFactory())
"""


def seen(folder: Path, **more: str) -> dict[str, list]:
    """Return all that the public sees of a hub, by address."""
    file = folder / "seen.json"
    hubs.run(folder, [["-m", "tests.transfer.everything", str(file)]], **more)
    return json.loads(file.read_text())


def new_hub(folder: Path) -> Path:
    (folder / "static").mkdir(parents=True)
    migrated.copy(folder / hubs.DATABASE)
    return folder


@pytest.fixture
def first(tmp_path_factory, tmp_path) -> Path:
    folder = tmp_path / "first"
    shutil.copytree(hubs.prepare(tmp_path_factory, "content"), folder)
    hubs.run(folder, [["-c", ADD_PICTURE]])
    return folder


def test_on_postgresql_and_on_sqlite_again(first, tmp_path, tmp_path_factory):
    before, given = seen(first), numbers_of(first)
    assert len(before) > 50
    assert {status for status, _ in before.values()} == {200}
    assert any("/media/images/" in text for _, text in before.values())
    on_file = f"sqlite:///{first / hubs.DATABASE}"
    with databases.own("postgresql", tmp_path_factory) as address:
        hubs.run(first, [["manage.py", "transfer", "database", on_file, "--dry-run"]], DATABASE_URL=address)
        hubs.run(first, [["manage.py", "transfer", "database", on_file]], DATABASE_URL=address)
        assert seen(first, DATABASE_URL=address) == before
        third = new_hub(tmp_path / "third")
        hubs.run(third, [["manage.py", "transfer", "database", address]])
        hubs.run(third, [["manage.py", "transfer", "media", str(first / "media")]])
    assert seen(third) == before
    assert numbers_of(third) == given
    assert media_of(third) == media_of(first) != {}


def numbers_of(folder: Path) -> dict[str, int]:
    """Return the highest number ever given, by table, without the search's and the log's, which go on while pages are read."""
    with closing(sqlite3.connect(folder / hubs.DATABASE)) as database:
        found = dict(database.execute("SELECT name, seq FROM sqlite_sequence WHERE seq > 0"))
    return {name: number for name, number in found.items() if not name.startswith(("search_", "wagtailsearch_"))}


def media_of(folder: Path) -> dict[str, bytes]:
    media = folder / "media"
    return {path.relative_to(media).as_posix(): path.read_bytes() for path in media.rglob("*") if path.is_file()}
