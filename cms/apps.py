"""The base that every other app stands on."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Hub"

    def ready(self):
        from django.contrib.auth import get_user_model
        from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
        from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save, pre_migrate, pre_save
        from wagtail.models import PageViewRestriction, Revision, Site
        from wagtail.signals import (
            page_published,
            page_unpublished,
            post_page_move,
            pre_page_move,
            published,
            unpublished,
        )

        from . import (
            attention,
            changes,
            checks,  # noqa: F401  importing it registers the checks
            consequences,
            date_fields,
            frame,
            moving,
            pictures,
            purging,
            whole,
        )
        from .accounts import audit
        from .admin import image_reminders
        from .admin.links import register_link_rights
        from .graphql.grapple import checks as grapple_checks  # noqa: F401
        from .graphql.grapple import declarations
        from .jobs import schedule, upkeep  # noqa: F401  importing them declares their jobs
        from .links import broken, checking, scanning  # noqa: F401  the same
        from .models import HubDocument, HubImage, HubSettings, settings, signposts
        from .quality import contacts, keeping
        from .signposts import reminders, snippets
        from .visibility import indexes, triggers

        declarations.replace()
        date_fields.register()
        snippets.register()
        frame.parts.add(settings.SETTINGS, settings.settings_of_site)
        frame.parts.add(settings.CHANNELS, settings.channels_of_site)
        frame.parts.add(signposts.SIGNPOSTS, signposts.signposts_of_hub)
        whole.make_whole()
        pre_page_move.connect(moving.refuse_if_in_the_way, dispatch_uid="cms.moving.refuse")
        post_page_move.connect(moving.follow_parent, dispatch_uid="cms.moving.follow")
        pre_migrate.connect(triggers.remove, sender=self, dispatch_uid="cms.visibility.triggers.remove")
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="cms.visibility.triggers.install")
        post_migrate.connect(indexes.install, sender=self, dispatch_uid="cms.visibility.indexes.install")
        post_page_move.connect(purging.purge_moved, dispatch_uid="cms.purging.moved")
        for signal in (published, unpublished):  # of pages and of terms
            signal.connect(purging.purge_documents, dispatch_uid="cms.purging")
        for model in (HubDocument, HubImage, HubSettings):
            post_save.connect(purging.purge_documents, sender=model, dispatch_uid=f"cms.purging.{model.__name__}")
            post_delete.connect(purging.purge_documents, sender=model, dispatch_uid=f"cms.purging.{model.__name__}")

        page_published.connect(changes.published, dispatch_uid="cms.changes.published")
        page_unpublished.connect(changes.withdrawn, dispatch_uid="cms.changes.withdrawn")
        post_page_move.connect(changes.moved, dispatch_uid="cms.changes.moved")
        post_save.connect(changes.restricted, sender=PageViewRestriction, dispatch_uid="cms.changes.restricted")
        post_delete.connect(changes.restricted, sender=PageViewRestriction, dispatch_uid="cms.changes.freed")
        post_save.connect(changes.site_saved, sender=Site, dispatch_uid="cms.changes.site")
        post_save.connect(changes.alias_made, dispatch_uid="cms.changes.alias")
        post_save.connect(keeping.revision_saved, sender=Revision, dispatch_uid="cms.quality.keeping")
        contacts.sources.add("settings", settings.contacts_of_hubs)
        contacts.sources.add("signposts", signposts.ways_to_reach)
        page_published.connect(pictures.page_published, dispatch_uid="cms.pictures.published")

        register_link_rights()
        attention.reporters.add("cms.signposts", reminders.signposts, order=10)
        attention.reporters.add("cms.images", image_reminders.pictures, order=800)
        attention.reporters.add("cms.links", broken.links, order=900)
        consequences.sources.add("references", consequences.referrers, order=10)
        consequences.sources.add("queries", consequences.queries, order=40)
        user = get_user_model()
        user_logged_in.connect(audit.signed_in, dispatch_uid="cms.audit.in")
        user_logged_out.connect(audit.signed_out, dispatch_uid="cms.audit.out")
        user_login_failed.connect(audit.failed, dispatch_uid="cms.audit.failed")
        pre_save.connect(audit.about_to_be_saved, sender=user, dispatch_uid="cms.audit.before")
        post_save.connect(audit.saved, sender=user, dispatch_uid="cms.audit.saved")
        m2m_changed.connect(audit.roles_changed, sender=user.groups.through, dispatch_uid="cms.audit.roles")

        # Each app may hold `graphql/schema.py`; importing it registers the app's root fields.
        autodiscover_modules("graphql.schema")
