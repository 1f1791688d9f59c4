"""The worker: a process beside the server, in which jobs and tasks are done. Any number of them may run."""

from __future__ import annotations

import os
import signal
import threading
import time

from django.db.utils import OperationalError
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception

from . import registry, runs
from .timer import Timer

# Seconds after which a worker that rests notices that it is to end.
NAP = 0.25


class Worker(db_worker.Worker):
    """Does tasks and the jobs with an interval one after the other, and keeps the moments of each other job in a thread.

    Told to end, it finishes what it has in hand; told again, it ends at once.
    """

    def run(self) -> None:
        db_worker.logger.info("Starting worker worker_id=%s", self.worker_id)
        # With `--batch` or `--max-tasks` somebody wants tasks done and nothing else.
        only_tasks = self.batch or self.max_tasks is not None
        threads = [] if only_tasks else self._start_timers()
        try:
            self._work(only_tasks)
        finally:
            self.running = False
            for thread in threads:
                thread.join()

    def _stop(self) -> bool:
        return not self.running

    def _start_timers(self) -> list[threading.Thread]:
        runs.prepare()
        timers = [Timer(job, self._stop) for job in registry.jobs.values() if job.at is not None]
        threads = [threading.Thread(target=timer.run, name=timer.job.name) for timer in timers]
        for thread in threads:
            thread.start()
        return threads

    def _work(self, only_tasks: bool) -> None:
        while self.running:
            db_worker.close_old_connections()
            more = False if only_tasks else runs.attend(self._stop)
            waiting = self._take()
            if waiting is not None:
                self.run_task(waiting)
            elif self.batch:
                return
            if self.max_tasks is not None and self._run_tasks >= self.max_tasks:
                return
            if waiting is None and not more:
                self._rest()

    def _take(self) -> DBTaskResult | None:
        """Claim the next task that is due, if there is one and the database isn't locked."""
        tasks = DBTaskResult.objects.ready().filter(backend_name=self.backend_name)
        if not self.process_all_queues:
            tasks = tasks.filter(queue_name__in=self.queue_names)
        if self.excluded_queue_names:
            tasks = tasks.exclude(queue_name__in=self.excluded_queue_names)
        if not tasks.exists():
            return None  # without taking the lock that every other writer waits for
        try:
            with exclusive_transaction(tasks.db):
                found = tasks.get_locked()
                if found is not None:
                    found.claim(self.worker_id)
                return found
        except OperationalError as error:
            if is_locked_database_exception(error):
                return None
            raise

    def _rest(self) -> None:
        end = time.monotonic() + self.interval
        while self.running and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, NAP))

    def shutdown(self, signum, frame) -> None:
        if not self.running:
            os._exit(1)  # whatever its threads are at
        db_worker.logger.warning("Received %s - finishing what is in hand.", signal.strsignal(signum))
        self.running = False
