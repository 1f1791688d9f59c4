"""The age of the last backup and whether the hub is held, for the metrics."""

from __future__ import annotations

from collections.abc import Iterator

from cms.base.restorations import is_held
from cms.operations import figures
from cms.operations.figures import Figure

from .models import BackupRun


def backups() -> Iterator[Figure]:
    if (last := BackupRun.last_good()) is not None:
        made = last.started_at.timestamp()
        yield Figure("hub_backup_timestamp_seconds", "When the last backup was made.", {"": made})
    yield Figure("hub_held", "Whether the hub is held after a restoration.", {"": float(is_held())})


figures.sources.add("backups", backups)
