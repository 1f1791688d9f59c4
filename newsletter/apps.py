"""The regular update."""

from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = "Newsletter"

    def ready(self):
        # What these import needs the models, which are there only now.
        from anymail.signals import tracking

        from cms import consequences, frame
        from cms.accounts import audit

        from . import (
            approval,
            diary,
            indexing,  # noqa: F401  importing it tells the search what issues say
            uses,
        )
        from . import frame as own_frame
        from .admin import attention
        from .admin.consequences import documents, open_issues
        from .admin.people import register_policies
        from .rights import register_newsletter_rights
        from .sending import (
            engine,  # noqa: F401  importing it declares its jobs
            events,
            log_actions,
            starting,
        )
        from .site import feeds

        attention.register()
        frame.register(own_frame.OFFERED, own_frame.offered)
        diary.register()
        feeds.register()
        uses.register()
        consequences.register("newsletter", open_issues, order=30)
        consequences.register_documents(documents)
        register_policies()
        register_newsletter_rights()
        audit.audit(*log_actions.ACTIONS, approval.APPROVED, approval.NOT_APPROVED)
        starting.on_start(approval.on_start)
        tracking.connect(events.hear, dispatch_uid="newsletter.sending.events")
