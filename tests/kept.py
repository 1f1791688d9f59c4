"""Worlds that tests begin with, kept from one run to the next in pytest's cache folder (`.pytest_cache`, not in git).

A world stands under the fingerprint of what it is made from, so one that other files made is never found. `make clean`,
like `pytest --cache-clear`, removes all of them. `.ci/run`, which begins with a new checkout each time, names a folder that
outlives it in `TEST_WORLDS`.
"""

import datetime
import fcntl
import hashlib
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORLDS = Path(os.environ.get("TEST_WORLDS") or ROOT / ".pytest_cache" / "d" / "worlds")
MOST = 3  # worlds of a name, for checkouts of several branches
APPS = ("cms", "programme", "home", "search", "engagement", "newsletter", "bundles", "webhooks", "measures")
IMPORTED = re.compile(rf"^\s*(?:from|import) ((?:{'|'.join(APPS)})\.[\w.]+)", re.M)


@contextmanager
def world(name: str, fingerprint: str, make: Callable[[Path], object]) -> Iterator[Path]:
    """Yield the folder of a world, to be copied and not changed. One process at a time has it.

    If there is none with this fingerprint, `make` fills an empty folder, and of the worlds of the same name with another
    fingerprint those that were used last stay.
    """
    (WORLDS / name).mkdir(parents=True, exist_ok=True)
    place, unfinished = WORLDS / name / fingerprint, WORLDS / name / "unfinished"
    with (WORLDS / name / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            shutil.rmtree(unfinished, ignore_errors=True)
            others = sorted(filter(Path.is_dir, (WORLDS / name).iterdir()), key=lambda folder: folder.stat().st_mtime)
            for old in others[: -MOST + 1]:
                shutil.rmtree(old)
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(place)
        place.touch()
        yield place


@cache
def of_migrations() -> str:
    """Return the fingerprint of a migrated database: migrations, modules that they name, settings and requirements, and the
    file with which a database on SQLite begins.

    Triggers and indexes needn't be in it: `migrate` brings them up to date, even if it finds no migration to run. A test
    that copies the world without `migrate` installs them.
    """
    migrations = [path for app in APPS for path in (ROOT / app / "migrations").glob("*.py")]
    named = {name for path in migrations for name in IMPORTED.findall(path.read_text())}
    modules = [path for name in named for path in _files_of(name)]
    beginning = ROOT / "cms" / "operations" / "empty_database.sql"
    return _digest({*migrations, *modules, beginning, *(ROOT / "cms" / "settings").glob("*.py")})


@cache
def of_content() -> str:
    """Return the fingerprint of a hub with content made today: all files of the apps and what makes worlds for tests."""
    folders = [ROOT / app for app in APPS]
    files = {path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    return f"{_digest({*files, *(ROOT / 'tests').glob('*.py')})}-{datetime.datetime.now(datetime.UTC):%Y-%m-%d}"


def _files_of(module: str) -> list[Path]:
    """Return the file of a module, or those of a package; those of the package if the name is of something in it."""
    path = ROOT.joinpath(*module.split("."))
    if path.with_suffix(".py").exists():
        return [path.with_suffix(".py")]
    return list((path if path.is_dir() else path.parent).glob("*.py"))


def _digest(files: set[Path]) -> str:
    digest = hashlib.blake2s(sys.version.encode(), digest_size=8)
    for path in sorted({*files, ROOT / "requirements.txt"}):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(ROOT).as_posix()}:{len(data)}:".encode() + data)
    return digest.hexdigest()
