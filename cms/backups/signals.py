"""Declares the room's job, checks and figures."""

from django.apps import AppConfig


def connect(app: AppConfig) -> None:
    """Import the modules that declare them."""
    from cms.backups import figures, schedule, state_checks, trials  # noqa: F401
