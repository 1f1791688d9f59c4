"""Webhooks: receivers elsewhere are sent what happens on the hub."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "webhooks"
    verbose_name = "Webhooks"

    def ready(self):
        # Imported here, because these modules need the models to be loaded.
        from cms.base import occurrences

        from . import (
            deliveries,  # noqa: F401  importing it declares its jobs
            notifications,
            outbox,
        )
        from .rights import register_webhook_rights

        occurrences.receivers.add("webhooks", outbox.write)
        notifications.register()
        register_webhook_rights()
