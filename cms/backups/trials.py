"""Tries every few days whether the newest backup could be restored, by a worker. The doctor says if it couldn't."""

from __future__ import annotations

import datetime
import logging

from django.utils import timezone

from cms.jobs.registry import Stop, job

from . import restores, stores
from .errors import BackupError, reason
from .models import BackupRun
from .schedule import LONGEST, PERIOD

logger = logging.getLogger(__name__)

DAYS = 7  # after which the newest is tried again


def next_moment(after: datetime.datetime | None = None) -> datetime.datetime | None:
    """Return when a backup is to be tried next, which may be in the past; None if there is none.

    The first is tried at once. After a failure the newest is tried a day later.
    """
    if not stores.is_set_up():
        return None
    newest, last = BackupRun.last_good(), BackupRun.last_tried()
    if newest is None:
        return None
    if last is None or last.trial_began_at is None:
        moment = newest.started_at
    elif last.trial_ended_at is None:
        moment = last.trial_began_at + LONGEST
    elif last.trial_failure:
        moment = last.trial_began_at + PERIOD
    else:
        moment = last.trial_began_at + datetime.timedelta(days=DAYS)
    return None if after is not None and moment <= after else moment


@job("Backups: try the newest", at=next_moment)
def try_newest(stop: Stop) -> bool:
    """Restore the newest backup into a place of its own, unless another worker is doing so, and note how that ended."""
    backup = _claim(timezone.now())
    if backup is None:
        return False
    failure = "It was cut off."
    try:
        failure = _failure(backup.name, stop)
    except Exception as error:
        failure = type(error).__name__
        raise
    finally:
        if stop():
            backup.trial_began_at = None  # another worker begins anew
        else:
            backup.trial_ended_at, backup.trial_failure = timezone.now(), failure
        backup.save(update_fields=["trial_began_at", "trial_ended_at", "trial_failure"])
    if failure and not stop():
        logger.error("The backup %s couldn't be restored: %s", backup.name, failure)
    return False


def _failure(name: str, stop: Stop) -> str:
    """Return why the backup can't be restored; nothing if it can."""
    try:
        with restores.found(name) as reader:
            restores.try_out(reader, stop)
    except BackupError as error:
        return str(error)
    except OSError as error:
        return f"A file can't be read or written: {reason(error)}."
    return ""


def _claim(now: datetime.datetime) -> BackupRun | None:
    """Return the newest backup for this worker to try; None if none is due any more, or another worker was quicker."""
    moment, newest = next_moment(), BackupRun.last_good()
    if moment is None or moment > now or newest is None:
        return None
    unclaimed = BackupRun.objects.filter(pk=newest.pk, trial_began_at=newest.trial_began_at)
    if not unclaimed.update(trial_began_at=now, trial_ended_at=None, trial_failure=""):
        return None
    newest.trial_began_at = now
    return newest
