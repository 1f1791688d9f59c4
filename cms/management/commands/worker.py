"""Do what waits in the background: run beside the server, as many as you like."""

import os
import signal
import sys
import time

from django.db.utils import OperationalError
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV, run_with_reloader
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception

from cms import housekeeping


class Worker(db_worker.Worker):
    """Does tasks, and between them what apps have registered with `cms.housekeeping`.

    Told to end, it finishes what it has in hand; told again, it ends at once.
    """

    idle = False

    def run(self) -> None:
        db_worker.logger.info("Starting worker worker_id=%s", self.worker_id)
        while self.running:
            db_worker.close_old_connections()
            # With `--batch` or `--max-tasks` somebody wants tasks done and nothing else.
            only_tasks = self.batch or self.max_tasks is not None
            more = False if only_tasks else housekeeping.attend(lambda: not self.running)
            waiting = self._take()
            if waiting is not None:
                self.run_task(waiting)
            elif self.batch:
                return
            if self.max_tasks is not None and self._run_tasks >= self.max_tasks:
                return
            if self.running and waiting is None and not more:
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
        self.idle = True
        try:
            if self.running:
                time.sleep(self.interval)
        finally:
            self.idle = False

    def shutdown(self, signum, frame) -> None:
        if not self.running:
            self.reset_signals()
            sys.exit(1)
        db_worker.logger.warning("Received %s - finishing what is in hand.", signal.strsignal(signum))
        self.running = False
        if self.idle:
            sys.exit(0)


class Command(db_worker.Command):
    help = "Send newsletters and do what waits in the background, such as making pictures, until it is stopped."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(backend_name="background", interval=2, reload=False, startup_delay=False)

    def handle(self, *, queue_name, exclude_queues, reload, **options):
        names = ("interval", "batch", "backend_name", "startup_delay", "max_tasks", "worker_id")
        worker = Worker(
            queue_names=queue_name.split(","),
            excluded_queue_names=exclude_queues.split(",") if exclude_queues else [],
            **{name: options[name] for name in names},
        )
        if not reload or os.environ.get(DJANGO_AUTORELOAD_ENV) == "true":
            worker.configure_signals()  # of the process that does the work
        if reload:
            run_with_reloader(worker.run)
        else:
            worker.run()
