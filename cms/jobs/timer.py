"""Runs a job at its moments."""

from __future__ import annotations

import datetime
import logging
import time

from django.db import close_old_connections, connections
from django.utils import timezone

from cms.base.restorations import is_held

from .outages import outlast
from .registry import Job, Stop
from .runs import perform

logger = logging.getLogger(__name__)

# Seconds between two checks, because an earlier moment may be set meanwhile.
LOOK = 0.5
LONGEST_PAUSE = 60.0


class Timer:
    """A job's timer in one worker; it runs in a thread of its own.

    If the job fails, it is retried after one second, then two, and so on, up to a minute. A new moment doesn't wait for
    the retry. If the database doesn't answer, the job waits for it and is tried at once.
    """

    def __init__(self, job: Job, stop: Stop):
        if job.at is None:
            raise ValueError(f"The job “{job.name}” has no moments.")
        self.job, self.stop = job, stop
        self.next_moment = job.at
        self.failures = 0
        # Work due up to this moment has failed and isn't retried before the other moment.
        self._tried_until: datetime.datetime | None = None
        self._again_at: datetime.datetime | None = None

    def run(self) -> None:
        """Run the job at its moments until `stop` returns true."""
        try:
            while not self.stop():
                close_old_connections()
                time.sleep(self.look())
        finally:
            connections.close_all()

    def look(self) -> float:
        """Run the job if a moment has come. Returns the seconds until there may be something to do."""
        now = timezone.now()
        if self._again_at is not None and now >= self._again_at:
            self._tried_until = self._again_at = None
        try:
            moment = self.next_moment(self._tried_until)
            if moment is not None and moment <= now:
                if self.job.outward and is_held():
                    return LOOK
                more = perform(self.job, self.stop)
                self.failures, self._tried_until, self._again_at = 0, None, None
                if more:
                    return 0.0
                moment = self.next_moment(None)
        except Exception:
            if outlast(self.stop):
                return 0.0
            pause = min(2.0**self.failures, LONGEST_PAUSE)
            self.failures += 1
            self._tried_until, self._again_at = now, now + datetime.timedelta(seconds=pause)
            logger.exception("The job “%s” failed; it is tried again in %d seconds", self.job.name, pause)
            return LOOK
        if moment is None or moment <= now:  # anything still due is being done by another worker
            return LOOK
        return min(LOOK, max(0.0, (moment - timezone.now()).total_seconds()))
