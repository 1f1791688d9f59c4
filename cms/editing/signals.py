"""Registers the desk's own reminders and notifications."""

from django.apps import AppConfig

from cms.base import date_fields
from cms.editing import (
    access_tokens,
    admin_search,
    attention,
    comments,
    desk_reminders,
    hidden_past,
    preview_frontends,
    privacy,
    reviews,
    shortcuts,
    vocabularies,
)


def connect(app: AppConfig) -> None:
    """Give Wagtail's forms the hub's date fields, and register the reports of this room."""
    date_fields.register()
    admin_search.connect_pages()
    attention.reporters.add("cms.images", desk_reminders.pictures, order=800)
    attention.reporters.add("cms.translations", desk_reminders.translations, order=810)
    person = shortcuts.Shortcut("Account for a colleague", "wagtailusers_users:add", "auth.add_user")
    shortcuts.shortcuts.add("account", person, order=900)
    access_tokens.register_policy()
    preview_frontends.register_preview_frontend_rights()
    vocabularies.register_vocabulary_rights()
    reviews.register()
    comments.register()
    hidden_past.register()
    privacy.register()
