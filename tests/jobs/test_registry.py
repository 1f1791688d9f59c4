"""Jobs are declared once, run by one worker when due, and record their outcome."""

import datetime

import pytest
from django.utils import timezone

from cms.base.registry import Registry
from cms.jobs import registry, runs
from cms.jobs.registry import do_each, job
from cms.models import JobRun


def never() -> bool:
    return False


@pytest.fixture(autouse=True)
def no_jobs(monkeypatch):
    monkeypatch.setattr(registry, "jobs", Registry("job"))


@pytest.fixture
def done(db):
    """The runs of a job that is due every minute."""
    done = []

    @job("fine", every=60)
    def fine(stop):
        done.append("fine")
        return False

    return done


def pass_by(seconds: float) -> None:
    """Move the jobs' due times back by this time."""
    for run in JobRun.objects.exclude(due_at=None):
        JobRun.objects.filter(pk=run.pk).update(due_at=run.due_at - datetime.timedelta(seconds=seconds))


def test_a_name_is_taken_once(done):
    with pytest.raises(ValueError, match="“fine” is already the name of another job"):
        job("fine", every=60)(never)


@pytest.mark.parametrize("when", [{}, {"every": 60, "at": lambda after: None}])
def test_a_job_has_an_interval_or_moments(when):
    with pytest.raises(ValueError, match="either"):
        job("either way", **when)


def test_a_job_runs_at_once_and_then_after_its_interval(done):
    runs.prepare()
    runs.attend(never)
    runs.attend(never)
    assert done == ["fine"]
    pass_by(61)
    runs.prepare()  # of a restarted worker
    runs.attend(never)
    assert done == ["fine", "fine"]


def test_a_job_that_another_worker_has_taken_is_left_to_it(done):
    runs.prepare()
    assert runs._take(registry.jobs["fine"], JobRun.objects.get(name="fine").due_at)
    runs.attend(never)
    assert done == []


def test_a_job_with_more_to_do_is_due_at_once(db):
    left = [True, True, False]
    job("much", every=60)(lambda stop: left.pop(0))
    runs.prepare()
    assert runs.attend(never)
    assert runs.attend(never)
    assert not runs.attend(never)
    assert left == []


def test_a_job_that_fails_leaves_word_and_keeps_no_other_back(done, caplog):
    @job("broken", every=60)
    def broken(stop):
        if not done[1:]:
            raise ValueError("There is\nnothing")
        return False

    runs.prepare()
    runs.attend(never)
    assert done == ["fine"]
    assert "“broken” failed; it runs again in 60 seconds" in caplog.text
    assert JobRun.objects.get(name="broken").failure == "ValueError: There is nothing"
    assert JobRun.objects.get(name="fine").failure == ""
    for _ in range(2):
        pass_by(61)
        runs.attend(never)
    run = JobRun.objects.get(name="broken")
    assert (run.failure, run.started_at <= run.ended_at <= timezone.now()) == ("", True)


def test_a_worker_that_is_to_end_begins_nothing(done):
    runs.prepare()
    runs.attend(lambda: True)
    assert done == []


def test_what_fails_keeps_none_of_the_others_back():
    done = []

    def fail():
        raise KeyError("slug")

    with pytest.raises(ExceptionGroup) as failed:
        do_each([("First", fail), ("Second", lambda: done.append(2)), ("Third", fail)], never)
    assert done == [2]
    assert runs.sentence(failed.value) == "First: KeyError: 'slug'; Third: KeyError: 'slug'"
