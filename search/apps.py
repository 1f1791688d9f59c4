"""The hub's search."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Search"

    def ready(self):
        # Imported here because these modules need the models, which aren't loaded any earlier.
        from django.db.models.signals import post_save, pre_delete
        from wagtail.signals import page_published, page_unpublished

        from cms.backups import restores
        from cms.delivery import crawlers
        from cms.history import erasure
        from cms.models import HubDocument
        from cms.visibility.rule import early_facts

        from . import (
            jobs,  # noqa: F401  importing it declares them
        )
        from .admin.report import register_search_rights
        from .desk import changes
        from .engine import catalogue, dictionary
        from .help.checks import problems
        from .help.records import recogniser
        from .index import rebuilds, updates
        from .models import help as help_models
        from .snippets import register

        register()
        # Filters, orders and further pages; what one word finds may be known.
        crawlers.not_for_robots.append("/search/*&")
        help_models.checks.add("phrases", problems)
        early_facts.add("help", recogniser)
        early_facts.add("dictionary", lambda visibility: dictionary.frequent())
        early_facts.add("catalogue", lambda visibility: visibility.site and catalogue.of(visibility))
        register_search_rights()
        erasure.vocabularies.add("search", changes.forget_gone)
        restores.afterwards.add("search", rebuilds.after_restoration)
        post_save.connect(updates.page_saved, dispatch_uid="search.saved")
        page_published.connect(updates.page_published, dispatch_uid="search.published")
        page_unpublished.connect(updates.page_unpublished, dispatch_uid="search.unpublished")
        changes.connect()
        post_save.connect(updates.document_saved, sender=HubDocument, dispatch_uid="search.document")
        pre_delete.connect(updates.document_deleted, sender=HubDocument, dispatch_uid="search.document_deleted")
