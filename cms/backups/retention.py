"""Which backups are kept: for each of the last days, weeks and months the newest."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.conf import settings

from .stores import StoredBackup, backups, store


class BackupsToKeep(NamedTuple):
    """For how many days, weeks and months that have backups the newest is kept."""

    days: int
    weeks: int
    months: int


def surplus(found: Iterable[StoredBackup], numbers: BackupsToKeep) -> list[StoredBackup]:
    """Return the backups that aren't kept. The newest of all always is. A period without a backup doesn't count."""
    newest_first = sorted(found, key=lambda one: one.made_at, reverse=True)
    kept = set(newest_first[:1])
    spans: tuple[tuple[int, Callable[[datetime.datetime], object]], ...] = (
        (numbers.days, lambda moment: moment.date()),
        (numbers.weeks, lambda moment: moment.isocalendar()[:2]),
        (numbers.months, lambda moment: (moment.year, moment.month)),
    )
    for number, span_of in spans:
        newest: dict[object, StoredBackup] = {}
        for one in newest_first:
            newest.setdefault(span_of(one.made_at), one)
        kept |= set(list(newest.values())[:number])
    return [one for one in newest_first if one not in kept]


def apply() -> int:
    """Delete the backups that aren't kept; return their number. Raises BackupError."""
    gone = surplus(backups(), BackupsToKeep(*settings.BACKUP_KEEP))
    for one in gone:
        store().delete(one.name)
    return len(gone)
