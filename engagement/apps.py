"""Feedback, and the programme's response to it."""

from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "engagement"
    verbose_name = "Engagement"

    def ready(self):
        # Imported here, because these modules need the models to be loaded.
        from cms.delivery import navigation
        from cms.editing import attention, diary, shortcuts
        from cms.history import erasure
        from cms.operations import secret_uses
        from cms.pages import worded_models
        from home.programmes import endings
        from programme import message_house

        from . import erasures
        from . import uses as uses_in_engagements
        from .admin import contacts, inbox, log, search_records
        from .admin.attention import feedback, late_promises, not_posted, silence, to_be_logged
        from .feedback import confirmations, proposals, retention  # noqa: F401  importing it declares its job
        from .owners import registration as owners
        from .plan import registration as plan
        from .registrations import hub_parts as registrations
        from .rights import register_engagement_rights
        from .site import you_said  # noqa: F401  importing it says what its page shows
        from .social import endings as posts_at_the_end
        from .social import handovers, uses  # noqa: F401  importing it declares its jobs

        worded_models.word_labels(self)
        attention.reporters.add("engagement.feedback", feedback)
        attention.reporters.add("engagement.planned", to_be_logged)
        attention.reporters.add("engagement.reach", silence)
        attention.reporters.add("engagement.promises", late_promises)
        attention.reporters.add("engagement.posting", not_posted)
        endings.steps.add("social_posts", posts_at_the_end.SocialPostsStep())
        message_house.channels.add(
            "social", message_house.Channel("Social post", uses.uses, "engagement.change_socialpost")
        )
        message_house.channels.add(
            "engagement",
            message_house.Channel("Engagement", uses_in_engagements.uses, "engagement.change_engagement"),
        )
        erasure.people.add("engagement", erasures.erase)
        navigation.footer_slugs.add("you-said-we-did")
        diary.kinds.add("engagement", diary.DiaryKind("Engagement", log.in_the_calendar, log.offers))
        diary.kinds.add("social", diary.DiaryKind("Social post", uses.posts))
        add = shortcuts.shortcuts.add
        add("engagement", shortcuts.Shortcut("Engagement", "engagements:add", "engagement.add_engagement"))
        add("plan", shortcuts.Shortcut("Item of the plan", "plan-items:add", "engagement.add_planitem"))
        add("post", shortcuts.Shortcut("Social post", "social-posts:add", "engagement.add_socialpost"))
        secret_uses.sources.add("feedback", confirmations.secret_use, order=26)
        proposals.register()
        owners.register()
        plan.register()
        registrations.register()
        inbox.register_policy()
        contacts.register_policy()
        register_engagement_rights()
        search_records.register()
