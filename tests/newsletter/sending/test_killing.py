"""Workers are killed in the middle of a send, from outside, at each of eight points. Nobody is missed, nobody gets it twice.

The workers are real processes on a database of their own, and the server that takes the mail logs every message.
"""

from __future__ import annotations

import collections
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from aiosmtpd.controller import Controller

from newsletter.choices import RecipientState
from tests import migrated

pytestmark = pytest.mark.own_database

ROOT = Path(__file__).resolve().parent.parent.parent.parent
POSTGRESQL = "postgres://postgres@127.0.0.1:5432/"
PEOPLE = 1_000
POINTS = (
    "before the claim is committed",
    "after the claim",
    "after submitting",
    "during connect",
    "after RCPT",
    "in DATA",
    "after the server's yes",
    "before close",
)
SUBMITTED = POINTS[2:7]  # after these, one recipient a worker may be uncertain


class Log:
    """Takes every message and remembers to whom it was."""

    def __init__(self):
        self.addresses = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        self.addresses += envelope.rcpt_tos
        return "250 taken"


class AnyPort(Controller):
    """Listens at a port that the system chooses, so that suites can run side by side."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request, tmp_path_factory):
    """The address of a database that processes can share: one that is migrated."""
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("killing") / "hub.sqlite3"
        migrated.copy(file)
        yield f"sqlite:///{file}"
        return
    name = f"hub_killing_{os.getpid()}"
    try:
        server = psycopg.connect(f"{POSTGRESQL}postgres", autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"There is no PostgreSQL at 127.0.0.1:5432: {error}")
    with server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {migrated.template(f'{POSTGRESQL}postgres')}")
        # Workers are killed, the server isn't, so what it has committed stays without waiting for the disk.
        server.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        try:
            yield f"{POSTGRESQL}{name}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def hub(database, tmp_path_factory):
    """Send a command to the process that forks workers, and return its answer."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "DATABASE_URL": database,
        "DATABASE_CONN_MAX_AGE": "0",
        "CACHE_URL": "locmemcache://",
        "HUB_DATA": str(tmp_path_factory.mktemp("data")),
        "NEWSLETTER_BACKEND": "smtp",
        "DEBUG": "false",
        "LOG_LEVEL": "CRITICAL",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, str(Path(__file__).with_name("workers.py"))]
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def ask(*words):
            process.stdin.write(json.dumps(words) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        ask("build", PEOPLE)
        yield ask
        process.stdin.close()


@pytest.fixture
def server():
    log = Log()
    controller = AnyPort(log, hostname="127.0.0.1", port=0)
    controller.start()
    log.port = controller.port
    yield log
    controller.stop()


def until(condition, seconds=30.0):
    """Wait for something that other processes do, and return it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError(f"Nothing after {seconds} seconds.")


def end(hub, workers: list[int]) -> None:
    """Let workers finish the send, tell them to end, and see that they do in good order."""
    try:
        until(lambda: hub("look")["state"] in ("finished", "uncertain", "unverified"))
    finally:
        for pid in workers:
            os.kill(pid, signal.SIGTERM)
    assert [told_to_end(hub, pid) for pid in workers] == [0] * len(workers)


def told_to_end(hub, pid: int) -> int:
    """Return how a worker ended that was told to."""
    (how,) = until(lambda: [found for found in [hub("ended", pid)] if found is not None])
    return how


@pytest.mark.parametrize("point", POINTS)
def test_nobody_is_missed_and_nobody_gets_it_twice(hub, server, point):
    hub("reset")
    workers = [hub("spawn", point, server.port) for _ in range(2)]
    ends = [until(lambda pid=pid: hub("ended", pid)) for pid in workers]
    assert ends == [-signal.SIGKILL, -signal.SIGKILL]
    before = collections.Counter(hub("look")["recipients"].values())
    assert before[RecipientState.SUBMITTING] == (2 if point in SUBMITTED else 0)
    hub("expire")

    end(hub, [hub("spawn", None, server.port)])

    found = hub("look")
    logged = collections.Counter(server.addresses)
    accepted = {address for address, state in found["recipients"].items() if state == RecipientState.ACCEPTED}
    uncertain = {address for address, state in found["recipients"].items() if state == RecipientState.UNCERTAIN}
    assert accepted | uncertain == found["recipients"].keys() and len(found["recipients"]) == PEOPLE
    assert {logged[address] for address in accepted} == {1}
    assert all(logged[address] <= 1 for address in uncertain)
    assert len(uncertain) == (2 if point in SUBMITTED else 0)
    total, *parts = found["counts"]
    assert total == PEOPLE == sum(parts)
    assert found["state"] == ("uncertain" if uncertain else "finished")


def test_killed_while_preparing_it_is_prepared_again(hub, server):
    hub("reset", False)
    killed = hub("spawn", "while preparing", server.port)
    assert until(lambda: hub("ended", killed)) == -signal.SIGKILL
    assert (hub("look")["state"], hub("look")["recipients"]) == ("preparing", {})
    end(hub, [hub("spawn", None, server.port)])
    assert hub("look")["counts"] == [PEOPLE, PEOPLE, 0, 0, 0]
    assert len(set(server.addresses)) == len(server.addresses) == PEOPLE


@pytest.mark.parametrize("workers", [2, 4, 8])
def test_workers_at_once_one_of_which_is_told_to_end(hub, server, workers):
    """Nobody gets it twice, and the one that ends leaves nobody uncertain."""
    hub("reset")
    ending, *others = [hub("spawn", None, server.port) for _ in range(workers)]
    until(lambda: len(server.addresses) > PEOPLE / 4)
    os.kill(ending, signal.SIGTERM)
    assert told_to_end(hub, ending) == 0
    end(hub, others)
    assert (hub("look")["state"], hub("look")["counts"]) == ("finished", [PEOPLE, PEOPLE, 0, 0, 0])
    assert len(set(server.addresses)) == len(server.addresses) == PEOPLE
