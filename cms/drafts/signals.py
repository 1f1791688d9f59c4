"""Names the room's actions to Wagtail, registers its job, and connects the receivers for publications."""

from django.apps import AppConfig
from django.db.models.signals import post_save
from wagtail.models import PageLogEntry
from wagtail.signals import page_published


def connect(app: AppConfig) -> None:
    """Import the modules that register something, and connect the receivers."""
    from . import acceptance, copies, history, models  # noqa: F401  importing them registers

    page_published.connect(acceptance.published, dispatch_uid="cms.drafts.published")
    post_save.connect(acceptance.logged, sender=PageLogEntry, dispatch_uid="cms.drafts.logged")
