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
    with _synchronous("FULL"):
        yield


@contextmanager
def on_disk_if_runs_have_no_name() -> Iterator[None]:
    """Have each commit on the disk where a later power cut couldn't be noticed."""
    with _synchronous("FULL" if run_of_the_machine() is None else "NORMAL"):
        yield


@contextmanager
def _synchronous(value: str) -> Iterator[None]:
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        (before,) = cursor.execute("PRAGMA synchronous").fetchone()
        cursor.execute(f"PRAGMA synchronous = {value}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous = {before}")
