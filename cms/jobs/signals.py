"""Declares the hub's own jobs."""

from django.apps import AppConfig


def connect(app: AppConfig) -> None:
    """Import the modules that declare jobs."""
    from cms.jobs import schedule, upkeep  # noqa: F401
