"""The worker: a process beside the server that runs jobs and tasks. There can be any number of them."""

from __future__ import annotations

import os
import signal
import threading
import time

from django.db.utils import Error, OperationalError
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception

from . import registry, runs
from .heartbeat import Pulse
from .outages import outlast
from .timer import Timer

# Seconds after which an idle worker notices that it is to stop.
NAP = 0.25


class Worker(db_worker.Worker):
    """Runs tasks and jobs with an interval in turn, and each other job at its moments in a thread of its own.

    On a first signal it finishes the current work; on a second it stops at once. If the database doesn't answer, it
    waits for it.
    """

    def run(self) -> None:
        db_worker.logger.info("Starting worker worker_id=%s", self.worker_id)
        # With `--batch` or `--max-tasks`, only tasks are run.
        only_tasks = self.batch or self.max_tasks is not None
        outlast(self._stop)
        threads = [] if only_tasks else self._start_timers()
        pulse = Pulse(self.worker_id)
        if not only_tasks:
            pulse.start()
        try:
            while not self._work(only_tasks, pulse):
                pass
        finally:
            self.running = False
            for thread in threads:
                thread.join()
            pulse.stop()
        if not only_tasks:
            pulse.take_away()

    def _stop(self) -> bool:
        return not self.running

    def _start_timers(self) -> list[threading.Thread]:
        runs.prepare()
        timers = [Timer(job, self._stop) for job in registry.jobs.values() if job.at is not None]
        threads = [threading.Thread(target=timer.run, name=timer.job.name) for timer in timers]
        for thread in threads:
            thread.start()
        return threads

    def _work(self, only_tasks: bool, pulse: Pulse) -> bool:
        """Work until there is nothing left to do. Returns False if the database was lost and is back."""
        try:
            while self.running:
                db_worker.close_old_connections()
                pulse.work_goes_on()
                more = False if only_tasks else runs.attend(self._stop)
                waiting = self._take()
                if waiting is not None:
                    self.run_task(waiting)
                elif self.batch:
                    break
                if self.max_tasks is not None and self._run_tasks >= self.max_tasks:
                    break
                if waiting is None and not more:
                    self._rest()
        except Error:
            if not outlast(self._stop):
                raise
            return False
        return True

    def _take(self) -> DBTaskResult | None:
        """Claim the next due task, if there is one and the database isn't locked."""
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
            os._exit(1)  # regardless of its threads
        db_worker.logger.warning("Received %s - finishing the current work.", signal.strsignal(signum))
        self.running = False
