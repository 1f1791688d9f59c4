"""`make bench-load`: readers, editors, a send and a crawler at work on a hub as on a server; print what each waited for."""

from __future__ import annotations

import argparse
import datetime
import json
import math
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from bench.databases import machine, postgresql, tell
from bench.environment import ROOT
from bench.load import clients, editors
from bench.markdown import paragraph
from tests import own_redis

FILE = ROOT / "bench" / "LOAD.md"
PAGE_READERS, GRAPHQL_READERS, SEARCHERS, EDITORS = 4, 2, 1, 2
PROCESSES, THREADS, WORKERS = 2, 4, 1
PER_MINUTE = 1200  # messages
MEMORY_EVERY = 15.0  # seconds
# Caches of a process fill for a while: the last third of a run is compared with the one before.
MOST_GROWTH, LONG_ENOUGH = 0.05, 300  # seconds
PATIENCE = 120  # seconds
COUNTS = "SELECT state, count(*) FROM newsletter_sendrecipient GROUP BY state"


@dataclass
class Run:
    """What one run found. Memory in bytes, by the second of the run; recipients by their state."""

    seconds: float
    clock: clients.Clock
    memory: list[tuple[float, int]] = field(default_factory=list)
    recipients: dict[str, int] = field(default_factory=dict)
    logged: list[str] = field(default_factory=list)

    @property
    def errors(self) -> list[str]:
        return [*self.clock.errors, *self.logged]

    @property
    def growth(self) -> float | None:
        """By which share the mean memory of the last third is above that of the third before; None for a short run."""
        third = len(self.memory) // 3
        if self.seconds < LONG_ENOUGH or not third:
            return None
        values = [memory for _, memory in self.memory]
        return sum(values[-third:]) / sum(values[-2 * third : -third]) - 1


def main() -> None:
    arguments = read_arguments()
    if not shutil.which("redis-server"):
        sys.exit(
            "`make bench-load` needs `redis-server`, which is not here. On Debian: `apt-get install redis-server`."
        )
    seconds = arguments.minutes * 60 if arguments.minutes else arguments.seconds
    with tempfile.TemporaryDirectory() as name:
        run = measured(Path(name), seconds)
    text = figures(run)
    tell(text)
    for error in run.errors[:20]:
        tell(error, sys.stderr)
    if arguments.write and not run.errors:
        FILE.write_text(report(run, text))
        tell(f"Written to {FILE.relative_to(ROOT)}.")
    if run.errors:
        sys.exit(f"{len(run.errors)} errors.")
    if run.growth is not None and run.growth > MOST_GROWTH:
        sys.exit("Memory isn't flat.")


def measured(folder: Path, seconds: float) -> Run:
    """Build a hub, put it under load for some seconds, and return what was found."""
    people = math.ceil(PER_MINUTE * seconds / 60)
    with postgresql(folder) as database, own_redis.own(folder) as (redis, _), sink() as mail, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        environment = production(database, redis, mail, folder)
        tell("  building …", sys.stderr)
        run_program(environment, "manage.py", "collectstatic", "--no-input", "--verbosity", "0")
        built = run_program(environment, "-m", "bench.load.site", str(EDITORS), str(people), str(PER_MINUTE))
        with served(port, environment, folder) as server:
            paths = clients.addresses(port)
            tell(f"  {len(paths)} pages, {seconds:.0f} seconds …", sys.stderr)
            run = under_load(port, server, paths, json.loads(built.splitlines()[-1]), seconds)
        run.logged = re.findall(r"^.*(?:ERROR|CRITICAL|Traceback).*$", (folder / "log").read_text(), re.MULTILINE)
        with psycopg.connect(database) as own:
            run.recipients = dict(own.execute(COUNTS).fetchall())
    return run


def under_load(port: int, server: int, paths: list[str], pages: dict[str, str], seconds: float) -> Run:
    """Let everybody begin, and end after some seconds."""
    clock = clients.Clock()
    run = Run(seconds, clock)
    everybody = [
        *(clients.read_pages(n, port, paths, clock) for n in range(PAGE_READERS)),
        *(clients.ask_graphql(20 + n, port, clock) for n in range(GRAPHQL_READERS)),
        *(clients.search(40 + n, port, clock) for n in range(SEARCHERS)),
        clients.crawl(60, port, paths, clock),
        *(editors.work(n, port, int(page), path, clock) for n, (page, path) in enumerate(pages.items())),
    ]
    begun = time.monotonic()
    threads = [clients.keep_at(steps, clock) for steps in everybody]
    while (passed := time.monotonic() - begun) < seconds:
        run.memory.append((passed, memory_below(server)))
        time.sleep(min(MEMORY_EVERY, seconds - passed))
    run.memory.append((time.monotonic() - begun, memory_below(server)))
    clock.over.set()
    for thread in threads:
        thread.join()
    run.seconds = time.monotonic() - begun
    return run


