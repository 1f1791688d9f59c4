"""The background worker. Run any number beside the server."""

import os

from django.utils.autoreload import DJANGO_AUTORELOAD_ENV, run_with_reloader
from django_tasks_db.management.commands import db_worker

from cms.jobs.worker import Worker
from cms.operations import traces


class Command(db_worker.Command):
    help = "Publish and expire what is scheduled, send newsletters and do other background work, such as making "
    "pictures, until stopped."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(backend_name="background", interval=2, reload=False, startup_delay=False)

    def handle(self, *, queue_name, exclude_queues, reload, **options):
        traces.follow_work()
        names = ("interval", "batch", "backend_name", "startup_delay", "max_tasks", "worker_id")
        worker = Worker(
            queue_names=queue_name.split(","),
            excluded_queue_names=exclude_queues.split(",") if exclude_queues else [],
            **{name: options[name] for name in names},
        )
        if not reload or os.environ.get(DJANGO_AUTORELOAD_ENV) == "true":
            worker.configure_signals()  # of the process doing the work
        if reload:
            run_with_reloader(worker.run)
        else:
            worker.run()
