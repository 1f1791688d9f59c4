"""A process that forks others and keeps them running: it starts again those that end, and ends all in order.

It has loaded the hub once. A fork takes milliseconds and shares that memory; a new Python would load for seconds. If the
supervisor is killed, the others notice by the end of a pipe and end in good order.

Honcho, circus and supervisord start each program anew, so a killed process would be missing for seconds; granian's own
respawning gives up when a process is killed twice within some seconds.
"""

from __future__ import annotations

import json
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

logger = logging.getLogger(__name__)

# A process that ends is started again soon, after each further end twice as many seconds later as before. One that was killed
# is hardly to blame for it, so it never waits for long. One that has run for long begins anew.
FIRST_PAUSE, LONGEST_PAUSE, LONGEST_IF_KILLED = 0.05, 30.0, 0.5
LONG = 10.0
# Seconds for processes to end after a signal; then they get a second signal, and are finally killed.
PATIENCE = 30.0
LAST_PATIENCE = 2.0
ENDS = (signal.SIGTERM, signal.SIGINT)
HANDLED = (*ENDS, signal.SIGHUP, signal.SIGCHLD)
# What a supervisor tells the program by which it replaces itself.
HANDOVER = "HUB_SUPERVISOR_HANDOVER"


@dataclass
class ChildProcess:
    """A process to be kept running: its name and what it does. `pid` is 0 while it isn't running."""

    name: str
    run: Callable[[], object]
    pid: int = 0
    started: float = 0.0
    pause: float = 0.0
    due: float = field(default=0.0)


