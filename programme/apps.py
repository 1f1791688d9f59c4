"""The content of a programme."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "programme"
    verbose_name = "Programme"

    def ready(self):
        from . import snippets
        from .site import feeds

        snippets.register()
        feeds.register()
