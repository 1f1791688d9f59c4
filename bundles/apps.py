"""Bundles: drafts that are published together."""

from functools import partial

from django.apps import AppConfig


class BundlesConfig(AppConfig):
    name = "bundles"
    verbose_name = "Bundles"

    def ready(self):
        # Imported here, because these modules need the models to be loaded.
        from cms.drafts.services import decisions
        from cms.editing import attention, diary, shortcuts, workflows
        from cms.operations import secret_uses
        from cms.pages import previews
        from cms.perspectives import requests, versions
        from cms.sites.rows import rows_of
        from engagement.social import handovers
        from home.programmes import endings
        from newsletter.generator.editions import surroundings
        from newsletter.sending.services import objections

        from . import notifications
        from .admin import desk, search_records
        from .publishing import (
            as_if,
            issues,
            items,
            perspectives,
            programs,
            services,  # noqa: F401  importing it declares its jobs
            state_checks,  # noqa: F401  the same for its checks
        )
        from .rights import register_bundle_rights
        from .sign_off.links import LINKS
        from .site import frontends

        attention.reporters.add("bundles", desk.reports)
        decisions.add("bundles", programs.decision_about)
        diary.kinds.add("bundle", diary.DiaryKind("Bundle", desk.entries))
        previews.openers.add(frontends.OPENER, frontends.open_page)
        secret_uses.sources.add("bundles", partial(secret_uses.of_links, LINKS), order=20)
        shortcuts.shortcuts.add("bundle", shortcuts.Shortcut("Bundle", "bundles:add", "bundles.add_bundle"))
        notifications.register()
        register_bundle_rights()
        search_records.register()
        of_site = partial(rows_of, lookup="bundle__site")
        endings.steps.add("bundles", endings.LinksStep(LINKS, of_site, "sign-off link", "bundles"))
        handovers.waits.add("bundles", items.posts_that_wait)
        workflows.reasons_to_wait.add("bundles", items.waits_for)
        requests.perspectives.add(perspectives.NAME, perspectives.perspective)
        versions.schedules.add("bundles", perspectives.scheduled)
        surroundings.add("bundles", as_if.published_for_issue)
        objections.add("bundles", issues.objection_to_send)
