"""A program with a supervisor, and processes that say who they are. Run by `test_supervisor.py`, with a folder.

The folder's `program` is what the processes say; the program can be loaded anew unless there is a file `broken`.
"""

import os
import signal
import socket
import sys
import time
from pathlib import Path

from cms.operations.supervisor import ChildProcess, Supervisor, inherited_listener

folder = Path(sys.argv[1])
version = (folder / "program").read_text()


def say(text: str) -> None:
    with (folder / "said").open("a") as file:
        file.write(f"{text}\n")


def work(name: str) -> None:
    def end(*_) -> None:
        say(f"{name} {version} ends")
        raise SystemExit

    signal.signal(signal.SIGTERM, end)
    say(f"{name} {version} starts {os.getpid()}")
    while True:
        time.sleep(60)


def fail() -> None:
    say("fails")
    raise SystemExit(3)


listener = inherited_listener() or socket.create_server(("127.0.0.1", 0))
groups = [
    [ChildProcess("first", lambda: work("first"))],
    [ChildProcess("second", lambda: work("second"))],
]
if (folder / "failing").exists():
    groups.append([ChildProcess("third", fail)])
trial = [sys.executable, "-c", f"import os, sys; sys.exit(os.path.exists({str(folder / 'broken')!r}))"]
Supervisor(groups, listener=listener, trial=trial, environment=dict(os.environ)).run()
say("ended")
