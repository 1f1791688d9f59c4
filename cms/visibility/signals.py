"""Installs the triggers and indexes of the content version after each migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from cms.visibility import indexes, triggers


def connect(app: AppConfig) -> None:
    """Connect the room's receivers."""
    pre_migrate.connect(triggers.remove, sender=app, dispatch_uid="cms.visibility.triggers.remove")
    post_migrate.connect(triggers.install, sender=app, dispatch_uid="cms.visibility.triggers.install")
    post_migrate.connect(indexes.install, sender=app, dispatch_uid="cms.visibility.indexes.install")
