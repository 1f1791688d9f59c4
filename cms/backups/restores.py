"""Puts a backup in the place of what the hub has, or tries it in a place of its own.

Nothing is changed before every part of the backup has been read and compared with its manifest. Media come first and the
database last, in one transaction, so a restoration that was interrupted has left the old database, and is made again.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.files import File
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from wagtail.models import Page

from cms.base.registry import Registry
from cms.base.restorations import Restoration
from cms.history import withheld
from cms.history.models import Withholding
from cms.jobs.heartbeat import AWAY_AFTER, Heartbeat
from cms.jobs.registry import Stop

from . import stores
from .archives import BackupReader, opened
from .databases import copier, kind_named
from .errors import BackupError, at
from .manifests import MEDIA, BackupPart, Manifest
from .media_files import MediaFile, named
from .models import BackupRun
from .services import variables

LATEST = "latest"
CACHES = ("default", "kept")
INTERRUPTED = "It was in hand when the backup was made from which this hub was restored."

# What apps do once everything is restored, such as making the index of the search anew.
afterwards: Registry[Callable[[], object]] = Registry("step after a restoration")


class RestoredBackup(NamedTuple):
    """What was restored, or tried: the manifest, and how many files and rows there are by it. Rows are counted by a trial."""

    manifest: Manifest
    files: int
    rows: int
    # Migrations that this version of the hub has beyond those of the backup.
    newer: list[str]
    # Variables that were set when the backup was made, and aren't here.
    not_set: list[str]


@contextmanager
def found(name: str) -> Iterator[BackupReader]:
    """Yield the backup: a file, one of the store by its name, or the newest of the store (`latest`). Raises BackupError."""
    path = Path(name)
    if name != LATEST and path.is_file():
        with path.open("rb") as file, opened(file) as reader:
            yield reader
        return
    if name != LATEST and not stores.is_set_up():
        raise BackupError(f"There is no file {name}, and BACKUPS isn't set, so there is no place for backups either.")
    there = [one.name for one in stores.backups()]
    if name == LATEST and not there:
        raise BackupError("There is no backup in the place that BACKUPS names.")
    chosen = there[0] if name == LATEST else name
    if chosen not in there:
        raise BackupError(f"There is no backup {name}, neither as a file nor in the place of backups.")
    with stores.store().open(chosen) as stored, opened(stored) as reader:
        yield reader


def has_data() -> str:
    """Return what a restoration would replace, in a sentence; empty if the hub has nothing. Raises BackupError."""
    try:
        if Page._meta.db_table not in connection.introspection.table_names():
            return ""
        pages, accounts = Page.objects.filter(depth__gt=1).count(), get_user_model()._default_manager.count()
    except DatabaseError as error:
        raise BackupError(
            f"The database can't be read: {error}. If it is damaged, move it away, with the files beside it whose names "
            "begin the same; if its server doesn't answer, start it. Then restore again."
        ) from error
    # A new database has Wagtail's welcome page.
    return f"Pages: {pages}, accounts: {accounts}." if pages > 1 or accounts else ""


def has_workers() -> bool:
    """Say whether a worker was seen lately."""
    try:
        seen = Heartbeat.last_seen()
    except DatabaseError:
        return False  # there is no such table yet
    return seen is not None and seen > timezone.now() - AWAY_AFTER


def restore(reader: BackupReader) -> RestoredBackup:
    """Put the backup in the place of all that the hub has. Afterwards the hub is held, until an administrator lets it send.

    Raises BackupError, before anything is changed if the backup isn't whole or can't be restored here.
    """
    manifest = reader.manifest
    newer = _compatible(manifest)
    reader.verify()
    restoration = Restoration(restored_at=timezone.now(), backed_up_at=manifest.made_at)
    database = copier()
    kept = _withholdings()
    with stores.workplace() as folder:
        file = folder / database.part
        reader.extract(database.part, file)
        for name, part in manifest.media.items():
            _put(reader, MediaFile(name, part.field), folder / "media")
        database.replace(file, restoration)
    finish(restoration.restored_at)
    withheld.remember(kept)
    return RestoredBackup(manifest, len(manifest.media), sum(manifest.rows.values()), newer, _not_set(manifest))


def _withholdings() -> list[Withholding]:
    """Return what is withheld from past days now: the backup may not know of it, and must not show it again."""
    try:
        return withheld.remembered()
    except DatabaseError:
        return []  # there is no such table yet, or the database is damaged


def finish(restored_at: datetime.datetime) -> None:
    """Bring a restored database up to this version of the hub, and forget all that was kept of the one before."""
    call_command("migrate", interactive=False, verbosity=0)
    BackupRun.objects.filter(ended_at=None).update(ended_at=restored_at, failure=INTERRUPTED)
    Heartbeat.objects.all().delete()  # of workers that were there when the backup was made
    Session.objects.all().delete()  # of people who may have signed out since
    for alias in CACHES:
        caches[alias].clear()
    for step in afterwards.values():
        step()


def try_out(reader: BackupReader, stop: Stop = lambda: False) -> RestoredBackup:
    """Restore the backup into a database and a folder of their own, compare them with the manifest, and remove them.

    Raises BackupError if something differs, if the backup couldn't be restored here, or if `stop` says that the process ends.
    """
    manifest = reader.manifest
    newer = _compatible(manifest)
    reader.verify()
    database = copier()
    with stores.workplace() as folder:
        file = folder / database.part
        reader.extract(database.part, file)
        media = folder / "media"
        for number, name in enumerate(manifest.media):
            if stop():
                raise BackupError("The process was to end before all was compared.")
            media.mkdir(exist_ok=True)
            reader.extract(f"{MEDIA}{name}", media / str(number))
        with database.scratch(file) as own:
            copy = database.opened(own, file)
            rows, migrations = copy.rows(), copy.migrations()
            files = {one.name for one in named(copy.read, copy.columns)}
    if migrations != manifest.migrations:
        raise BackupError("The database in this backup has other migrations than its manifest says.")
    if differing := sorted(table for table in rows | manifest.rows if rows.get(table) != manifest.rows.get(table)):
        raise BackupError(f"The database in this backup has other numbers of rows than its manifest says: {differing}.")
    if lacking := sorted(files - manifest.media.keys() - set(manifest.missing)):
        raise BackupError(f"This backup lacks files that its rows name: {len(lacking)}, such as {lacking[0]}.")
    return RestoredBackup(manifest, len(manifest.media), sum(rows.values()), newer, _not_set(manifest))


def _compatible(manifest: Manifest) -> list[str]:
    """Return the migrations that the backup lacks. Raises BackupError if this hub can't have its database."""
    database = copier()
    if manifest.database != database.vendor:
        raise BackupError(
            f"This backup is of {kind_named(manifest.database)}, and this hub runs on {kind_named(database.vendor)}. Restore "
            "it on its own kind, then move it with manage.py transfer."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known):
        raise BackupError(
            f"This backup was made by version {manifest.hub} of the hub, which has migrations that this one doesn't know, "
            f"such as {unknown[0]}. Install that version."
        )
    if database.part not in manifest.parts:
        raise BackupError(f"This backup is damaged: it lacks {database.part}.")
    for name, part in manifest.media.items():
        MediaFile(name, part.field).check()
    return sorted(known - set(manifest.migrations))


def _put(reader: BackupReader, file: MediaFile, copy: Path) -> None:
    """Write a media file into its storage, in the place of one with the same name. It is copied to `copy` on the way, since
    storages read in any order.
    """
    storage = file.storage
    is_there = storage.exists(file.name)
    if is_there and _is_same(file, reader.manifest.media[file.name]):
        return
    reader.extract(f"{MEDIA}{file.name}", copy)
    if is_there:
        storage.delete(file.name)
    with copy.open("rb") as source, at(file.name):
        saved = storage.save(file.name, File(source))
    copy.unlink()
    if saved != file.name:
        raise BackupError(f"{file.name} can't be restored: something else writes there. Stop the hub first.")


def _is_same(file: MediaFile, part: BackupPart) -> bool:
    """Say whether the storage has the file as it is in the backup, so that readers needn't miss it for a moment."""
    with file.storage.open(file.name) as there:
        digest = hashlib.sha256()
        for chunk in there.chunks():
            digest.update(chunk)
        return digest.hexdigest() == part.sha256


def _not_set(manifest: Manifest) -> list[str]:
    return sorted(set(manifest.variables) - set(variables()))
