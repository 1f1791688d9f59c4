"""Makes backups."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from cms.base.release import version
from cms.jobs.registry import Stop

from . import stores
from .archives import BackupWriter, written
from .databases import copier
from .errors import BackupError, at, reason
from .manifests import MEDIA, Manifest
from .media_files import MediaFile, named


class MadeBackup(NamedTuple):
    """A backup that was made: its name or path, its size in bytes, and its manifest."""

    name: str
    size: int
    manifest: Manifest


def back_up(*, to: Path | None = None, stop: Stop = lambda: False) -> MadeBackup:
    """Make a backup, in the store or as the file `to`, and return it. It appears under its name when it is whole.

    The database is copied first, then the files that its rows name; those that aren't there any more are listed as missing.
    Raises BackupError if it can't be made, or if `stop` says that the process ends.
    """
    made_at = timezone.now()
    name = stores.name_of(made_at)
    if to is None:
        stores.store()
    elif to.exists():
        raise BackupError(f"{to} is there already.")
    try:
        with stores.workplace(to) as folder, at(folder.parent):
            file = folder / name
            manifest = _write(file, folder, made_at, stop)
            size = file.stat().st_size
            _wait_for_the_disk(file)
            if to is None:
                stores.keep(file, name)
            else:
                file.rename(to)
    except OSError as error:
        raise BackupError(f"The backup can't be written: {reason(error)}.") from error
    return MadeBackup(str(to or name), size, manifest)


def _write(file: Path, folder: Path, made_at: datetime.datetime, stop: Stop) -> Manifest:
    database = copier()
    # Left before files are copied, which may take long: an open transaction would hold up the server's own upkeep.
    with database.snapshot(folder) as copy:
        rows, migrations, files = copy.rows(), copy.migrations(), list(named(copy.read, copy.columns))
    with written(file) as writer:
        with copy.file.open("rb") as source:
            writer.add(database.part, source, compress=database.compress)
        copy.file.unlink()
        missing = _add_media(writer, files, stop)
        manifest = Manifest(
            made_at=made_at,
            hub=version(),
            database=database.vendor,
            migrations=migrations,
            rows=rows,
            variables=variables(),
            missing=missing,
            parts=writer.parts,
        )
        writer.finish(manifest)
    return manifest


def _add_media(writer: BackupWriter, files: Iterable[MediaFile], stop: Stop) -> list[str]:
    """Add the files; return the names of those that aren't there."""
    missing = []
    for file in files:
        if stop():
            raise BackupError("The process was to end before the backup was whole; it is made anew.")
        try:
            with file.storage.open(file.name) as source:
                writer.add(f"{MEDIA}{file.name}", source, field=file.field)
        except FileNotFoundError:
            missing.append(file.name)
    return missing


def variables() -> list[str]:
    """Return the names of the environment variables that are set for this hub."""
    return sorted(name for name in settings.VARIABLES if os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def _wait_for_the_disk(file: Path) -> None:
    with file.open("rb") as finished:
        os.fsync(finished.fileno())
