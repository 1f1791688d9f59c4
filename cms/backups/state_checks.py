"""Backups that are missing or old, and a hub that is held, for the doctor and the mails to operators."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.checks import CheckMessage, Error, Warning
from django.db import connection
from django.utils import timezone

from cms.base.restorations import Restoration
from cms.operations.doctor import check_of_settings, check_of_state

from . import stores
from .manifests import words_of
from .models import BackupRun
from .schedule import PERIOD

WORKER = "manage.py jobs shows why the last attempt failed. A worker has to run; manage.py backup makes one at once."

LEAST_LOCKS = 256  # a transaction: every table, index and sequence is dropped and made anew


@check_of_settings
def place_of_backups() -> Iterator[CheckMessage]:
    if not stores.is_set_up():
        yield Warning(
            "Nothing is backed up: if the disk is lost, so is everything.",
            hint="Set BACKUPS to a folder on another disk or machine. If something else makes backups, add hub.W015 to "
            "SILENCED_CHECKS instead.",
            id="hub.W015",
        )


@check_of_state
def last_backup() -> Iterator[CheckMessage]:
    if not stores.is_set_up():
        return
    last = BackupRun.last_good()
    if last is None:
        yield Warning("No backup has been made yet.", hint=WORKER, id="hub.backup")
        return
    if timezone.now() - last.started_at > 2 * PERIOD:
        yield Error(
            f"The last backup is old: it was made on {words_of(last.started_at)}.", hint=WORKER, id="hub.backup"
        )
    try:
        is_there = stores.store().exists(last.name)
    except Exception as error:  # noqa: BLE001  each kind of storage has errors of its own
        yield Error(
            f"The place of backups can't be read: {type(error).__name__}.",
            hint="Look whether BACKUPS is right, and whether the hub may read and write there.",
            id="hub.backup_place",
        )
        return
    if not is_there:
        yield Error(
            f"The last backup is gone: {last.name} isn't where BACKUPS says.",
            hint="Look who deleted it, or whether the disk is there. manage.py backup makes another.",
            id="hub.backup_gone",
        )


@check_of_state
def last_trial() -> Iterator[CheckMessage]:
    """A backup that was tried and couldn't be restored."""
    tried = BackupRun.last_tried() if stores.is_set_up() else None
    if tried is not None and tried.trial_began_at is not None and tried.trial_failure:
        yield Error(
            f"The backup {tried.name} couldn't be restored when it was tried on {words_of(tried.trial_began_at)}: "
            f"{tried.trial_failure}",
            hint="manage.py backup makes another, and a worker tries the newest again after a day.",
            id="hub.backup_trial",
        )


@check_of_state
def locks_of_a_restoration() -> Iterator[CheckMessage]:
    """A PostgreSQL server that can't lock all that a restoration drops and makes in its one transaction."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW max_locks_per_transaction")
        (locks,) = cursor.fetchone()
    if int(locks) < LEAST_LOCKS:
        yield Warning(
            f"A backup can't be restored: PostgreSQL's max_locks_per_transaction is {locks}.",
            hint=f"Set it to {LEAST_LOCKS} in the server's configuration, and restart the server.",
            id="hub.restore_locks",
        )


@check_of_state
def held() -> Iterator[CheckMessage]:
    """A hub that was restored and doesn't send yet."""
    if (restoration := Restoration.open()) is not None:
        yield Warning(
            f"The hub was restored from a backup of {words_of(restoration.backed_up_at)}: nothing is sent or "
            "published on schedule.",
            hint="An administrator looks at what waits and confirms on the dashboard that this hub may send.",
            id="hub.held",
        )
