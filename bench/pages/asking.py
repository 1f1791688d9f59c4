"""Asks a server for a page again and again, and runs the bench's own programs."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from bench.environment import ROOT
from bench.server import Server, ServerError


@dataclass(frozen=True)
class Taken:
    """What a page took: milliseconds as its reader waited, and of the processor; and its bytes, not compressed."""

    p50: float
    p95: float
    cpu: float
    size: int


def ask(server: Server, path: str, requests: int, before: Callable[[], None] = lambda: None, **headers: str) -> Taken:
    """Ask for a page again and again, one request at a time. Raises ServerError if it isn't there."""
    for _ in range(3):
        server.get(path, **headers)
    taken = []
    worked = server.cpu_seconds()
    for _ in range(requests):
        before()
        answer = server.get(path, Accept="text/html", **headers)
        if answer.status not in (200, 404):
            raise ServerError(f"{path} was answered with status {answer.status}.")
        taken.append(1000 * answer.seconds)
    cpu = 1000 * (server.cpu_seconds() - worked) / requests
    return Taken(statistics.median(taken), percentile(taken, 95), cpu, len(answer.content))


def percentile(values: list[float], share: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def python(module: str, *words: str) -> str:
    """Run a program of the bench and return what it prints."""
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603  our own
    if done.returncode:
        sys.exit(f"{module} failed.")
    return done.stdout


def tell(text: str, stream=None) -> None:
    stream = stream or sys.stdout
    stream.write(f"{text}\n")
    stream.flush()


def tell_progress(text: str) -> None:
    tell(f"  {text} …", sys.stderr)
