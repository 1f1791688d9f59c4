"""The commits that a power cut may undo, and how the worker recovers from that.

Waiting for the disk at each commit takes longer than handing over a message. So workers wait for it once per claim, not
once per message: the commits that a power cut undoes concern only recipients that are on the disk as claimed.
Each claim's token begins with the name of the run in which it was made: the machine's with SQLite, the database's with
PostgreSQL. Recipients claimed in an earlier run are as uncertain as those being handed over. Killing a worker undoes
nothing: for that, the database or the machine would have to stop as well.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.db import connection
from django.db.models import Q

from newsletter.models import DatabaseRun

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
# SQLite's numbers: wait for the disk at each commit, or at checkpoints alone; and pages of 4 kB between two checkpoints,
# ten times as many as usual, since each checkpoint waits for the disk as well.
FULL, NORMAL, PAGES = 2, 1, 10_000


def run() -> bytes | None:
    """Return the name of this run of the machine or database; None if it has none."""
    return DatabaseRun.name_of_this().bytes[:8] if connection.vendor == "postgresql" else run_of_the_machine()


@cache
def run_of_the_machine() -> bytes | None:
    """Return the name of this run of the machine; None on systems without one."""
    try:
        return uuid.UUID(BOOT_ID.read_text().strip()).bytes[:8]
    except (OSError, ValueError):
        return None


def new_token() -> uuid.UUID:
    """Return a token for a claim, which begins with the name of the run."""
    name = run()
    return uuid.UUID(bytes=name + os.urandom(8)) if name else uuid.uuid4()


def claimed_in_an_earlier_run() -> Q:
    """Return the condition that a recipient was claimed before the machine or the database stopped."""
    name = run()
    if name is None:
        return Q(pk__in=[])
    return ~Q(lease_token__range=(uuid.UUID(bytes=name + bytes(8)), uuid.UUID(bytes=name + b"\xff" * 8)))


@contextmanager
def on_disk() -> Iterator[None]:
    """Make commits within the block, and all before it, wait for the disk. PostgreSQL does so anyway."""
    with _pragma("synchronous", FULL):
        yield


@contextmanager
def while_sending() -> Iterator[None]:
    """Wait for the disk rarely; at each commit, if a later power cut couldn't be detected."""
    synchronous = FULL if run_of_the_machine() is None else NORMAL
    with _pragma("synchronous", synchronous), _pragma("wal_autocheckpoint", PAGES):
        yield


def need_not_wait() -> None:
    """Let the open transaction end without waiting for the disk. For SQLite, `while_sending` has set this."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")


@contextmanager
def _pragma(name: str, value: int) -> Iterator[None]:
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        (before,) = cursor.execute(f"PRAGMA {name}").fetchone()
        cursor.execute(f"PRAGMA {name} = {value}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {name} = {before}")
