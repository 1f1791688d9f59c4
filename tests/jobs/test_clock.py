"""A job with an interval runs once in it, whatever the clock of the machine does."""

import datetime

import pytest
from django.utils import timezone

from cms.jobs import registry, runs
from cms.jobs.registry import Job
from cms.models import JobRun

NOW = datetime.datetime(2026, 3, 10, 12, tzinfo=datetime.UTC)


@pytest.fixture
def times(db, monkeypatch, time_machine):
    """The moments at which a job ran that is to run once a minute, and ran just now."""
    found = []
    job = Job("minutely", lambda stop: bool(found.append(timezone.now())), every=60)
    monkeypatch.setattr(registry, "jobs", {job.name: job})
    time_machine.move_to(NOW, tick=False)
    runs.prepare()
    runs.attend(lambda: False)
    assert found == [NOW]
    return found


@pytest.mark.parametrize(
    ("seconds", "runs_then"), [(59, False), (60, True), (3600, True), (-3600, True), (3 * 24 * 3600, True), (-1, False)]
)
def test_a_clock_that_jumps_keeps_no_job_waiting(times, time_machine, seconds, runs_then):
    time_machine.move_to(NOW + datetime.timedelta(seconds=seconds), tick=False)
    for _ in range(3):
        runs.attend(lambda: False)
    assert len(times) == 1 + runs_then
    assert JobRun.objects.get().due_at <= timezone.now() + datetime.timedelta(seconds=60) + runs.SKEW


def test_of_two_workers_one_runs_it(times, time_machine, monkeypatch):
    """Both have seen the row before either took it."""
    (job,) = registry.jobs.values()
    due_at = JobRun.objects.get().due_at
    time_machine.move_to(due_at, tick=False)
    assert [runs._take(job, due_at), runs._take(job, due_at)] == [True, False]
