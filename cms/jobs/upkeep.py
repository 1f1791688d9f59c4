"""Upkeep of the database: statistics, finished tasks, expired sessions, counts of limits."""

from __future__ import annotations

import logging

from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.base import rate_limits
from cms.history import retention
from cms.visibility import indexes

from .heartbeat import LONGEST_TASK
from .registry import Stop, job

logger = logging.getLogger(__name__)

A_DAY = 24 * 60 * 60
# A task that was lost so often may be the reason why its workers end.
MOST_LOSSES = 3


@job("Database: update statistics", every=A_DAY)
def update_statistics(stop: Stop) -> bool:
    indexes.update_statistics()
    return False


@job("Tasks: forget finished ones", every=A_DAY)
def forget_tasks(stop: Stop) -> bool:
    """Delete tasks that finished more than two weeks ago."""
    call_command("prune_db_task_results", "--backend", "background", verbosity=0)
    return False


@job("Tasks: begin lost ones anew", every=60)
def begin_anew(stop: Stop) -> bool:
    """Give tasks back whose worker was killed, or lost the database. One that was lost three times is failed."""
    for lost in DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - LONGEST_TASK):
        if len(lost.worker_ids) < MOST_LOSSES:
            DBTaskResult.objects.running().filter(pk=lost.pk, started_at=lost.started_at).update(status="READY")
        else:
            logger.error("The task %s was lost with its worker %d times and is given up", lost.task_path, MOST_LOSSES)
            lost.set_failed(RuntimeError("Its workers were lost."))
    return False


@job("Past days: prune by the rule", every=A_DAY)
def prune_history(stop: Stop) -> bool:
    """Delete states that ended before the years of `HISTORY_KEPT_YEARS`."""
    if day := retention.day_by_rule():
        retention.prune(day)
    return False


@job("Sessions: forget expired ones", every=A_DAY)
def forget_sessions(stop: Stop) -> bool:
    call_command("clearsessions")
    return False


@job("Limits: forget old counts", every=rate_limits.PERIOD)
def forget_counts(stop: Stop) -> bool:
    rate_limits.forget()
    return False
