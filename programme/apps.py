"""The content of a programme."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "programme"
    verbose_name = "Programme"

    def ready(self):
        from wagtail.signals import page_published

        from cms import consequences, frame
        from cms.quality import glossary

        from . import diary, ledger, message_house, snippets
        from .admin import attention
        from .admin.consequences import lists as lists_with_it
        from .models import CommitmentPage
        from .site import feeds, lists, record, stated
        from .site import glossary as explanations

        snippets.register()
        feeds.register()
        diary.register()
        message_house.register()
        attention.register()
        consequences.sources.add("lists", lists_with_it, order=20)
        page_published.connect(ledger.published, sender=CommitmentPage, dispatch_uid="programme.ledger.published")
        glossary.sources.add("terms", explanations.abbreviations)
        frame.parts.add(lists.LANDMARK, lists.landmark_pages)
        frame.parts.add(explanations.EXPLAINED, explanations.with_long_form)
        frame.parts.add(stated.STATED, stated.of_site)
        frame.parts.add(record.PROGRAMME, record.of_site)
