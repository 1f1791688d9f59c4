"""Heartbeats of workers, so that others can tell whether one is at work.

One that hangs is not seen any more, like one that was killed.
"""

from __future__ import annotations

import datetime
import threading
import time

from django.db import Error, close_old_connections, connections, models
from django.utils import timezone

from cms.base.records import WorkRecord

# Seconds between two heartbeats, and the time after which a worker counts as away.
INTERVAL = 10
AWAY_AFTER = datetime.timedelta(minutes=2)
# No task takes longer. A worker that has been at one for so long hangs.
LONGEST_TASK = datetime.timedelta(minutes=15)


class Heartbeat(WorkRecord):
    """A worker, and when it was last seen. A worker that ends in order takes its row away; one that is killed leaves it."""

    worker = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    @classmethod
    def last_seen(cls) -> datetime.datetime | None:
        """Return when any worker was last seen; None if none has left a row."""
        return cls.objects.aggregate(last=models.Max("seen_at"))["last"]


class Pulse:
    """Writes the heartbeats of one worker in a thread of its own, so also during a task that takes minutes.

    If the worker hangs, they end: its main loop has to say that the work goes on.
    """

    def __init__(self, worker: str):
        self._worker = worker
        self._started = timezone.now()
        self._is_first = True
        self._went_on = time.monotonic()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)

    def start(self) -> None:
        """Begin to beat."""
        self._thread.start()

    def work_goes_on(self) -> None:
        """Note that the worker has done something and turns to the next."""
        self._went_on = time.monotonic()

    def beat(self) -> None:
        """Write a heartbeat, unless the worker hangs. The first takes the rows of workers away that have left without a word."""
        if time.monotonic() - self._went_on >= LONGEST_TASK.total_seconds():
            return
        now = timezone.now()
        if self._is_first:
            Heartbeat.objects.filter(seen_at__lt=now - AWAY_AFTER).delete()
        Heartbeat.objects.update_or_create(
            worker=self._worker,
            defaults={"seen_at": now},
            create_defaults={"seen_at": now, "started_at": self._started},
        )
        self._is_first = False

    def stop(self) -> None:
        """Beat no more."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def take_away(self) -> None:
        """Take the worker's row away."""
        Heartbeat.objects.filter(worker=self._worker).delete()

    def _run(self) -> None:
        try:
            while not self._over.is_set():
                self._try_to_beat()
                self._over.wait(INTERVAL)
        finally:
            connections.close_all()

    def _try_to_beat(self) -> None:
        try:
            close_old_connections()
            self.beat()
        except Error:
            connections.close_all()  # the main loop waits for the database, and says so
