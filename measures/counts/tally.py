"""Counts of this process, in memory until they are written: every few seconds, and when the process ends in order.

A reader's answer costs an increment. A process that is killed, or a machine that loses its power, loses the counts of the last
`COUNTS_SECONDS` at most. Nothing is counted twice, unless the connection is lost while the database confirms what it has
written: then that is written again.
"""

from __future__ import annotations

import datetime
import logging
import os
import threading
from multiprocessing.util import Finalize
from typing import NamedTuple

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import Q
from wagtail.models import Site

from cms.base.patience import impatient
from cms.pages.addresses import in_tree_of
from measures.choices import CountKind
from measures.models import DailyCount
from newsletter.models import IssuePage

from .switch import counted_sites

logger = logging.getLogger(__name__)

# Different things that wait to be written. New ones beyond them aren't counted.
MOST = 20_000
# The same for numbers of issues with pages: strangers may write any number, and shouldn't take the place of other things.
MOST_MARKS = 2_000
# Rows of one statement.
ROWS = 500
# Milliseconds for which SQLite waits for another writer; then the counts wait for the next time.
PATIENCE = 2_000
# Seconds for which the end of a process waits for what is being written.
ENDS_WITHIN = 5


class CountKey(NamedTuple):
    """What is counted together."""

    site: int
    kind: str
    day: datetime.date
    thing: str
    detail: str = ""


class Tally:
    """Numbers by key. Any thread may add to them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers: dict[CountKey, int] = {}
        self._marks = 0  # keys among them with a number of an issue
        self._writer: threading.Thread | None = None
        self._ends = threading.Event()

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, key: CountKey, number: int = 1) -> None:
        """Count one more, or several."""
        with self._lock:
            if key in self._numbers or self._has_room(key):
                self._numbers[key] = self._numbers.get(key, 0) + number
            if self._writer is None and settings.COUNTS_SECONDS:
                # One thread for a process that counts anything: others are as before.
                self._writer = threading.Thread(target=self._write_now_and_then, name="counts", daemon=True)
                self._writer.start()
                Finalize(None, self.end, exitpriority=10)

    def _has_room(self, key: CountKey) -> bool:
        """Say whether a new key may be counted, and note that it is."""
        if key.kind != CountKind.UPDATE:
            return len(self._numbers) - self._marks < MOST
        has_room = self._marks < MOST_MARKS
        self._marks += has_room
        return has_room

    def write(self) -> int:
        """Write what was counted, and return how many rows that were. If it can't be, it waits for the next time."""
        with self._lock:
            numbers, self._numbers, self._marks = self._numbers, {}, 0
        if not numbers:
            return 0
        try:
            return _write(numbers)
        except Error as error:
            logger.info("Counts wait to be written: %s", error)
            for key, number in numbers.items():
                self.add(key, number)
            return 0

    def end(self) -> None:
        """Write what was counted: the process ends. What its thread is writing is waited for."""
        self._ends.set()
        if self._writer is not None:
            self._writer.join(ENDS_WITHIN)
        self.write()

    def forget(self) -> None:
        """Forget everything: a process that was forked has a copy of what the other will write."""
        self.__init__()  # type: ignore[misc]  # locks and threads aren't shared either

    def _write_now_and_then(self) -> None:
        while not self._ends.wait(settings.COUNTS_SECONDS):
            try:
                self.write()
            except Exception:
                logger.exception("Counts of %s seconds are lost", settings.COUNTS_SECONDS)
            finally:
                connection.close()  # one that is needed for a moment shouldn't be held


def _write(numbers: dict[CountKey, int]) -> int:
    """Add the numbers to those in the database, in one transaction; those of sites that don't count are dropped."""
    with impatient(PATIENCE), transaction.atomic():
        sites, issues = set(counted_sites()), _issues(numbers)
        rows = [
            (key.site, key.kind, key.day, False, key.thing, key.detail, number)
            for key, number in sorted(numbers.items())  # in one order: two processes can't wait for each other
            if key.site in sites and (key.kind != CountKind.UPDATE or (key.site, key.thing) in issues)
        ]
        for start in range(0, len(rows), ROWS):
            add_rows(rows[start : start + ROWS])
    return len(rows)


def add_rows(rows: list[tuple]) -> None:
    """Add rows to the table: what is there already grows by the number. One statement."""
    table = DailyCount._meta.db_table
    columns = "site_id, kind, day, is_month, thing, detail"
    places = ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}, number) VALUES {places} "  # noqa: S608  constants
            f"ON CONFLICT ({columns}) DO UPDATE SET number = {table}.number + excluded.number",
            [value for row in rows for value in row],
        )


def _issues(numbers: dict[CountKey, int]) -> set[tuple[int, str]]:
    """Return those of the marks, by site and number, whose issue went out or is live: strangers may write any."""
    asked: dict[int, set[int]] = {}
    for key in numbers:
        if key.kind == CountKind.UPDATE:
            asked.setdefault(key.site, set()).add(int(key.thing))
    public, found = Q(live=True) | Q(archived__isnull=False), set()
    for site in Site.objects.select_related("root_page").filter(pk__in=asked) if asked else ():
        issues = IssuePage.objects.filter(in_tree_of(site), public, number__in=asked[site.pk])
        found |= {(site.pk, str(number)) for number in issues.values_list("number", flat=True)}
    return found


tally = Tally()
os.register_at_fork(after_in_child=tally.forget)
