"""The base that every other app stands on."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Hub"

    def ready(self):
        from . import checks  # noqa: F401  importing it registers the checks

        # Each app may hold `graphql/schema.py`; importing it registers the app's root fields.
        autodiscover_modules("graphql.schema")
