"""Declares the room's jobs."""

from django.apps import AppConfig


def connect(app: AppConfig) -> None:
    """Import the modules that declare jobs."""
    from cms.notifications import lists, mail  # noqa: F401  importing them declares their jobs
