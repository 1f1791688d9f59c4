"""The regular update."""

from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = "Newsletter"

    def ready(self):
        from anymail.signals import tracking

        from cms import housekeeping

        from . import tasks
        from .sending import (
            engine,
            events,
            log_actions,  # noqa: F401  importing it registers the actions
        )

        tracking.connect(events.hear, dispatch_uid="newsletter.sending.events")
        housekeeping.register("newsletter.sweep", engine.sweep, every=60)
        housekeeping.register(tasks.DUTY, engine.send, every=5)
        housekeeping.register("newsletter.retention", engine.retain, every=60 * 60)
