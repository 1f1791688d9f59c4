"""What is published together."""

from django.apps import AppConfig


class BundlesConfig(AppConfig):
    name = "bundles"
    verbose_name = "Bundles"

    def ready(self):
        # What these import needs the models, which are there only now.
        from cms import attention, diary, workflows
        from cms.accounts import audit
        from newsletter.generator.rendering import surroundings
        from newsletter.sending.services import objections

        from .admin import desk
        from .publishing import (
            as_if,
            issues,
            items,
            log_actions,
            services,  # noqa: F401  importing it declares its jobs
        )
        from .rights import register_bundle_rights

        attention.reporters.add("bundles", desk.reports)
        diary.kinds.add("bundle", diary.Kind("Bundle", desk.entries))
        register_bundle_rights()
        audit.audit(*log_actions.ACTIONS)
        workflows.reasons_to_wait.add("bundles", items.is_waiting)
        surroundings.add("bundles", as_if.published_for_issue)
        objections.add("bundles", issues.objection_to_send)
