"""Counts requests for documents of frontends: in the memory of each process, which writes its counts every minute.

A process writes the first use of a document on a day at once, so the last use is known even if the process then ends;
the number may lack the last minute of a process.
"""

from __future__ import annotations

import datetime
import logging
import threading
import time
from collections import Counter

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cms.base.patience import impatient

from .models import DocumentUse

logger = logging.getLogger(__name__)

EVERY = 60  # seconds
# The time to wait for another writer: a client's answer is more important than a count.
PATIENCE = 100  # milliseconds

Use = tuple[str, datetime.date]


class Uses:
    """The uses that this process has counted and not yet written."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Begin anew, without what wasn't written."""
        self._counted: Counter[Use] = Counter()
        self._written: set[Use] = set()
        self._last = float("-inf")

    def count(self, identifier: str) -> None:
        """Count a request. Never raises. One statement for the first of a day and once a minute, otherwise none."""
        use = (identifier, timezone.localdate())
        with self._lock:
            self._counted[use] += 1
            if use in self._written and time.monotonic() < self._last + EVERY:
                return
            counts, self._counted, self._last = self._counted, Counter(), time.monotonic()
            self._written = {known for known in self._written if known[1] == use[1]} | counts.keys()
        try:
            write(counts)
        except DatabaseError:
            logger.info("Uses of documents weren't written: the database was busy.")
            with self._lock:
                self._counted.update(counts)


uses = Uses()


def write(counts: Counter[Use]) -> None:
    """Add the counts to those of the day. Sorted, so that two processes never wait for each other. Raises DatabaseError."""
    table = DocumentUse._meta.db_table
    rows = [(identifier, day, number) for (identifier, day), number in sorted(counts.items())]
    with impatient(PATIENCE), transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (identifier, day, requests) VALUES (%s, %s, %s) "  # noqa: S608
            f"ON CONFLICT (identifier, day) DO UPDATE SET requests = {table}.requests + excluded.requests",
            rows,
        )
