"""Figures that are in the database: what waits, what is late, what failed. They are read when somebody asks for metrics."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from django.db.models import Count, Min
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.base import rate_limits
from cms.base.registry import Registry
from cms.base.restorations import is_held
from cms.jobs import registry
from cms.jobs.heartbeat import AWAY_AFTER, Heartbeat
from cms.jobs.runs import JobRun


class Figure(NamedTuple):
    """A gauge as Prometheus has it: its name, a sentence, and its values by the value of the one label, if it has one."""

    name: str
    words: str
    values: Mapping[str, float]
    label: str = ""


# Functions that return figures. Apps add theirs when they are loaded.
sources: Registry[Callable[[], Iterable[Figure]]] = Registry("source of figures")


def workers() -> Iterator[Figure]:
    now = timezone.now()
    at_work = Heartbeat.objects.filter(seen_at__gte=now - AWAY_AFTER).count()
    yield Figure("hub_workers", "Workers that were seen within two minutes.", {"": at_work})
    if seen := Heartbeat.last_seen():
        yield Figure("hub_worker_seen_seconds", "Seconds since any worker was seen.", {"": seconds(now - seen)})


def jobs() -> Iterator[Figure]:
    runs = list(JobRun.objects.filter(name__in=registry.jobs).order_by("name"))
    ended = {run.name: run.ended_at.timestamp() for run in runs if run.ended_at}
    yield Figure("hub_job_ended_timestamp_seconds", "When a job ended last.", ended, "job")
    failed = {run.name: float(bool(run.failure)) for run in runs}
    yield Figure("hub_job_failed", "Whether a job failed when it ran last.", failed, "job")
    yield Figure("hub_job_late_seconds", "Seconds for which a job is due: 0 if it isn't.", late(timezone.now()), "job")


def late(now: datetime.datetime) -> dict[str, float]:
    """Return for how many seconds each job is due, such as a publication whose moment has come.

    While the hub is held, outward jobs aren't late.
    """
    due = dict(JobRun.objects.filter(due_at__lt=now).values_list("name", "due_at"))
    found = {}
    for job in registry.jobs.values():
        moment = job.at(None) if job.at else due.get(job.name)
        late_by = seconds(now - moment) if moment and moment < now else 0.0
        found[job.name] = 0.0 if late_by and job.outward and is_held() else late_by
    return found


def tasks() -> Iterator[Figure]:
    found = DBTaskResult.objects.filter(backend_name="background")
    numbers = dict(found.order_by("status").values_list("status").annotate(Count("pk")))
    yield Figure("hub_tasks", "Tasks by their state.", {str(name).lower(): n for name, n in numbers.items()}, "state")
    first = found.ready().aggregate(first=Min("enqueued_at"))["first"]
    age = seconds(timezone.now() - first) if first else 0.0
    yield Figure("hub_task_queue_age_seconds", "Seconds for which the oldest task has waited.", {"": age})


def used_forms() -> Iterator[Figure]:
    yield Figure("hub_form_requests", "What was sent by forms in their last two hours.", rate_limits.lately(), "form")


def seconds(duration: datetime.timedelta) -> float:
    """Return a duration in seconds, none if it is negative."""
    return max(0.0, duration.total_seconds())


sources.add("workers", workers)
sources.add("jobs", jobs)
sources.add("tasks", tasks)
sources.add("forms", used_forms)
