"""Drive a server with wrk from another core, and read what both of them took."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.server import HEADERS, Server, ServerError

CORE = "1"
WARM_UP = 2  # seconds
SCRIPT = Path(__file__).resolve().parent / "wrk.lua"
HOW_TO_INSTALL = "`make bench` needs `wrk`, which is not here. On Debian or Ubuntu: `apt-get install wrk`."


@dataclass(frozen=True)
class Load:
    """What one run measured. Times in milliseconds."""

    requests: int
    per_second: float
    p50: float
    p99: float
    cpu: float


def check_tools() -> None:
    """Raise ServerError, with what to do about it, when a tool that measuring needs is missing."""
    if not shutil.which("wrk"):
        raise ServerError(HOW_TO_INSTALL)
    if not shutil.which("taskset"):
        raise ServerError("`make bench` needs `taskset`, which is not here. On Debian or Ubuntu it is in `util-linux`.")


def drive(
    server: Server, addresses: list[str], *, seconds: int, connections: int, headers: dict[str, str] | None = None
) -> Load:
    """Ask the addresses in turn for some seconds, after a short run that doesn't count.

    Raises ServerError if a single request fails, or none is answered.
    """
    run(server, addresses, WARM_UP, connections, headers or {})
    load = run(server, addresses, seconds, connections, headers or {})
    if load is None:
        raise ServerError(f"Not one request was answered within {seconds} s. Measure for longer: `--seconds`.")
    return load


def run(server: Server, addresses: list[str], seconds: int, connections: int, headers: dict[str, str]) -> Load | None:
    """Run wrk once. Return what it measured, None if no request was answered. Raises ServerError if one failed."""
    server.rest()  # what an earlier run left unanswered is not this one's
    command = ["taskset", "-c", CORE, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s"]
    for name, value in (HEADERS | headers).items():
        command += ["-H", f"{name}: {value}"]
    command += ["-s", str(SCRIPT), f"http://127.0.0.1:{server.port}", "--", *addresses]
    before = server.cpu_seconds()
    done = subprocess.run(command, capture_output=True, text=True)  # noqa: S603  a command of our own making
    cpu = server.cpu_seconds() - before
    lines = [line.removeprefix("JSON ") for line in done.stdout.splitlines() if line.startswith("JSON ")]
    if done.returncode or not lines:
        raise ServerError(f"wrk failed: {done.stderr or done.stdout}")
    measured = json.loads(lines[0])
    if measured["refused"] or measured["broken"]:
        raise ServerError(f"Requests failed: {lines[0]}")
    number = measured["requests"]
    if not number:
        return None
    return Load(number, number / measured["seconds"], measured["p50"], measured["p99"], cpu * 1000 / number)
