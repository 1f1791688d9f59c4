"""What people tell the programme, and what it makes of that."""

from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "engagement"
    verbose_name = "Engagement"

    def ready(self):
        # What these import needs the models, which are there only now.
        from cms import attention, diary
        from programme import message_house

        from .admin import contacts, inbox
        from .admin.attention import feedback, silence
        from .feedback import retention  # noqa: F401  importing it declares its job
        from .rights import register_engagement_rights
        from .social import uses

        attention.reporters.add("engagement.feedback", feedback)
        attention.reporters.add("engagement.reach", silence)
        message_house.channels.add("social", message_house.Channel("Social post", uses.uses))
        diary.kinds.add("social", diary.Kind("Social post", uses.posts))
        inbox.register_policy()
        contacts.register_policy()
        register_engagement_rights()
