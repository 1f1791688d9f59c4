"""Registers the room's job and the names of its actions."""

from django.apps import AppConfig


def connect(app: AppConfig) -> None:
    """Import the modules that register something."""
    from . import models, services  # noqa: F401  importing them registers
