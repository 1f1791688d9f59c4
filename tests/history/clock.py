"""Moments between things that happen."""

import datetime
import time

import pytest
from django.db import connection
from django.utils import timezone

STEP = datetime.timedelta(milliseconds=2)


def moment() -> datetime.datetime:
    """Return a moment after all that was done and before all that follows: SQLite's clock counts milliseconds."""
    now = timezone.now()
    while timezone.now() < now + STEP:
        pass
    return now


def until_another_waits() -> None:
    """Return when another connection to PostgreSQL waits for a lock. Fails if none does."""
    deadline = time.monotonic() + 30
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
    pytest.fail("The other transaction didn't wait.")
