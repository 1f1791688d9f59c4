"""The content of a programme."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "programme"
    verbose_name = "Programme"

    def ready(self):
        from cms.quality import glossary

        from . import snippets
        from .site import feeds
        from .site.glossary import abbreviations

        snippets.register()
        feeds.register()
        glossary.register(abbreviations)
