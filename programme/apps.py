"""The content of a programme."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "programme"
    verbose_name = "Programme"

    def ready(self):
        from . import diary, message_house, snippets
        from .admin import attention
        from .site import feeds

        snippets.register()
        feeds.register()
        diary.register()
        message_house.register_own()
        attention.register()
