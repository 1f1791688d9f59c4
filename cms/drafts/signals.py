"""Names the room's actions to Wagtail, and registers its job."""

from django.apps import AppConfig


def connect(app: AppConfig) -> None:
    """Import the modules that register something."""
    from . import history, models  # noqa: F401  importing them registers
