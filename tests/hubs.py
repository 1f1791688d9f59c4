"""A hub that really runs: a process of its own, on SQLite in a folder of its own, whatever database the suite uses."""

import fcntl
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from tests import kept

ROOT = kept.ROOT
DATABASE = "hub.sqlite3"  # in the folder of a hub's data
PATIENCE = 60  # seconds, on a machine that has much else to do


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of a hub's processes, whose data are in the folder."""
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "DEBUG": "false",
        "HUB_DATA": str(folder),
        "STATIC_FOLDER": str(folder / "static"),
        **more,
    }


def prepare(factory, name: str, *commands: list[str]) -> Path:
    """Return the folder of a hub with the programme's content, on which further Python commands were run.

    Each hub is made once a run, whichever process wants it first. `factory` is the `tmp_path_factory` of pytest.
    """
    place = shared(factory) / f"hub-{name}"
    with once(place) as folder:
        if folder is not None:
            with kept.world("content", kept.of_content(), add_content) as content:
                shutil.copytree(content, folder)
            run(folder, commands)
    return place


def migrated() -> AbstractContextManager[Path]:
    """Return the folder of a hub whose database is as migrations leave it, all in one file; see `kept.world`."""
    return kept.world("migrated", kept.of_migrations(), add_database)


def add_database(folder: Path) -> None:
    """Make a migrated database in an empty folder."""
    (folder / "static").mkdir()
    run(folder, [["-m", "tests.migrated"]])
    with closing(sqlite3.connect(folder / DATABASE)) as made:
        made.execute("PRAGMA journal_mode=DELETE")


def add_content(folder: Path) -> None:
    """Make a hub with the programme's content in an empty folder."""
    with migrated() as made:
        shutil.copytree(made, folder, dirs_exist_ok=True)
    run(folder, [["manage.py", "migrate", "--verbosity", "0"], ["manage.py", "load_programme", "--verbosity", "0"]])


def shared(factory) -> Path:
    """Return the folder that all processes of a run have in common."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def run(folder: Path, commands: Iterable[list[str]], *, program: Path = ROOT, **more: str) -> None:
    """Run Python commands on the hub whose data are in the folder. `more` goes into their environment.

    `program` is the checkout whose code they run.
    """
    for command in commands:
        done = subprocess.run(
            [sys.executable, *command], cwd=program, env=environment(folder, **more), capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def once(folder: Path) -> Iterator[Path | None]:
    """Yield the folder to the one process of a run that is to fill it; None to those that come later, when it is full."""
    done = folder.with_suffix(".done")
    with folder.with_suffix(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield None if done.exists() else folder
        done.touch()


@contextmanager
def serving(folder: Path, *, program: Path = ROOT, **more: str) -> Iterator[str]:
    """Serve a prepared hub with the server that production uses, as long as the block lasts. Yields its base address.

    `more` goes into the server's environment; `program` is the checkout whose code it runs.
    """
    options = ("--processes", "1", "--threads", "2", "--workers", "0")
    with started(folder, *options, program=program, **more) as (base, _):
        yield base


@contextmanager
def started(folder: Path, *options: str, program: Path = ROOT, **more: str) -> Iterator[tuple[str, subprocess.Popen]]:
    """Do the same with options of `serve`. Yields the process, too."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port), *options],
        cwd=program,
        env=environment(folder, **{"BASE_URL": base} | more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with server:
        try:
            wait_for(server, port)
            yield base, server
        finally:
            server.terminate()


def wait_for(server: subprocess.Popen, port: int) -> None:
    """Return once the server takes connections."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, server.stdout.read()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"The hub took no connection within {PATIENCE} seconds.")


if __name__ == "__main__":
    # `.ci/run` has the worlds made while it waits for packages.
    with kept.world("content", kept.of_content(), add_content):
        pass
