"""What people tell the programme, and what it makes of that."""

from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "engagement"
    verbose_name = "Engagement"

    def ready(self):
        # What these import needs the models, which are there only now.
        from .admin import attention, contacts, inbox
        from .feedback import retention  # noqa: F401  importing it declares its job
        from .rights import register_engagement_rights
        from .social import uses

        attention.register()
        uses.register()
        inbox.register_policy()
        contacts.register_policy()
        register_engagement_rights()