def production(database: str, redis: str, mail: int, folder: Path) -> dict[str, str]:
    """Return the environment of a hub on a server, behind a proxy with TLS."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "SECRET_KEY": "only-for-measuring-on-this-machine-and-as-long-as-it-takes",
        "NEWSLETTER_SECRET": "only-for-measuring-too-and-as-long-as-it-takes",
        "ALLOWED_HOSTS": "localhost",
        "BASE_URL": "https://localhost",
        "TRUSTED_PROXIES": "1",
        "DATABASE_URL": database,
        "CACHE_URL": redis,
        "HUB_DATA": str(folder / "data"),
        "STATIC_FOLDER": str(folder / "static"),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail}",
        "NEWSLETTER_BACKEND": "smtp",
        "ACCESS_LOG": "false",
        "LOG_LEVEL": "WARNING",
    }


def run_program(environment: dict[str, str], *command: str) -> str:
    """Run a Python program and return what it prints. Ends the bench if it fails."""
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed.")
    return done.stdout


@contextmanager
def sink() -> Iterator[int]:
    """Run a mail server for the block. Yields its port."""
    command = [sys.executable, "-m", "bench.newsletter.sink"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


@contextmanager
def served(port: int, environment: dict[str, str], folder: Path) -> Iterator[int]:
    """Serve the hub for the block. Yields the supervisor's process id."""
    command = [sys.executable, "manage.py", "serve", "--port", str(port), "--processes", str(PROCESSES)]
    command += ["--threads", str(THREADS), "--workers", str(WORKERS)]
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log) as process,  # noqa: S603
    ):
        try:
            end = time.monotonic() + PATIENCE
            while not answers(port):
                if process.poll() is not None or time.monotonic() > end:
                    sys.exit(f"The hub doesn't start:\n{(folder / 'log').read_text()}")
                time.sleep(0.1)
            yield process.pid
        finally:
            process.terminate()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def memory_below(pid: int) -> int:
    """Return the memory of a process and those that it started, in bytes; what they share is counted once (Pss)."""
    total, left = 0, [pid]
    while left:
        one = left.pop()
        try:
            left += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
            found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{one}/smaps_rollup").read_text(), re.MULTILINE)
        except (FileNotFoundError, ProcessLookupError):
            continue  # the reader of a picture has ended
        total += int(found[1]) * 1024 if found else 0
    return total


def figures(run: Run) -> str:
    """Return the tables."""
    rows = ["| kind | requests | a second | p50 ms | p95 ms | p99 ms |", "|---|--:|--:|--:|--:|--:|"]
    for kind, seconds in sorted(run.clock.seconds.items()):
        sorted_ms = sorted(one * 1000 for one in seconds)
        p50, p95, p99 = (sorted_ms[math.ceil(len(sorted_ms) * share) - 1] for share in (0.5, 0.95, 0.99))
        rows.append(
            f"| {kind} | {len(seconds)} | {len(seconds) / run.seconds:.1f} | {p50:.0f} | {p95:.0f} | {p99:.0f} |"
        )
    number = sum(map(len, run.clock.seconds.values()))
    rows.append(f"| **together** | {number} | {number / run.seconds:.1f} | | | |")
    megabytes = [memory / 1024**2 for _, memory in run.memory]
    sent = run.recipients.get("accepted", 0)
    facts = [
        ("errors", str(len(run.errors)), "0"),
        ("messages handed over", f"{sent} of {sum(run.recipients.values())}", ""),
        ("memory at the start and at the end", f"{megabytes[0]:.0f} and {megabytes[-1]:.0f} MB", ""),
        ("most memory", f"{max(megabytes):.0f} MB", ""),
    ]
    if run.growth is not None:
        goal = f"{MOST_GROWTH:+.0%} at most"
        facts.append(("mean memory of the last third, beside that of the third before", f"{run.growth:+.1%}", goal))
    return "\n".join(
        [*rows, "", "| | figure | goal |", "|---|---|---|", *(f"| {' | '.join(fact)} |" for fact in facts)]
    )


def report(run: Run, text: str) -> str:
    who = (
        f"{PAGE_READERS} readers of pages, {GRAPHQL_READERS} frontends, one who searches, a crawler, {EDITORS} editors who"
        f" publish, and a send of {PER_MINUTE} messages a minute, for {run.seconds:.0f} seconds"
    )
    return "\n".join(
        [
            "# The hub under load\n",
            paragraph(
                f"{who}, {datetime.datetime.now(datetime.UTC):%-d %B %Y}, on {machine()}, with a load of"
                f" {os.getloadavg()[2]:.1f} in the last quarter of an hour. The hub has the"
                f" programme's content, PostgreSQL and Redis, and is"
                f" served as on a server: {PROCESSES} processes with {THREADS} threads and {WORKERS} worker. **Clients,"
                " database, Redis and mail server share the same cores**, and each publication makes every kept page"
                " old. `make bench-load ARGS=--write` writes the figures anew; `bench/README.md` says how they are taken."
            ),
            "",
            text,
            "",
        ]
    )


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-load", description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60, help="of load; 60")
    parser.add_argument("--minutes", type=float, help="of load, instead of seconds; 10 show whether memory is flat")
    parser.add_argument("--write", action="store_true", help=f"write the figures to {FILE.relative_to(ROOT)}")
    return parser.parse_args()


if __name__ == "__main__":
    main()
