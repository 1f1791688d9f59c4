"""Registers the desk's own reminders and consequences."""

from django.apps import AppConfig

from cms.base import date_fields
from cms.editing import attention, consequences, image_reminders, translation_reminders


def connect(app: AppConfig) -> None:
    """Give Wagtail's forms the hub's date fields, and register the reports of this room."""
    date_fields.register()
    attention.reporters.add("cms.images", image_reminders.pictures, order=800)
    attention.reporters.add("cms.translations", translation_reminders.translations, order=810)
    consequences.sources.add("references", consequences.referrers, order=10)
