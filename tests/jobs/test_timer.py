"""A job with moments runs at each, and a failure delays no later moment."""

import datetime

import pytest
from django.utils import timezone

from cms.jobs import runs, timer
from cms.jobs.registry import Job
from cms.jobs.timer import LOOK, Timer
from cms.models import JobRun

NOON = datetime.datetime(2026, 3, 10, 12, tzinfo=datetime.UTC)


def after(seconds: float) -> datetime.datetime:
    return NOON + datetime.timedelta(seconds=seconds)


@pytest.fixture
def at(monkeypatch):
    def travel(seconds: float) -> None:
        monkeypatch.setattr(timezone, "now", lambda: after(seconds))

    return travel


class Diary:
    """Moments, each done once; those named in `broken` fail."""

    def __init__(self, *seconds: float):
        self.moments = [after(each) for each in seconds]
        self.done, self.tried, self.broken = [], 0, set()

    def next(self, later_than: datetime.datetime | None) -> datetime.datetime | None:
        return min((each for each in self.moments if later_than is None or each > later_than), default=None)

    def keep(self, stop) -> bool:
        self.tried += 1
        for moment in [each for each in self.moments if each <= timezone.now() and each not in self.broken]:
            self.moments.remove(moment)
            self.done.append((moment - NOON).total_seconds())
        if any(moment <= timezone.now() for moment in self.moments):
            raise RuntimeError("broken")
        return False


def timer_of(diary: Diary) -> Timer:
    return Timer(Job("diary", diary.keep, at=diary.next), lambda: False)


def test_it_rests_until_the_moment_but_looks_twice_a_second(db, at):
    diary = Diary(10)
    kept = timer_of(diary)
    at(0)
    assert kept.look() == LOOK == 0.5
    at(9.8)
    assert kept.look() == pytest.approx(0.2)
    assert diary.done == []
    at(10)
    assert kept.look() == LOOK
    assert diary.done == [10]


def test_after_a_run_it_rests_until_the_next_moment(db, at):
    diary = Diary(10, 10.25)
    at(10)
    assert timer_of(diary).look() == 0.25


def test_what_another_worker_has_in_hand_is_left_to_it(db, at):
    diary = Diary(10)
    diary.keep = lambda stop: False
    at(10)
    assert timer_of(diary).look() == LOOK


def test_it_goes_on_at_once_if_there_is_more(db, at):
    diary = Diary(10)
    diary.keep = lambda stop: True
    at(10)
    assert timer_of(diary).look() == 0


def test_a_moment_that_comes_while_another_fails_is_kept(db, at):
    diary = Diary(10, 11)
    diary.broken = {after(10)}
    kept = timer_of(diary)
    at(10)
    kept.look()
    tried = diary.tried
    at(10.5)
    kept.look()
    assert diary.tried == tried, "not before a second has passed"
    at(11)
    kept.look()
    assert diary.done == [11]


def test_what_fails_is_tried_again_later_each_time_and_a_minute_later_at_most(db, at):
    diary = Diary(0)
    diary.broken = {NOON}
    kept = timer_of(diary)
    tries = []
    for second in range(300):
        at(second)
        before = diary.tried
        kept.look()
        if diary.tried > before:
            tries.append(second)
    assert tries == [0, 1, 3, 7, 15, 31, 63, 123, 183, 243]
    diary.broken.clear()
    at(303)
    kept.look()
    assert diary.done == [0]
    diary.moments, diary.broken = [after(304)], {after(304)}
    for second in (304, 305):
        at(second)
        kept.look()
    assert diary.tried == len(tries) + 3, "it begins with a second again"


def test_it_leaves_word_of_its_runs(db, at, monkeypatch):
    diary = Diary(0)
    diary.broken = {NOON}
    kept = timer_of(diary)
    monkeypatch.setattr(runs.registry, "jobs", {"diary": kept.job})
    runs.prepare()
    at(0)
    kept.look()
    assert JobRun.objects.get(name="diary").failure == "RuntimeError: broken"
    diary.broken.clear()
    at(2)
    kept.look()
    run = JobRun.objects.get(name="diary")
    assert (run.started_at, run.failure, run.due_at) == (after(2), "", None)


def test_a_moment_that_cannot_be_found_ends_no_timer(db, at, caplog):
    def unreachable(later_than):
        raise OSError("no route")

    at(0)
    assert Timer(Job("diary", lambda stop: False, at=unreachable), lambda: False).look() == timer.LOOK
    assert "no route" in caplog.text
