"""A Redis of a test's own, which it may kill."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

PATIENCE = 20  # seconds


@contextmanager
def own(folder, port: int = 0) -> Iterator[tuple[str, subprocess.Popen]]:
    """Yield the address of a server, as `CACHE_URL` takes it, and its process; on a port of its own if none is named.

    Skips the test where there is no Redis, but not in CI.
    """
    program = shutil.which("redis-server")
    if program is None:
        if os.environ.get("CI") == "true":
            raise FileNotFoundError("redis-server")
        pytest.skip("There is no redis-server.")
    port = port or _free_port()
    command = [
        program,
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        str(folder),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield f"rediscache://127.0.0.1:{port}/0", server
        finally:
            server.kill()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait_for(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError("Redis took no connection.")
