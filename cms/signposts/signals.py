"""Registers the lists and reminders of signposts, and their part of the frame."""

from django.apps import AppConfig

from cms.accounts import programme_roles
from cms.delivery import crawlers, frame
from cms.editing import attention
from cms.quality import known
from cms.signposts import groups, models, programmes, snippets
from cms.signposts.selection import signposts


def connect(app: AppConfig) -> None:
    """Register the room's records."""
    snippets.register()
    frame.parts.add(models.SIGNPOSTS, models.signposts_of_hub)
    frame.parts.add(groups.GROUPS, groups.groups_of_hub)
    crawlers.views.add("help", signposts)
    known.contacts.add("signposts", models.ways_to_reach)
    programme_roles.separations.add("signposts", programmes.keep_to)
    attention.reporters.add("cms.signposts", snippets.signposts_to_check, order=10)
