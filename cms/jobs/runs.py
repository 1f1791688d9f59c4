"""The last and next run of each job, in the database: so workers share the jobs, and `manage.py jobs` can list them."""

from __future__ import annotations

import datetime
import logging

from django.db import models
from django.dispatch import Signal
from django.utils import timezone

from cms.base.records import WorkRecord

from . import registry
from .outages import outlast
from .registry import Job, Stop

logger = logging.getLogger(__name__)

LONGEST_FAILURE = 1000
# By how much the clocks of two machines may differ.
SKEW = datetime.timedelta(minutes=1)
# Sent after each run, also after one that failed, with `started_at`, `ended_at` and `failed`. The sender is the job.
job_ended = Signal()
# The time after which a job with an interval that is due isn't waiting for another, but for a worker.
OVERDUE_AFTER = datetime.timedelta(minutes=10)


class JobRun(WorkRecord):
    """The last run of a job by any worker, and the next if it has an interval: the worker that advances `due_at` runs
    the job."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)


def prepare() -> None:
    """Create rows for new jobs. Those with an interval are due at once."""
    now = timezone.now()
    JobRun.objects.bulk_create([JobRun(name=name) for name in registry.jobs], ignore_conflicts=True)
    with_interval = [job.name for job in registry.jobs.values() if job.every]
    JobRun.objects.filter(name__in=with_interval, due_at=None).update(due_at=now)


def attend(stop: Stop) -> bool:
    """Run the due jobs in turn. Returns whether there is more to do at once.

    A job that fails is logged and runs again after its interval. If the database was lost meanwhile, it runs again at once.
    """
    more = False
    with_interval = {job.name: job for job in registry.jobs.values() if job.every}
    for run in JobRun.objects.filter(name__in=with_interval).order_by("due_at"):
        job, due_at = with_interval[run.name], run.due_at
        if stop():
            break
        try:
            more = (due_at is not None and _take(job, due_at) and perform(job, stop)) or more
        except Exception:
            if outlast(stop):
                JobRun.objects.filter(name=job.name).update(due_at=timezone.now())
                continue
            logger.exception("The job “%s” failed; it runs again in %d seconds", job.name, job.every)
    return more


def perform(job: Job, stop: Stop) -> bool:
    """Run a job and record when it ran and how it ended. Returns whether there is more to do at once; passes on
    exceptions."""
    started = timezone.now()
    try:
        more = job.run(stop)
    except Exception as error:
        _write(job, started, failed=True, failure=sentence(error))
        raise
    again = {"due_at": timezone.now()} if more and job.every else {}
    _write(job, started, failed=False, failure="", **again)
    return more


def overdue(now: datetime.datetime) -> list[str]:
    """Return the names of jobs with an interval that no worker has run though they are long due."""
    with_interval = [job.name for job in registry.jobs.values() if job.every]
    late = JobRun.objects.filter(name__in=with_interval, due_at__lt=now - OVERDUE_AFTER)
    return list(late.order_by("name").values_list("name", flat=True))


def sentence(error: BaseException) -> str:
    """Return the error and its subject on one line."""
    if isinstance(error, BaseExceptionGroup):
        said = "; ".join(sentence(one) for one in error.exceptions)
    else:
        said = ": ".join(filter(None, [*getattr(error, "__notes__", ()), type(error).__name__, str(error)]))
    return " ".join(said.split())[:LONGEST_FAILURE]


def _take(job: Job, due_at: datetime.datetime) -> bool:
    """Claim the job and say whether this worker got it: if two try, only one changes the row.

    A time much later than the interval allows was written by a clock that has since been put back.
    """
    now = timezone.now()
    following = now + datetime.timedelta(seconds=job.every or 0)
    if now < due_at <= following + SKEW:
        return False
    return bool(JobRun.objects.filter(name=job.name, due_at=due_at).update(due_at=following))


def _write(job: Job, started_at: datetime.datetime, *, failed: bool, **values) -> None:
    ended_at = timezone.now()
    job_ended.send_robust(job, started_at=started_at, ended_at=ended_at, failed=failed)
    JobRun.objects.filter(name=job.name).update(started_at=started_at, ended_at=ended_at, **values)
