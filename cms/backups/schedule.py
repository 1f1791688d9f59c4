"""Makes a backup each day, by a worker. One that fails is tried again after an hour."""

from __future__ import annotations

import datetime
import logging

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.jobs.registry import Stop, job

from . import retention, stores
from .errors import BackupError
from .models import BackupRun
from .services import MadeBackup, back_up

logger = logging.getLogger(__name__)

PERIOD = datetime.timedelta(days=1)
PAUSE = datetime.timedelta(hours=1)
# An attempt that has not ended by now was lost with its worker.
LONGEST = datetime.timedelta(hours=6)
KEPT_RUNS = datetime.timedelta(days=400)


def next_moment(after: datetime.datetime | None = None) -> datetime.datetime | None:
    """Return when the next backup is due, which may be in the past; None if there is no place for backups."""
    if not stores.is_set_up():
        return None
    due, following = _around(timezone.now())
    newest = BackupRun.objects.order_by("-started_at").first()
    if newest is None or newest.started_at < due:
        moment = due
    elif newest.name:
        moment = following
    else:
        moment = min(following, newest.started_at + (PAUSE if newest.ended_at else LONGEST))
    return following if after is not None and moment <= after else moment


@job("Backups: make", at=next_moment)
def make_due(stop: Stop) -> bool:
    """Make the backup that is due, unless another worker is doing so, and delete those that aren't kept.

    Raises BackupError.
    """
    run = _claim(timezone.now())
    if run is not None:
        record(run, stop)
        if number := retention.apply():
            logger.info("Backups that aren't kept any longer: %d deleted", number)
    return False


def record(run: BackupRun, stop: Stop = lambda: False) -> MadeBackup:
    """Make a backup in the store and note in the row how that ended. Raises BackupError."""
    try:
        made = back_up(stop=stop)
    except Exception as error:
        run.failure = str(error) if isinstance(error, BackupError) else type(error).__name__
        raise
    else:
        run.name, run.size = made.name, made.size
    finally:
        run.ended_at = timezone.now()
        run.save()
    logger.info("Backup %s, %d bytes", made.name, made.size)
    return made


def _around(now: datetime.datetime) -> tuple[datetime.datetime, datetime.datetime]:
    """Return the last moment of the schedule and the next one."""
    days = [timezone.localdate(now) + datetime.timedelta(days=n) for n in (-1, 0, 1)]
    moments = [timezone.make_aware(datetime.datetime.combine(day, settings.BACKUP_AT)) for day in days]
    return max(one for one in moments if one <= now), min(one for one in moments if one > now)


def _claim(now: datetime.datetime) -> BackupRun | None:
    """Return a row for this worker's attempt; None if none is due any more. Old rows are deleted."""
    due, _ = _around(now)
    with transaction.atomic():
        moment = next_moment()
        if moment is None or moment > now:
            return None
        BackupRun.objects.filter(started_at__lt=now - KEPT_RUNS).delete()
        attempt = BackupRun.objects.filter(due_at=due).count() + 1
        run, is_mine = BackupRun.objects.get_or_create(due_at=due, attempt=attempt, defaults={"started_at": now})
    return run if is_mine else None
