"""Makes the table of the limits after each migration, counts statements, and ends requests."""

from django.apps import AppConfig
from django.core.signals import request_finished
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from cms.base import rate_limits, request_ids, tallies


def connect(app: AppConfig) -> None:
    """Connect the room's receivers."""
    post_migrate.connect(rate_limits.install, sender=app, dispatch_uid="cms.base.rate_limits.install")
    connection_created.connect(tallies.watch, dispatch_uid="cms.base.tallies.watch")
    request_finished.connect(request_ids.end, dispatch_uid="cms.base.request_ids.end")
