"""Do what waits in the background: run beside the server, as many as you like."""

from django_tasks_db.management.commands import db_worker


class Command(db_worker.Command):
    help = "Do what waits in the background, such as making the sizes of pictures, until it is stopped."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(backend_name="background", interval=2, reload=False, startup_delay=False)

    def configure_logging(self, verbosity):
        """Log as the settings say."""
