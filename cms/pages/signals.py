"""Connects the receivers for publications, withdrawals, moves and translations of pages."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from wagtail.models import PageLogEntry, PageViewRestriction, Site
from wagtail.signals import (
    copy_for_translation_done,
    page_published,
    page_unpublished,
    post_page_move,
    pre_page_move,
)

from cms.pages import (
    changes,
    checks,  # noqa: F401  importing it registers the checks
    moves,
    preview_links,
    previews,
    transactions,
    translations,
)


def connect(app: AppConfig) -> None:
    """Connect the room's receivers, and make each publication, withdrawal and move a single transaction."""
    transactions.make_whole()
    moves.redirect_only_from_public_addresses()
    previews.openers.add(preview_links.OPENER, preview_links.open_draft_of_link)
    pre_page_move.connect(moves.refuse_if_in_the_way, dispatch_uid="cms.moves.refuse")
    post_page_move.connect(moves.follow_parent, dispatch_uid="cms.moves.follow")
    page_published.connect(changes.published, dispatch_uid="cms.changes.published")
    page_published.connect(translations.published, dispatch_uid="cms.translations.published")
    copy_for_translation_done.connect(translations.copied, dispatch_uid="cms.translations.copied")
    post_migrate.connect(translations.make_locales, sender=app, dispatch_uid="cms.translations.locales")
    page_unpublished.connect(changes.withdrawn, dispatch_uid="cms.changes.withdrawn")
    post_page_move.connect(changes.moved, dispatch_uid="cms.changes.moved")
    post_save.connect(changes.restricted, sender=PageViewRestriction, dispatch_uid="cms.changes.restricted")
    post_delete.connect(changes.restricted, sender=PageViewRestriction, dispatch_uid="cms.changes.freed")
    post_save.connect(changes.site_saved, sender=Site, dispatch_uid="cms.changes.site")
    post_save.connect(changes.schedule_logged, sender=PageLogEntry, dispatch_uid="cms.schedules.logged")
    post_save.connect(changes.alias_made, dispatch_uid="cms.changes.alias")
