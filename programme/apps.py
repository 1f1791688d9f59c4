"""The content of a programme."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "programme"
    verbose_name = "Programme"

    def ready(self):
        from wagtail.signals import page_published

        from cms import consequences
        from cms.quality import glossary

        from . import diary, ledger, message_house, snippets
        from .admin import attention
        from .admin.consequences import lists
        from .models import CommitmentPage
        from .site import feeds
        from .site.glossary import abbreviations

        snippets.register()
        feeds.register()
        diary.register()
        message_house.register_own()
        attention.register()
        consequences.register("lists", lists, order=20)
        page_published.connect(ledger.published, sender=CommitmentPage, dispatch_uid="programme.ledger.published")
        glossary.register(abbreviations)
