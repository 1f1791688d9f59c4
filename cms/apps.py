"""The base that every other app stands on."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Hub"

    def ready(self):
        from wagtail.signals import post_page_move, pre_page_move

        from . import (
            checks,  # noqa: F401  importing it registers the checks
            moving,
        )

        pre_page_move.connect(moving.refuse_if_in_the_way, dispatch_uid="cms.moving.refuse")
        post_page_move.connect(moving.follow_parent, dispatch_uid="cms.moving.follow")

        # Each app may hold `graphql/schema.py`; importing it registers the app's root fields.
        autodiscover_modules("graphql.schema")
