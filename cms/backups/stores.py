"""The place of backups: the storage `backups`, which `BACKUPS` sets up, a folder or any other that Django can write to."""

from __future__ import annotations

import datetime
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from .errors import BackupError

ALIAS = "backups"
NOT_SET = "BACKUPS isn't set, so there is no place for backups. Set it, or name a file: backup --to FILE, restore FILE."
NAME = re.compile(r"hub-(\d{8}T\d{6})Z\.zip")
MOMENT = "%Y%m%dT%H%M%S"
# A backup that isn't finished, which nobody finds by its name.
UNFINISHED = ".unfinished-"
A_DAY = 24 * 60 * 60


class StoredBackup(NamedTuple):
    """A backup in the store."""

    name: str
    made_at: datetime.datetime


class _FinishedFile(File):
    """A file that is moved to its place if that is on the same disk, so that no half of it is ever seen there."""

    def __init__(self, path: Path):
        super().__init__(path.open("rb"))
        self._path = path

    def temporary_file_path(self) -> str:
        return str(self._path)


def is_set_up() -> bool:
    """Say whether there is a place for backups."""
    return ALIAS in settings.STORAGES


def store() -> Storage:
    """Return the place of backups. Raises BackupError if none is set up."""
    if not is_set_up():
        raise BackupError(NOT_SET)
    return storages[ALIAS]


def name_of(made_at: datetime.datetime) -> str:
    """Return the name of a backup made at the moment."""
    return f"hub-{made_at.astimezone(datetime.UTC):{MOMENT}}Z.zip"


def backups() -> list[StoredBackup]:
    """Return the backups in the store, newest first. Raises BackupError."""
    try:
        _, names = store().listdir("")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise BackupError(f"The place of backups can't be read: {error.strerror or error}.") from error
    found = ((name, NAME.fullmatch(name)) for name in names)
    made = [
        StoredBackup(name, datetime.datetime.strptime(match[1], MOMENT).replace(tzinfo=datetime.UTC))
        for name, match in found
        if match
    ]
    return sorted(made, key=lambda one: one.made_at, reverse=True)


def keep(file: Path, name: str) -> None:
    """Put a finished file into the store under the name. Raises BackupError."""
    if store().exists(name):
        raise BackupError(f"There is a backup with the name {name} already.")
    with _FinishedFile(file) as finished:
        saved = store().save(name, finished)
    if saved != name:
        raise BackupError(f"The backup has the name {saved} instead of {name}: another was made at the same moment.")


@contextmanager
def workplace(beside: Path | None = None) -> Iterator[Path]:
    """Yield a folder for what isn't finished, removed afterwards: beside a file, or where the store's files are if it is a
    folder.

    What a process left that was killed is removed after a day.
    """
    place = beside.parent if beside else Path(settings.DATA_DIR)
    if beside is None and is_set_up() and isinstance(store(), FileSystemStorage):
        place = Path(store().path(""))
    place.mkdir(parents=True, exist_ok=True)
    for left in place.glob(f"{UNFINISHED}*"):
        if left.stat().st_mtime < time.time() - A_DAY:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=place) as folder:
        yield Path(folder)
