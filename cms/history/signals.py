"""Installs the tables and triggers of the history after each migration, and lets Wagtail know of past moments."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from cms.history import triggers, wagtail_sites


def connect(app: AppConfig) -> None:
    """Connect the room's receivers."""
    wagtail_sites.connect()
    pre_migrate.connect(triggers.remove, sender=app, dispatch_uid="cms.history.triggers.remove")
    post_migrate.connect(triggers.install, sender=app, dispatch_uid="cms.history.triggers.install")
