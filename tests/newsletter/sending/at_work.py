"""Starts `workers.py`, which has a hub with a send and forks workers, and a server that takes their mail."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aiosmtpd.controller import Controller

from tests.jobs.at_work import Ask

ROOT = Path(__file__).resolve().parent.parent.parent.parent


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


@contextmanager
def hub(database: str, folder: Path) -> Iterator[Ask]:
    """Yield a function that sends a command to the process that forks workers, and returns its answer."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "DATABASE_URL": database,
        "DATABASE_CONN_MAX_AGE": "0",
        "CACHE_URL": "locmemcache://",
        "HUB_DATA": str(folder),
        "NEWSLETTER_BACKEND": "smtp",
        "DEBUG": "false",
        "LOG_LEVEL": "ERROR",
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

        yield ask
        process.stdin.close()


def until(condition, seconds=120.0):
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
    """Return the exit of a worker that was asked to end."""
    (how,) = until(lambda: [found for found in [hub("ended", pid)] if found is not None])
    return how
