"""A worker is seen as long as it works, also while one task takes minutes, and not while it hangs."""

import datetime
import time

import pytest
from django.db import OperationalError

from cms.jobs import heartbeat
from cms.jobs.heartbeat import Heartbeat, Pulse

PATIENCE = 20.0


@pytest.fixture
def pulse(transactional_db, monkeypatch):
    """A pulse that beats in its own thread, many times a second."""
    monkeypatch.setattr(heartbeat, "INTERVAL", 0.01)
    beating = Pulse("worker")
    beating.start()
    yield beating
    beating.stop()


def last_seen(end: float) -> datetime.datetime | None:
    """Return the moment of the last heartbeat. SQLite in memory lets nobody read a table while the thread writes to it."""
    while True:
        try:
            return Heartbeat.last_seen()
        except OperationalError:
            assert time.monotonic() < end


def next_beat() -> datetime.datetime | None:
    """Return the moment of a heartbeat that comes from now on; None if none comes."""
    end = time.monotonic() + PATIENCE
    before = last_seen(end)
    while time.monotonic() < end:
        if (seen := last_seen(end)) != before:
            return seen
    return None


def test_it_beats_while_its_worker_is_busy(pulse):
    assert next_beat()
    assert next_beat()


def test_it_stops_at_once_and_takes_its_row_away(pulse):
    assert next_beat()
    pulse.stop()
    pulse.take_away()
    assert not Heartbeat.objects.exists()


def test_it_falls_silent_while_the_worker_hangs(db, monkeypatch):
    pulse = Pulse("worker")
    with monkeypatch.context() as hangs:
        hangs.setattr(heartbeat, "LONGEST_TASK", datetime.timedelta(0))
        pulse.beat()
        assert not Heartbeat.objects.exists()
    pulse.work_goes_on()
    pulse.beat()
    assert Heartbeat.objects.exists()


def test_an_error_of_the_database_does_not_end_it(pulse, monkeypatch):
    assert next_beat()
    failures = [heartbeat.Error("gone")] * 3
    beat = pulse.beat

    def fail_at_first():
        if failures:
            raise failures.pop()
        beat()

    monkeypatch.setattr(pulse, "beat", fail_at_first)
    assert next_beat()
    assert not failures
