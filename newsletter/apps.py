"""The regular update."""

from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = "Newsletter"

    def ready(self):
        # Imported here, because these modules need the models to be loaded.
        from anymail.signals import tracking

        from cms.accounts import programme_roles
        from cms.backups import restores
        from cms.base import occurrences
        from cms.delivery import closed_programmes, crawlers, feeds, frame
        from cms.drafts.services import decisions
        from cms.editing import diary, workflows
        from cms.history import erasure
        from cms.operations import figures, secret_uses
        from cms.pages import worded_models
        from engagement.choices import PlanKind
        from engagement.plan import hub_entries
        from engagement.plan import services as plan_services
        from home.handover import records
        from home.programmes import endings, services, structure
        from programme import message_house
        from programme import uses as public_uses

        from . import (
            approval,
            notifications,
            search_texts,  # noqa: F401  importing it registers the search texts
        )
        from . import frame as own_frame
        from .admin.ended_lists import ListsStep
        from .admin.inbox import register_previews
        from .admin.people import register_policies
        from .diary import issues
        from .generator import pdfs  # noqa: F401  importing it declares its job
        from .models import IssueIndexPage
        from .people import followers, preferences
        from .people.first_lists import set_up_lists
        from .people.secret_uses import of_subscribers
        from .plan import draft_issue
        from .plan import issues as issues_in_the_plan
        from .public_uses import uses as uses_in_issues
        from .rights import register_newsletter_rights
        from .sending import (
            deleted_subjects,  # noqa: F401  importing it connects its receivers
            engine,  # noqa: F401  importing it declares its jobs
            events,
            recovery,
        )
        from .sending.figures import sends as figures_of_sends
        from .site import archive
        from .site.feeds import KIND
        from .uses import uses
        from .workflow import set_up_approval, set_up_approval_of

        worded_models.word_labels(self)
        frame.parts.add(own_frame.OFFERED, own_frame.offered)
        frame.parts.add(own_frame.SETTINGS, own_frame.settings_of_site)
        diary.kinds.add("issue", diary.DiaryKind("Issue", issues))
        hub_entries.sources.add("issue", issues_in_the_plan)
        plan_services.further_drafts.add(PlanKind.ISSUE, draft_issue)
        feeds.kinds.add(KIND.name, KIND)
        public_uses.further.add("issue", uses_in_issues)
        message_house.channels.add("issue", message_house.Channel("Issue", uses))
        occurrences.receivers.add("newsletter.followers", followers.note)
        figures.sources.add("newsletter", figures_of_sends)
        records.sources.add(
            "newsletter",
            records.ArchiveSource("issues as they went out, and what is known of them", archive.files_of_issues),
        )
        secret_uses.sources.add("newsletter", of_subscribers)
        crawlers.not_for_robots += [
            f"/newsletter/{name}/" for name in ("confirm", "follow", "leave", "preferences", "undo", "unfollow")
        ]
        # People leave, and see or delete what is held about them, as long as they have a link; providers report bounces.
        closed_programmes.still_answered += [
            f"/newsletter/{name}/" for name in ("leave", "preferences", "unfollow", "webhooks")
        ]
        notifications.register()
        register_policies()
        register_previews()
        register_newsletter_rights()
        programme_roles.besides.add("newsletter", set_up_approval_of)
        services.beginnings.add("newsletter.lists", set_up_lists)
        services.beginnings.add("newsletter.approval", set_up_approval)
        structure.lists.add(
            "updates", structure.StandardPlace(IssueIndexPage, "Regular update", in_menus=True), order=90
        )
        endings.steps.add("newsletter", ListsStep())
        decisions.add("newsletter", approval.decision_about)
        workflows.ends.add(self.get_model("IssuePage"), approval.finish)
        workflows.reasons_to_wait.add("newsletter", approval.waits_for)
        erasure.people.add("newsletter", preferences.erase_address)
        restores.afterwards.add("newsletter.sends", recovery.hold)
        tracking.connect(events.hear, dispatch_uid="newsletter.sending.events")
