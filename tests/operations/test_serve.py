"""The hub under load while its processes are killed, loaded anew and ended: no request is lost but those in a killed process."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import random
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cms.operations.server import SingleProcessServer
from tests import hubs, migrated

pytestmark = pytest.mark.long
CLIENTS = 8
PROCESSES = 3
KILLS, BETWEEN = 28, 0.7
FULL_STRENGTH = 2.0


@dataclass
class Load:
    """What clients asked, each with a connection of its own, and got."""

    address: str
    answered: int = 0
    wrong: list[bytes] = field(default_factory=list)
    broken: list[tuple[float, float, str]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def ask(self, numbers: Iterator[int]) -> None:
        while not self.over.is_set():
            alias = f"a{next(numbers)}"  # no answer is that of another question
            begun = time.monotonic()
            connection = http.client.HTTPConnection(self.address, timeout=hubs.PATIENCE)
            try:
                connection.request("GET", f"/graphql/?query=%7B{alias}:__typename%7D")
                answer = connection.getresponse().read()
            except (OSError, http.client.HTTPException) as error:
                self.broken.append((begun, time.monotonic(), repr(error)))
                continue
            finally:
                connection.close()
            if json.loads(answer) == {"data": {alias: "Query"}}:
                self.answered += 1
            else:
                self.wrong.append(answer)


@contextmanager
def under_load(base: str) -> Iterator[Load]:
    load, numbers = Load(urlsplit(base).netloc), itertools.count()
    clients = [threading.Thread(target=load.ask, args=(numbers,)) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    try:
        yield load
    finally:
        load.over.set()
        for client in clients:
            client.join()


@pytest.fixture
def hub(tmp_path):
    """A hub with workers, which answers; its base address and its supervisor."""
    (tmp_path / "static").mkdir()
    migrated.copy(tmp_path / hubs.DATABASE)
    with hubs.started(tmp_path, "--processes", str(PROCESSES), "--workers", "2") as (base, supervisor):
        with under_load(base) as load:
            until(lambda: load.answered, hubs.PATIENCE)
        yield base, supervisor


def until(condition, seconds: float) -> float:
    """Return how long it took until something was so."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < seconds
        time.sleep(0.01)
    return time.monotonic() - begun


def processes_of(supervisor: subprocess.Popen) -> set[int]:
    children = Path(f"/proc/{supervisor.pid}/task/{supervisor.pid}/children")
    return {int(pid) for pid in children.read_text().split()}


def test_a_kill_breaks_only_the_requests_of_the_killed_process(hub):
    base, supervisor = hub
    kills = []
    with under_load(base) as load:
        for _ in range(KILLS):
            victim = random.choice(sorted(processes_of(supervisor)))  # noqa: S311  no secret
            kills.append(time.monotonic())
            os.kill(victim, signal.SIGKILL)
            time.sleep(BETWEEN)
        until(lambda: len(processes_of(supervisor)) == PROCESSES + 2, FULL_STRENGTH)
        asked_before = load.answered
        until(lambda: load.answered > asked_before + CLIENTS, FULL_STRENGTH)
    assert load.wrong == []
    begun_after_a_kill = [
        (error, end - begun) for begun, end, error in load.broken if not any(begun <= kill <= end for kill in kills)
    ]
    assert begun_after_a_kill == []
    assert len(load.broken) <= KILLS * CLIENTS / 2
    assert load.answered > 1000


def test_a_reload_loses_no_request(hub):
    base, supervisor = hub
    before = processes_of(supervisor)
    with under_load(base) as load:
        supervisor.send_signal(signal.SIGHUP)
        until(lambda: len(processes_of(supervisor) - before) >= PROCESSES + 2, hubs.PATIENCE)
        until(lambda: not processes_of(supervisor) & before, hubs.PATIENCE)
        asked_before = load.answered
        until(lambda: load.answered > asked_before + CLIENTS, hubs.PATIENCE)
    assert (load.wrong, load.broken) == ([], [])
    assert load.answered > 100


def test_all_processes_end_with_their_supervisor(hub):
    _, supervisor = hub
    children = processes_of(supervisor)
    supervisor.kill()
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children), hubs.PATIENCE)


def test_no_answer_waits_for_an_acknowledgement():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        SingleProcessServer(listener, 1)
        with socket.create_connection(listener.getsockname()), listener.accept()[0] as connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
