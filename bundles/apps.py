"""What is published together."""

from django.apps import AppConfig


class BundlesConfig(AppConfig):
    name = "bundles"
    verbose_name = "Bundles"

    def ready(self):
        # What these import needs the models, which are there only now.
        from cms import workflows
        from cms.accounts import audit
        from newsletter.generator.rendering import build_within
        from newsletter.sending.services import object_to_sends

        from .admin import desk
        from .publishing import (
            as_if,
            issues,
            items,
            log_actions,
            services,  # noqa: F401  importing it declares its jobs
        )
        from .rights import register_bundle_rights

        desk.register()
        register_bundle_rights()
        audit.audit(*log_actions.ACTIONS)
        workflows.wait_if(items.is_waiting)
        build_within(as_if.published_for_issue)
        object_to_sends(issues.objection_to_send)
