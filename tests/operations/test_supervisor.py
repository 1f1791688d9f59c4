"""A supervisor starts again those that end, loads its program anew, and ends all in order."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.hubs import PATIENCE, ROOT


@contextmanager
def supervised(folder: Path, **options) -> Iterator[subprocess.Popen]:
    """Yield the process of the program's supervisor, when its two processes have started."""
    (folder / "program").write_text("old")
    (folder / "said").touch()
    command = [sys.executable, str(ROOT / "tests" / "operations" / "program.py"), str(folder)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, **options) as process:
        try:
            until(lambda: len(started(folder)) == 2)
            yield process
        finally:
            process.kill()


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def said(folder: Path) -> list[str]:
    return (folder / "said").read_text().splitlines()


def started(folder: Path, program: str = "old") -> list[tuple[str, int]]:
    """Return the processes that were started, in their order."""
    found = [re.fullmatch(rf"(\w+) {program} starts (\d+)", line) for line in said(folder)]
    return [(match[1], int(match[2])) for match in found if match]


def test_one_that_is_killed_is_started_again(tmp_path):
    with supervised(tmp_path) as process:
        (_, killed), (_, other) = sorted(started(tmp_path))
        os.kill(killed, signal.SIGKILL)
        until(lambda: len(started(tmp_path)) == 3)
        assert started(tmp_path)[-1][0] == "first"
        os.kill(other, 0)
        process.terminate()
        assert process.wait(PATIENCE) == 0
        assert "first has ended (SIGKILL) and is started again" in process.stderr.read()


def test_one_that_fails_is_started_later_each_time(tmp_path):
    (tmp_path / "failing").touch()
    with supervised(tmp_path) as process:
        until(lambda: said(tmp_path).count("fails") == 4)
        process.terminate()
        assert process.wait(PATIENCE) == 0
        pauses = re.findall(
            r"third has ended \(exit 3\) and is started again in ([\d.]+) seconds", process.stderr.read()
        )
    assert [float(pause) for pause in pauses[:4]] == [0.05, 0.1, 0.2, 0.4][: len(pauses)]


def test_all_end_group_by_group(tmp_path):
    with supervised(tmp_path) as process:
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    assert said(tmp_path)[-3:] == ["first old ends", "second old ends", "ended"]


def test_a_reload_starts_the_new_program_before_the_old_one_ends(tmp_path):
    with supervised(tmp_path) as process:
        (tmp_path / "program").write_text("new")
        process.send_signal(signal.SIGHUP)
        until(lambda: {"first old ends", "second old ends"} <= set(said(tmp_path)))
        until(lambda: len(started(tmp_path, "new")) == 2)
        process.terminate()
        assert process.wait(PATIENCE) == 0
        assert "The new program is at work" in process.stderr.read()
    lines = [re.sub(r" \d+$", "", line) for line in said(tmp_path)]
    assert lines[-3:] == ["first new ends", "second new ends", "ended"]
    assert len(lines) == 9, "no process was started twice"


def test_a_program_that_cannot_be_loaded_leaves_the_old_one_at_work(tmp_path):
    (tmp_path / "broken").touch()
    with supervised(tmp_path) as process:
        process.send_signal(signal.SIGHUP)
        line = process.stderr.readline() + process.stderr.readline()
        assert "The new program can't be loaded; the old one goes on" in line
        for _, pid in started(tmp_path):
            os.kill(pid, 0)
        assert len(started(tmp_path)) == 2


def test_all_end_when_their_supervisor_is_killed(tmp_path):
    with supervised(tmp_path) as process:
        process.kill()
        until(lambda: {"first old ends", "second old ends"} <= set(said(tmp_path)))


def test_all_end_when_the_terminal_is_closed(tmp_path):
    window, terminal = pty.openpty()
    with supervised(tmp_path, stdin=terminal, start_new_session=True) as process:
        os.close(terminal)
        os.close(window)
        process.send_signal(signal.SIGHUP)
        assert process.wait(PATIENCE) == 0
    assert "ended" in said(tmp_path)