class Supervisor:
    """Keeps groups of processes running. They are started in the order of the groups and ended one group after the other.

    SIGTERM and SIGINT end all, a second one at once. SIGHUP loads the program anew; processes that are at work meanwhile end
    when those of the new program have started. It goes on with the old program if the new one can't be loaded.
    """

    def __init__(
        self,
        groups: Iterable[Iterable[ChildProcess]],
        *,
        listener: socket.socket,
        trial: list[str],
        environment: dict[str, str],
    ):
        """`listener` is the socket that a new program takes over. `trial` is the command that shows whether it can be loaded,
        `environment` that of both."""
        self.groups = [list(group) for group in groups]
        self.listener = listener
        self.trial, self.environment = trial, environment
        self._former: set[int] = set()
        self._trial: subprocess.Popen | None = None
        # The processes wait for the end of this pipe, which comes when nobody can write to it any more.
        self._lifeline, self._held = os.pipe()
        self._wakened, self._waker = socket.socketpair()
        self._has_terminal = sys.stdin is not None and sys.stdin.isatty()

    def run(self) -> None:
        """Keep the processes running until a signal ends them."""
        self._listen_for_signals()
        self._take_over()
        while True:
            self._start_due()
            for received in self._signals(self._seconds_to_next()):
                if received in ENDS or (received == signal.SIGHUP and self._terminal_is_closed()):
                    self._end_all()
                    return
                if received == signal.SIGHUP:
                    self._try_anew()
            self._reap()
            if self._trial is not None and self._trial.poll() is not None:
                self._replace()

    def _listen_for_signals(self) -> None:
        for end in (self._wakened, self._waker):
            end.setblocking(False)
        signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        for number in HANDLED:
            signal.signal(number, lambda *_: None)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HANDLED)  # blocked if this program replaced another

    def _signals(self, seconds: float | None) -> list[int]:
        """Return the signals that have come, or come within some seconds."""
        select.select([self._wakened], [], [], seconds)
        try:
            return list(self._wakened.recv(4096))
        except BlockingIOError:
            return []

    def _terminal_is_closed(self) -> bool:
        """Say whether SIGHUP came because the window was closed in which the program runs."""
        if not self._has_terminal:
            return False
        try:
            os.tcgetpgrp(sys.stdin.fileno())
        except OSError:
            return True
        return False

    @property
    def _processes(self) -> list[ChildProcess]:
        return [process for group in self.groups for process in group]

    # Starting

    def _start_due(self) -> None:
        for process in self._processes:
            if not process.pid and time.monotonic() >= process.due:
                self._start(process)

    def _seconds_to_next(self) -> float | None:
        due = [process.due for process in self._processes if not process.pid]
        return max(0.0, min(due) - time.monotonic()) if due else None

    def _start(self, process: ChildProcess) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        # No signal for the supervisor may reach its copy of these handlers.
        signal.pthread_sigmask(signal.SIG_BLOCK, HANDLED)
        process.started, process.pid = time.monotonic(), os.fork()
        if not process.pid:
            self._be(process)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HANDLED)

    def _be(self, process: ChildProcess) -> None:
        """Do what the process does, in the process itself, and end it."""
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            for number in HANDLED:
                signal.signal(number, signal.SIG_DFL)
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, HANDLED)
            os.setpgid(0, 0)  # Ctrl+C is for the supervisor, which ends the others in order
            os.close(self._held)
            self._wakened.close()
            self._waker.close()
            threading.Thread(target=_end_after, args=(self._lifeline,), daemon=True).start()
            process.run()
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:
            logger.exception("%s failed", process.name)
        finally:
            logging.shutdown()
            os._exit(status)

    # Ends

    def _reap(self) -> None:
        """Find out which processes have ended, and when each of them is to be started again."""
        for process in self._processes:
            ended = process.pid and _ended(process.pid)
            if ended:
                longest = LONGEST_IF_KILLED if ended.startswith("SIG") else LONGEST_PAUSE
                lived = time.monotonic() - process.started
                process.pause = 0.0 if lived > LONG else min(max(process.pause * 2, FIRST_PAUSE), longest)
                process.due, process.pid = time.monotonic() + process.pause, 0
                logger.error(
                    "%s has ended (%s) and is started again in %.2f seconds", process.name, ended, process.pause
                )
        self._former = {pid for pid in self._former if not _ended(pid)}

    def _end_all(self) -> None:
        """End one group after the other: the next has work as long as this one is there."""
        self.listener.close()
        if self._trial is not None:
            self._trial.kill()
            self._trial.wait()
        at_once = False
        for group in [{*self._former}, *({process.pid for process in group if process.pid} for group in self.groups)]:
            at_once = self._end(group, at_once)

    def _end(self, pids: set[int], at_once: bool) -> bool:
        """End the processes. Returns whether the others are to end at once, too."""
        patience = LAST_PATIENCE if at_once else PATIENCE
        for number, seconds in (
            (signal.SIGTERM, patience),
            (signal.SIGTERM, LAST_PATIENCE),
            (signal.SIGKILL, PATIENCE),
        ):
            _tell(pids, number)
            end = time.monotonic() + seconds
            while pids and (left := end - time.monotonic()) > 0:
                if set(self._signals(left)) & set(ENDS):
                    at_once, end = True, 0.0
                pids = {pid for pid in pids if not _ended(pid)}
        return at_once

    # A new program

    def _try_anew(self) -> None:
        if self._trial is None:
            logger.warning("Loading the program anew")
            self._trial = subprocess.Popen(self.trial, env=self.environment)  # noqa: S603  our own command

    def _replace(self) -> None:
        """Replace this program by the new one, which was tried. It has the same process, so all others stay its children."""
        failed, self._trial = self._trial.returncode if self._trial else 1, None
        if failed:
            logger.error("The new program can't be loaded; the old one goes on")
            return
        signal.pthread_sigmask(signal.SIG_BLOCK, HANDLED)
        running = [*self._former, *(process.pid for process in self._processes if process.pid)]
        handover = {"listener": self.listener.fileno(), "held": self._held, "running": running}
        for descriptor in (self.listener.fileno(), self._held):
            os.set_inheritable(descriptor, True)
        environment = self.environment | {HANDOVER: json.dumps(handover)}
        os.execve(sys.executable, sys.orig_argv, environment)  # noqa: S606  the command by which this program was started

    def _take_over(self) -> None:
        """Start the processes of this program, then tell those of the one it replaced to end."""
        handover = json.loads(os.environ.pop(HANDOVER, "{}"))
        self._start_due()
        if handover:
            self._former = set(handover["running"])
            logger.warning("The new program is at work; processes of the old one finish their requests and end")
            _tell(self._former, signal.SIGTERM)


def inherited_listener() -> socket.socket | None:
    """Return the socket on which the program listened that was replaced by this one; None if none was."""
    handover = json.loads(os.environ.get(HANDOVER, "{}"))
    return socket.socket(fileno=handover["listener"]) if handover else None


def _ended(pid: int) -> str:
    """Say how a child ended; nothing if it runs."""
    try:
        found, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return "unknown"
    if not found:
        return ""
    code = os.waitstatus_to_exitcode(status)
    return f"exit {code}" if code >= 0 else signal.Signals(-code).name


def _tell(pids: Iterable[int], number: int) -> None:
    for pid in pids:
        os.kill(pid, number)


def _end_after(lifeline: int) -> None:
    """End this process when the supervisor has gone."""
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)
