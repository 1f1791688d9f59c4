"""`manage.py jobs` lists the jobs, their last and next runs, and errors; the guide shows its output."""

import datetime
import os
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.jobs import registry, runs
from cms.models import JobRun
from tests import factories

GUIDE = Path(__file__).resolve().parent.parent.parent / "docs" / "operations.md"
EXAMPLE = re.compile(r"<!-- jobs -->\n```console\n\$ python manage\.py jobs\n.*?```\n", re.S)
NOW = datetime.datetime(2026, 3, 10, 8, 30, tzinfo=datetime.UTC)


@pytest.fixture
def now(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def listed(capsys):
    def listed() -> str:
        call_command("jobs")
        return capsys.readouterr().out

    return listed


def ran(name: str, ago: float, took: float = 0.02, failure: str = "") -> None:
    """Record a run of a job, this number of seconds ago."""
    started = NOW - datetime.timedelta(seconds=ago)
    every = registry.jobs[name].every
    due = {"due_at": started + datetime.timedelta(seconds=every)} if every else {}
    JobRun.objects.filter(name=name).update(
        started_at=started, ended_at=started + datetime.timedelta(seconds=took), failure=failure, **due
    )


def test_the_guide_shows_what_it_says(tree, now, listed):
    page = factories.NewsFactory(parent=tree.news, live=False, go_live_at=NOW + datetime.timedelta(minutes=30))
    page.save_revision().publish()
    runs.prepare()
    for job in registry.jobs.values():
        if job.every:
            ran(job.name, job.every / 3)
    ran("Pages and terms: publish and expire", 84_600, 0.1)
    ran("Search: read files", 12, 4.2, "OSError: No space left on device")
    example = f"<!-- jobs -->\n```console\n$ python manage.py jobs\n{listed()}```\n"
    said, number = EXAMPLE.subn(lambda match: example, GUIDE.read_text())
    assert number == 1
    if os.environ.get("HUB_WRITE_DOCS"):
        GUIDE.write_text(said)
    assert GUIDE.read_text() == said


def test_before_any_worker_has_run(db, listed):
    lines = listed().splitlines()
    assert len(lines) == len(registry.jobs) + 1
    assert all("never" in line for line in lines[1:])


def test_what_is_due_for_more_than_a_minute_is_said_to_wait_for_a_worker(db, now, listed):
    runs.prepare()
    for job in registry.jobs.values():
        ran(job.name, 1)
    assert "Overdue" not in listed()
    ran("Feedback: forget", 2 * 60 * 60)
    assert listed().splitlines()[-1] == "Overdue: Feedback: forget. Is a worker running?"
