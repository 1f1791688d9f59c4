"""When each job ran last and runs next, in the database: so the workers share the jobs, and `manage.py jobs` can tell."""

from __future__ import annotations

import datetime
import logging

from django.db import models
from django.utils import timezone

from . import registry
from .registry import Job, Stop

logger = logging.getLogger(__name__)

LONGEST_FAILURE = 1000


class JobRun(models.Model):
    """The last run of a job by any worker, and its next one if it has an interval: who moves `due_at` on runs the job."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)

    graphql_fields: list = []

    def __str__(self):
        return self.name


def prepare() -> None:
    """Make the rows of jobs that have none yet. Those with an interval are due at once."""
    now = timezone.now()
    JobRun.objects.bulk_create([JobRun(name=name) for name in registry.jobs], ignore_conflicts=True)
    with_interval = [job.name for job in registry.jobs.values() if job.every]
    JobRun.objects.filter(name__in=with_interval, due_at=None).update(due_at=now)


def attend(stop: Stop) -> bool:
    """Run the jobs that are due, one after the other. Returns whether there is more to do at once.

    A job that fails is logged and runs again after its interval.
    """
    more = False
    with_interval = {job.name: job for job in registry.jobs.values() if job.every}
    due = JobRun.objects.filter(name__in=with_interval, due_at__lte=timezone.now()).order_by("due_at")
    for job in [with_interval[run.name] for run in due]:
        if stop():
            break
        try:
            more = (_take(job) and perform(job, stop)) or more
        except Exception:
            logger.exception("The job “%s” failed; it runs again in %d seconds", job.name, job.every)
    return more


def perform(job: Job, stop: Stop) -> bool:
    """Run a job and write down when, and how it ended. Returns whether there is more to do at once; raises what it raised."""
    started = timezone.now()
    try:
        more = job.run(stop)
    except Exception as error:
        _write(job, started_at=started, failure=sentence(error))
        raise
    again = {"due_at": timezone.now()} if more and job.every else {}
    _write(job, started_at=started, failure="", **again)
    return more


def sentence(error: BaseException) -> str:
    """Return what went wrong, and with what, on one line."""
    if isinstance(error, BaseExceptionGroup):
        said = "; ".join(sentence(one) for one in error.exceptions)
    else:
        said = ": ".join(filter(None, [*getattr(error, "__notes__", ()), type(error).__name__, str(error)]))
    return " ".join(said.split())[:LONGEST_FAILURE]


def _take(job: Job) -> bool:
    """Say whether the job is this worker's to run now: of two that try, one changes the row."""
    now = timezone.now()
    following = now + datetime.timedelta(seconds=job.every or 0)
    return bool(JobRun.objects.filter(name=job.name, due_at__lte=now).update(due_at=following))


def _write(job: Job, **values) -> None:
    JobRun.objects.filter(name=job.name).update(ended_at=timezone.now(), **values)
