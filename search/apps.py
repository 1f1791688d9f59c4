"""Finding things on the hub."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Search"

    def ready(self):
        # What these import needs the models, which are there only now.
        from .rights import register_search_rights
        from .snippets import register

        register()
        register_search_rights()
