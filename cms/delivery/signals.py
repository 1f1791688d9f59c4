"""Purges the caches in front of the hub, and registers lists of the frame."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.signals import post_page_move, published, unpublished

from cms.base import hub_name
from cms.delivery import frame, models, purges
from cms.delivery.look import models as look
from cms.media.models import HubDocument, HubImage
from cms.visibility.period import openings


def connect(app: AppConfig) -> None:
    """Connect the room's receivers."""
    hub_name.readers.add("settings", models.name_of_active_site)
    openings.add(models.NAMES, models.names_of_hubs)
    frame.parts.add(models.SETTINGS, models.settings_of_site)
    frame.parts.add(models.CHANNELS, models.channels_of_site)
    frame.parts.add(look.LOOK, look.look_of_site)
    frame.parts.add(look.LOGOS, look.logos_of_site)
    post_page_move.connect(purges.purge_moved, dispatch_uid="cms.purges.moved")
    for signal in (published, unpublished):  # of pages and of terms
        signal.connect(purges.purge_documents, dispatch_uid="cms.purges")
    for model in (HubDocument, HubImage, *settings_registry):
        post_save.connect(purges.purge_documents, sender=model, dispatch_uid=f"cms.purges.{model.__name__}")
        post_delete.connect(purges.purge_documents, sender=model, dispatch_uid=f"cms.purges.{model.__name__}")
