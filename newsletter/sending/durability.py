"""What a power cut may take back, and how it is made good.

PostgreSQL has each commit on the disk before it says so. SQLite needs a wait for the disk for that, which would take
longer than handing a message over. So it waits once a claim: what a power cut takes back of the messages since is within
recipients that are on the disk as claimed. Each claim names the machine's run in which it was made; after another start of
the machine, what was claimed before it is as uncertain as what was being handed over. A worker that is killed takes nothing
back, whatever the database.
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

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
# SQLite's numbers: wait for the disk at each commit, or at checkpoints alone; and pages of 4 kB between two checkpoints,
# ten times as many as usual, since each checkpoint waits for the disk as well.
FULL, NORMAL, PAGES = 2, 1, 10_000


@cache
def run_of_the_machine() -> bytes | None:
    """Return what names this run of the machine; None where there is no such name."""
    try:
        return uuid.UUID(BOOT_ID.read_text().strip()).bytes[:8]
    except (OSError, ValueError):
        return None


def new_token() -> uuid.UUID:
    """Return a token for a claim, which on SQLite begins with the machine's run."""
    run = run_of_the_machine() if connection.vendor == "sqlite" else None
    return uuid.UUID(bytes=run + os.urandom(8)) if run else uuid.uuid4()


def claimed_in_an_earlier_run() -> Q:
    """Return the condition that a recipient was claimed before the machine was started last."""
    run = run_of_the_machine() if connection.vendor == "sqlite" else None
    return ~Q(lease_token__startswith=run.hex()) if run else Q(pk__in=[])


@contextmanager
def on_disk() -> Iterator[None]:
    """Have what is committed within on the disk, with all before it."""
    with _pragma("synchronous", FULL):
        yield


@contextmanager
def while_sending() -> Iterator[None]:
    """Wait for the disk seldom, but at each commit where a later power cut couldn't be noticed."""
    with _pragma("synchronous", FULL if run_of_the_machine() is None else NORMAL), _pragma("wal_autocheckpoint", PAGES):
        yield


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
