"""The base that every other app stands on."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Hub"

    def ready(self):
        from django.db.models.signals import post_migrate, pre_migrate
        from wagtail.signals import post_page_move, pre_page_move

        from . import (
            checks,  # noqa: F401  importing it registers the checks
            indexes,
            moving,
            triggers,
        )

        pre_page_move.connect(moving.refuse_if_in_the_way, dispatch_uid="cms.moving.refuse")
        post_page_move.connect(moving.follow_parent, dispatch_uid="cms.moving.follow")
        pre_migrate.connect(triggers.remove, sender=self, dispatch_uid="cms.triggers.remove")
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="cms.triggers.install")
        post_migrate.connect(indexes.install, sender=self, dispatch_uid="cms.indexes.install")

        # Each app may hold `graphql/schema.py`; importing it registers the app's root fields.
        autodiscover_modules("graphql.schema")
