"""Counts statements, and ends requests."""

from django.apps import AppConfig
from django.core.signals import request_finished
from django.db.backends.signals import connection_created

from cms.base import request_ids, tallies


def connect(app: AppConfig) -> None:
    """Connect the room's receivers."""
    connection_created.connect(tallies.watch, dispatch_uid="cms.base.tallies.watch")
    request_finished.connect(request_ids.end, dispatch_uid="cms.base.request_ids.end")
