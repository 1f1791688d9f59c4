"""The content of a programme."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "programme"
    verbose_name = "Programme"

    def ready(self):
        from wagtail.signals import init_new_page, page_published

        from cms.delivery import frame, navigation
        from cms.pages import worded_models
        from cms.perspectives import rows
        from cms.quality import known

        from . import diary, ledger, meetings, message_house, news, proposals, snippets, words
        from .admin import attention
        from .intake import retention  # noqa: F401  importing it declares its job
        from .models import CommitmentPage
        from .models.contact_points import published_contacts
        from .site import (
            audiences,  # noqa: F401  importing it registers the context of its pages
            calendars,
            collections,  # noqa: F401  importing it registers the context of its pages
            contacts,
            feeds,
            indexes,  # noqa: F401  importing it registers the context of its pages
            landmarks,
            pages,  # noqa: F401  likewise
            progress_data,  # noqa: F401  likewise
            progress_page,  # noqa: F401  likewise
            record,
            related,
            stated,
        )
        from .site import glossary as explanations

        worded_models.word_labels(self)
        words.register()
        snippets.register()
        proposals.register()
        feeds.register()
        calendars.register()
        diary.register()
        message_house.register()
        attention.register()
        rows.publishing.add(CommitmentPage, ledger.as_published)
        page_published.connect(ledger.published, sender=CommitmentPage, dispatch_uid="programme.ledger.published")
        init_new_page.connect(meetings.fill_in_members, dispatch_uid="programme.meetings.fill_in_members")
        init_new_page.connect(news.begin, dispatch_uid="programme.news.begin")
        navigation.footer_slugs.add("glossary")
        known.abbreviations.add("terms", explanations.abbreviations)
        frame.parts.add(landmarks.LANDMARKS, landmarks.pages)
        frame.parts.add(explanations.EXPLAINED, explanations.with_long_form)
        frame.parts.add(stated.STATED, stated.of_site)
        frame.parts.add(record.PROGRAMME, record.of_site)
        frame.parts.add(related.PHASES, related.phases_of_site)
        frame.parts.add(related.IN_COLLECTIONS, related.items_of_site)
        frame.parts.add(related.RECORDS, related.any_record)
        frame.parts.add(contacts.TEAM, contacts.team_of_site)
        frame.parts.add(contacts.PRESS, contacts.press_of_site)
        known.contacts.add("contact points", published_contacts)
