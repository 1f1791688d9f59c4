"""While parts of a running hub are taken away and given back, its health tells the truth, and readers are answered."""

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from tests import databases, hubs, own_redis
from tests.forwarder import forwarding

pytestmark = pytest.mark.long

POSTGRESQL = 5432
TOKEN = "a-token-of-some-length"
BUILD = "import django; django.setup(); from tests.trees import build; build()"


def get(base: str, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(base + path, timeout=30) as answer:  # noqa: S310  our own hub
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def health(base: str) -> tuple[int, dict[str, str]]:
    status, text = get(base, "/health/ready")
    return status, {name: one[0]["status"] for name, one in json.loads(text)["checks"].items()}


def figures(base: str) -> str:
    """Return the metrics."""
    asked = urllib.request.Request(f"{base}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})  # noqa: S310  the same
    with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310  the same
        return answer.read().decode()


def wait_until(condition, seconds: float):
    """Return what the condition gives once it is true."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "It didn't come to pass."
        time.sleep(0.1)
    return found


@contextlib.contextmanager
def worker(folder, **more):
    command = [sys.executable, "manage.py", "worker"]
    with (folder / "worker.log").open("w") as log:
        process = subprocess.Popen(command, cwd=hubs.ROOT, env=hubs.environment(folder, **more), stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


@pytest.fixture
def folder(tmp_path):
    """The folder of a hub whose SQLite database is migrated."""
    with hubs.migrated() as made:
        return shutil.copytree(made, tmp_path / "hub")


def test_the_database_goes_and_comes_back(folder, tmp_path_factory):
    with databases.own("postgresql", tmp_path_factory) as database, forwarding(POSTGRESQL) as way:
        address = database.replace(f":{POSTGRESQL}", f":{way.port}")
        there = {"DATABASE_URL": address, "METRICS_TOKEN": TOKEN, "PYTHONPATH": str(hubs.ROOT)}
        hubs.run(folder, [["-c", BUILD]], **there)
        with hubs.serving(folder, **there) as base:
            assert health(base)[1]["database"] == "pass"
            way.cut()
            wait_until(lambda: health(base) == (503, {"database": "fail", **others(base)}), 5)
            assert get(base, "/health/live")[0] == 200
            assert 'hub_health{part="database",status="fail"} 1.0' in figures(base)
            assert "hub_workers" not in figures(base), "it isn't known"
            way.join()
            wait_until(lambda: health(base)[1].get("migrations") == "pass", 5)
            assert health(base)[0] == get(base, "/")[0] == 200


def others(base: str) -> dict[str, str]:
    """Return the outcomes of the probes that need no database."""
    return {name: status for name, status in health(base)[1].items() if name in ("cache", "disk", "mail")}


def test_redis_goes_and_comes_back(folder):
    with own_redis.own(folder) as (address, process):
        there = {"CACHE_URL": address, "METRICS_TOKEN": TOKEN, "PYTHONPATH": str(hubs.ROOT)}
        hubs.run(folder, [["-c", BUILD]], **there)
        with hubs.serving(folder, **there) as base:
            assert health(base)[1]["cache"] == "pass"
            process.kill()
            process.wait()
            wait_until(lambda: health(base)[1]["cache"] == "warn", 5)
            assert health(base)[0] == get(base, "/")[0] == 200
            assert 'hub_health{part="cache",status="warn"} 1.0' in figures(base)
            port = int(address.split(":")[2].split("/")[0])
            with own_redis.own(folder, port):
                wait_until(lambda: health(base)[1]["cache"] == "pass", 15)


def test_workers_come_go_and_are_killed(folder):
    with hubs.serving(folder, METRICS_TOKEN=TOKEN) as base:
        assert health(base)[1]["worker"] == "warn"
        assert "hub_workers 0.0" in figures(base)
        with worker(folder) as process:
            wait_until(lambda: health(base)[1]["worker"] == "pass", 30)
            assert "hub_workers 1.0" in figures(base)
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
            wait_until(lambda: health(base)[1]["worker"] == "warn", 3)
            assert "No worker is running." in get(base, "/health/ready")[1]
        with worker(folder) as process:
            wait_until(lambda: health(base)[1]["worker"] == "pass", 30)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            # It said nothing, so it is missed only after a while.
            wait_until(lambda: "No worker has been seen for 2 minutes." in get(base, "/health/ready")[1], 150)
        with worker(folder):
            wait_until(lambda: health(base)[1]["worker"] == "pass", 30)


def test_operators_are_mailed_that_no_worker_is_there_though_nobody_asks(folder):
    with contextlib.closing(sqlite3.connect(folder / hubs.DATABASE)) as database, database:
        database.execute("INSERT INTO cms_notice (key, since) VALUES ('hub.worker', '2026-01-01 00:00:00')")
    with hubs.serving(folder, OPERATORS="operator@example.org"):
        (mail,) = wait_until(lambda: list((folder / "mail").glob("*.log")), 90)
        assert "Worker: no worker is running." in mail.read_text()
