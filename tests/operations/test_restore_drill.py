"""The whole drill: a hub at work is backed up, everything is lost, and a new one answers every address as before."""

import contextlib
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import psycopg
import pytest

from cms.backups import postgresql_copier
from tests import databases, hubs

pytestmark = pytest.mark.long

PICTURE = re.compile(r'src="(/media/[^"]+)"')
# A picture with its sizes on the front page's newest item, a document, and an account.
FILES = """
import django; django.setup()
from django.contrib.auth import get_user_model
from programme.models import NewsPage
from tests import factories
page = NewsPage.objects.live().order_by("pk").first()
page.image = factories.ImageFactory(description="A boat")
page.image.make_renditions()
page.save_revision().publish()
factories.DocumentFactory()
get_user_model().objects.create_superuser("ann", password="a-long-enough-password")
"""
HELD = "import django; django.setup(); from cms.base.restorations import is_held; print(is_held())"


def get(base: str, path: str) -> tuple[int, str]:
    """Return status and body, without the hub's own address, which is another each time."""
    try:
        with urllib.request.urlopen(base + path, timeout=60) as answer:  # noqa: S310  our own hub
            return answer.status, answer.read().decode("utf-8", "replace").replace(base, "")
    except urllib.error.HTTPError as error:
        return error.code, ""


def everything(base: str) -> dict[str, tuple[int, str]]:
    """Return what the hub answers at every address that it names, and the pictures on its pages."""
    _, sitemap = get(base, "/sitemap.xml")
    addresses: list[str] = re.findall(r"<loc>([^<]+)</loc>", sitemap)
    if "sitemap" in addresses[0]:
        addresses = [one for part in addresses for one in re.findall(r"<loc>([^<]+)</loc>", get(base, part)[1])]
    addresses += ["/feeds/all.atom", "/search/?q=neglect", "/graphql/?document=Home", "/no-such-page/"]
    found = {address: get(base, address) for address in addresses}
    pictures = {one for _, body in found.values() for one in PICTURE.findall(body)}
    assert pictures, "a page has a picture"
    return found | {one: get(base, one) for one in pictures}


def command(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=hubs.ROOT,
        env=hubs.environment(folder, **more),
        capture_output=True,
        text=True,
        check=False,
    )


@contextlib.contextmanager
def with_content(kind: str, folder: Path, factory):
    """Yield the environment of a hub with the programme's content in the folder, on its own database."""
    if kind == "sqlite":
        shutil.copytree(hubs.prepare(factory, "to-be-lost"), folder)
        yield {}
        return
    with databases.own(kind, factory) as address:
        folder.mkdir()
        hubs.run(folder, [["manage.py", "load_programme", "--verbosity", "0"]], DATABASE_URL=address)
        yield {"DATABASE_URL": address}


def leave_behind(there: dict[str, str]) -> None:
    """Make a database as a killed check leaves it."""
    if address := there.get("DATABASE_URL"):
        with psycopg.connect(address, autocommit=True) as server:
            name = f"{server.info.dbname}_check_01234567"
            server.execute(f"CREATE DATABASE {name}")
            server.execute(f"COMMENT ON DATABASE {name} IS '{postgresql_copier.SCRATCH}'")


def left_behind(there: dict[str, str]) -> list:
    if not (address := there.get("DATABASE_URL")):
        return []
    with psycopg.connect(address) as server:
        named = f"{server.info.dbname}_check_"
        return server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [named]).fetchall()


def lose(folder: Path, there: dict[str, str]) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
    if address := there.get("DATABASE_URL"):
        with psycopg.connect(address, autocommit=True) as server:
            server.execute("DROP SCHEMA public CASCADE")
            server.execute("CREATE SCHEMA public")


@pytest.mark.parametrize("kind", databases.KINDS)
def test_a_hub_that_was_lost_answers_as_before(kind, tmp_path, tmp_path_factory):
    folder, backups = tmp_path / "hub", tmp_path / "backups"
    with with_content(kind, folder, tmp_path_factory) as own:
        # As on a server, with static files that nobody has collected.
        there = own | {"BACKUPS": str(backups), "STATIC_AS_DEPLOYED": "true", "PYTHONPATH": str(hubs.ROOT)}
        hubs.run(folder, [["-c", FILES]], **there)
        with hubs.serving(folder, **there) as base:
            before = everything(base)
            made = command(folder, "manage.py", "backup", **there)
            assert made.returncode == 0, made.stderr
        assert {status for status, _ in before.values()} == {200, 404}
        assert len(before) > 100

        leave_behind(own)
        tried = command(folder, "manage.py", "restore", "latest", "--check", **there)
        assert tried.stdout.startswith("Can be restored: "), tried.stderr
        assert left_behind(own) == []
        lose(folder, own)
        restored = command(folder, "manage.py", "restore", "latest", **there)
        assert restored.returncode == 0, restored.stderr
        assert "Nothing is sent until an administrator confirms" in restored.stdout
        with hubs.serving(folder, **there) as base:
            assert differing(before, everything(base)) == []
        assert command(folder, "-c", HELD, **there).stdout.strip() == "True"

        # Once more over what is there, and a part of it is damaged: nothing changes.
        again = command(folder, "manage.py", "restore", "latest", "--yes", **there)
        assert again.returncode == 0, again.stderr
        (backup,) = (path for path in backups.iterdir() if path.suffix == ".zip")
        data = backup.read_bytes()
        backup.write_bytes(data[: len(data) // 2])
        refused = command(folder, "manage.py", "restore", "latest", "--yes", **there)
        assert "isn't a whole backup" in refused.stderr
        with hubs.serving(folder, **there) as base:
            assert get(base, "/")[0] == 200


def differing(before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]]) -> list[str]:
    return sorted(address for address in before | after if before.get(address) != after.get(address))
