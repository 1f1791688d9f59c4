"""Finding things on the hub."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Search"

    def ready(self):
        # What these import needs the models, which are there only now.
        from django.db.models.signals import post_save
        from wagtail.signals import page_published, page_unpublished

        from cms.models import HubDocument

        from . import jobs  # noqa: F401  importing it declares them
        from .indexing import following
        from .rights import register_search_rights
        from .snippets import register

        register()
        register_search_rights()
        post_save.connect(following.page_saved, dispatch_uid="search.saved")
        page_published.connect(following.page_published, dispatch_uid="search.published")
        page_unpublished.connect(following.page_unpublished, dispatch_uid="search.unpublished")
        post_save.connect(following.document_saved, sender=HubDocument, dispatch_uid="search.document")
