"""The regular update."""

from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = "Newsletter"

    def ready(self):
        # What these import needs the models, which are there only now.
        from anymail.signals import tracking

        from cms import attention, consequences, diary, feeds, frame
        from cms.accounts import audit
        from programme import message_house

        from . import (
            approval,
            indexing,  # noqa: F401  importing it tells the search what issues say
        )
        from . import frame as own_frame
        from .admin.attention import rhythm, sends
        from .admin.consequences import documents, open_issues
        from .admin.people import register_policies
        from .diary import issues
        from .rights import register_newsletter_rights
        from .sending import (
            engine,  # noqa: F401  importing it declares its jobs
            events,
            log_actions,
            starting,
        )
        from .site.feeds import KIND
        from .uses import uses

        attention.reporters.add("newsletter.rhythm", rhythm)
        attention.reporters.add("newsletter.sends", sends)
        frame.parts.add(own_frame.OFFERED, own_frame.offered)
        diary.kinds.add("issue", diary.Kind("Issue", issues))
        feeds.kinds.add(KIND.name, KIND)
        message_house.channels.add("issue", message_house.Channel("Issue", uses))
        consequences.sources.add("newsletter", open_issues, order=30)
        consequences.documents.add("newsletter", documents)
        register_policies()
        register_newsletter_rights()
        audit.audit(*log_actions.ACTIONS, approval.APPROVED, approval.NOT_APPROVED)
        starting.first_steps.add("newsletter.approval", approval.on_start)
        tracking.connect(events.hear, dispatch_uid="newsletter.sending.events")
