"""The health of the hub is reported whatever the host, without secrets, and names the part that is wrong."""

import datetime
import json
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from cms.base.caches import CorruptEntries
from cms.jobs import runs
from cms.jobs.heartbeat import AWAY_AFTER, Heartbeat, Pulse
from cms.jobs.runs import JobRun
from cms.models import ContentVersion
from cms.operations import health
from tests import own_redis

STEADY = "cms.base.caches.SteadyRedisCache"


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch):
    """Each test finds what is, not what another test found a moment ago."""
    health.current.forget()
    own = CorruptEntries()
    for module in ("cms.base.caches", "cms.operations.health"):
        monkeypatch.setattr(f"{module}.corrupt_entries", own)


@pytest.fixture
def worker(db):
    """A worker that is at work."""
    pulse = Pulse("worker-1")
    pulse.beat()
    return pulse


def ready(client, **headers):
    health.current.forget()
    response = client.get("/health/ready", headers=headers)
    body = json.loads(response.content)
    found = {name: (one[0]["status"], one[0].get("output", "")) for name, one in body["checks"].items()}
    return response.status_code, body["status"], found


def test_a_hub_with_all_its_parts_passes(client, worker):
    status, worst, found = ready(client)
    assert (status, worst) == (200, "pass"), found
    assert list(found) == ["database", "migrations", "cache", "disk", "worker", "jobs", "clock", "mail"]
    assert set(found.values()) == {("pass", "")}


@pytest.mark.parametrize("path", ["/health/live", "/health/live/", "/health/ready", "/health/ready/"])
def test_any_host_is_answered_without_a_redirect(client, worker, settings, path):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get(path, headers={"host": "10.1.2.3:8000"})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/health+json"
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_only_reading_is_answered(client):
    assert client.post("/health/live").status_code == 405


def test_to_be_alive_asks_nothing(client):
    assert client.get("/health/live").json() == {"status": "pass"}


def test_asking_again_at_once_costs_no_statement(client, worker, django_assert_num_queries):
    ready(client)
    with django_assert_num_queries(0):
        client.get("/health/ready")


def test_without_its_database_the_hub_is_alive_and_not_ready(client, settings, monkeypatch):
    """And the parts that are in the database aren't guessed at."""
    status, worst, found = ready(client)  # no test may open the database here, so it can't be opened
    assert (status, worst) == (503, "fail")
    assert found["database"] == ("fail", "Failed: RuntimeError.")
    assert not {"migrations", "worker", "jobs", "clock"} & set(found)
    assert client.get("/health/live").status_code == 200


def test_a_migration_that_is_missing_makes_it_not_ready(client, worker):
    MigrationRecorder(connection).record_unapplied("cms", "0001_initial")
    status, worst, found = ready(client)
    assert (status, worst, found["migrations"]) == (503, "fail", ("fail", "1 migrations are not applied."))


def test_servers_go_on_while_a_migration_runs(client, worker):
    ContentVersion.objects.all().delete()
    status, worst, found = ready(client)
    assert (status, worst) == (200, "warn")
    assert found["migrations"] == ("warn", "A migration is running, or was interrupted.")


def test_a_worker_that_was_away_for_three_days_is_missed(client, worker):
    Heartbeat.objects.update(seen_at=timezone.now() - datetime.timedelta(days=3))
    status, worst, found = ready(client)
    assert (status, worst) == (200, "warn")
    assert found["worker"] == ("warn", "No worker has been seen for 3 days.")


def test_without_any_worker_the_hub_is_ready_and_says_so(client, worker):
    worker.take_away()
    assert ready(client)[2]["worker"] == ("warn", "No worker is running.")


def test_the_next_worker_takes_the_place_of_one_that_was_killed(worker):
    Heartbeat.objects.update(seen_at=timezone.now() - AWAY_AFTER - datetime.timedelta(seconds=1))
    Pulse("worker-2").beat()
    assert list(Heartbeat.objects.values_list("worker", flat=True)) == ["worker-2"]


def test_a_job_that_nobody_runs_is_missed(client, worker):
    runs.prepare()
    JobRun.objects.filter(name="Links: scan pages").update(due_at=timezone.now() - datetime.timedelta(minutes=11))
    assert ready(client)[2]["jobs"] == ("warn", "Jobs that are overdue: 1.")


def test_a_worker_with_another_clock_is_noticed(client, worker):
    Heartbeat.objects.update(seen_at=timezone.now() + datetime.timedelta(hours=1, seconds=10))
    output = ready(client)[2]["clock"][1]
    assert output == "The clock of this machine and that of a worker differ by 1 hour, or it was set back."


def test_a_full_disk_is_noticed(client, worker, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE", 2**80)
    assert ready(client)[2]["disk"] == ("warn", "Less than 1 GB is free on the disk.")
    monkeypatch.setattr(health.shutil, "disk_usage", lambda path: SimpleNamespace(free=0))
    status, worst, found = ready(client)
    assert (status, worst) == (200, "fail"), "readers are still answered"
    assert found["disk"] == ("fail", "Less than 100 MB is free on the disk: what people save can get lost.")


def test_a_mail_server_that_does_not_answer_is_noticed(client, worker, settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    monkeypatch.setattr(health._lasting_mail, "_until", 0.0)
    try:
        assert ready(client)[2]["mail"] == ("warn", "Failed: ConnectionRefusedError.")
    finally:
        health._lasting_mail.forget()


def test_redis_away_and_a_corrupt_entry_are_noticed_while_readers_are_answered(
    client, tree, worker, settings, tmp_path
):
    with own_redis.own(tmp_path) as (address, process):
        here = {"BACKEND": STEADY, "LOCATION": address.replace("rediscache", "redis")}
        settings.CACHES = settings.CACHES | {"default": here, "kept": here, "limits": here}
        assert ready(client)[2]["cache"] == ("pass", "")
        raw = caches["default"]._cache.get_client(None)
        raw.set(caches["default"].make_key("greeting"), b"\x80\x04 no pickle")
        assert caches["default"].get("greeting") is None
        assert ready(client)[2]["cache"] == ("warn", "Corrupt entries in the shared cache within the hour: 1.")
        process.kill()
        process.wait()
        status, worst, found = ready(client)
        assert (status, worst) == (200, "warn")
        assert found["cache"] == ("warn", "The shared cache doesn't answer; the hub goes on without it.")


def test_no_secret_and_no_address_is_reported(client, worker, settings):
    text = client.get("/health/ready").content.decode()
    database = settings.DATABASES["default"]
    for private in (settings.SECRET_KEY, "127.0.0.1", str(database["NAME"]), str(settings.DATA_DIR)):
        assert private not in text
