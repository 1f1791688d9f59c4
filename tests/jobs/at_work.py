"""Starts a hub on a database of its own, with real workers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60.0

Ask = Callable[..., object]


def environment(database: str, folder: Path) -> dict[str, str]:
    """Return the environment of all processes of a hub."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "DATABASE_URL": database,
        "CACHE_URL": "locmemcache://",
        "HUB_DATA": str(folder),
        "NEWSLETTER_BACKEND": "file",
        "DEBUG": "false",
        "LOG_LEVEL": "INFO",
        "PYTHONPATH": str(ROOT),
    }


@contextmanager
def hub(database: str, folder: Path) -> Iterator[Ask]:
    """Yield a function that runs a command in `hub_at_work.py` and returns its answer."""
    command = [sys.executable, str(Path(__file__).with_name("hub_at_work.py"))]
    options = {"env": environment(database, folder), "cwd": ROOT, "text": True}
    with (
        (folder / "hub.log").open("w") as log,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, **options) as process,
    ):

        def ask(*words: object) -> object:
            process.stdin.write(json.dumps(words) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
            assert answer, (folder / "hub.log").read_text()
            return json.loads(answer)

        yield ask
        process.stdin.close()


@contextmanager
def workers(number: int, database: str, folder: Path) -> Iterator[None]:
    """Run this number of workers during the block. They must stop cleanly, or the block fails."""
    logs = [folder / f"worker-{place}.log" for place in range(number)]
    started = []
    try:
        for log in logs:
            with log.open("w") as file:
                command = [sys.executable, "manage.py", "worker"]
                env = environment(database, folder)
                started.append(subprocess.Popen(command, env=env, cwd=ROOT, stdout=file, stderr=file))
        end = time.monotonic() + PATIENCE
        while not all("Starting worker" in log.read_text() for log in logs):
            assert time.monotonic() < end, [log.read_text() for log in logs]
            time.sleep(0.05)
        yield
    finally:
        for worker in started:
            worker.send_signal(signal.SIGTERM)
        codes = [worker.wait(PATIENCE) for worker in started]
    assert codes == [0] * number, [log.read_text() for log in logs]
