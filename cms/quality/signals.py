"""Stores the findings of writing help for each revision, and registers the hub's own contacts."""

from django.apps import AppConfig
from django.db.models.signals import post_save
from wagtail.models import Revision

from cms.delivery.models import contacts_of_hubs
from cms.pages.assessments import PUBLICATION, assessments
from cms.quality import known, records
from cms.quality.blockers import judgement


def connect(app: AppConfig) -> None:
    """Connect the room's receivers."""
    post_save.connect(records.revision_saved, sender=Revision, dispatch_uid="cms.quality.records")
    known.contacts.add("settings", contacts_of_hubs)
    assessments.add(PUBLICATION, judgement)
