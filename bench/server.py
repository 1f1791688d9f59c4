"""A granian server of one variant on one core, and what the system tells about its processes."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

CORE = "0"
# As `bin/run` starts it.
THREADS = "4"
PATIENCE = 120  # seconds until it must be ready, or done with what it was asked
QUIET = 0.5  # seconds without work that tell that starting is over
HEADERS = {"Host": "localhost", "Accept": "application/json"}
TICKS = os.sysconf("SC_CLK_TCK")


class ServerError(Exception):
    """The server did not start, or did not answer as it should."""


@dataclass(frozen=True)
class Response:
    """What came back over HTTP, and how long it took."""

    status: int
    etag: str | None
    content: bytes
    seconds: float


class Server:
    """Runs for as long as the `with` block does."""

    def __init__(self, application: str, variables: dict[str, str]):
        """`application` is a WSGI application such as `cms.wsgi:application`, `variables` its environment."""
        self.application = application
        self.variables = variables
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def __enter__(self) -> Server:
        granian = Path(sys.executable).with_name("granian")
        command = [
            "taskset",
            "-c",
            CORE,
            granian,
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
        ]
        command += ["--workers", "1", "--blocking-threads", THREADS, "--log-level", "warning", "--no-access-log"]
        command.append(self.application)
        self.process = subprocess.Popen(command, env=os.environ | self.variables)  # noqa: S603  of our own making
        try:
            self.rest()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def rest(self) -> None:
        """Return once the server listens and has nothing to do. No request is sent: the first one is to be measured.

        Raises ServerError when that takes too long or the server ends.
        """
        end = time.monotonic() + PATIENCE
        worked, since = -1.0, time.monotonic()
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise ServerError(f"{self.application} ended.")
            now = self.cpu_seconds()
            if now != worked or len(self.processes()) < 2 or not self.listens():
                worked, since = now, time.monotonic()
            elif time.monotonic() - since > QUIET:
                return
            time.sleep(0.05)
        raise ServerError(f"{self.application} still worked after {PATIENCE} seconds.")

    def listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def processes(self) -> list[int]:
        """Return the server's process ids: the one that was started and all below it."""
        found, left = [], [self.process.pid]
        while left:
            pid = left.pop()
            found.append(pid)
            children = Path(f"/proc/{pid}/task/{pid}/children")
            left += [int(child) for child in children.read_text().split()] if children.exists() else []
        return found

    def cpu_seconds(self) -> float:
        """Return the time that the server's processes have had of the processor, in user and system mode.

        Source of the fields: proc(5), /proc/pid/stat, utime (14) and stime (15), counted after the name in brackets.
        """
        total = 0
        for pid in self.processes():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def peak_memory(self) -> int:
        """Return the most memory that the server's processes have held, in bytes, each counted with what it shares."""
        total = 0
        for pid in self.processes():
            status = Path(f"/proc/{pid}/status").read_text().splitlines()
            total += next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))
        return total

    def get(self, address: str, **headers: str) -> Response:
        """Send one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.connect()
            start = time.perf_counter()
            connection.request("GET", address, headers=HEADERS | headers)
            response = connection.getresponse()
            content = response.read()
            return Response(response.status, response.headers.get("ETag"), content, time.perf_counter() - start)
        finally:
            connection.close()
