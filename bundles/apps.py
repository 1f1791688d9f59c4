"""What is published together."""

from django.apps import AppConfig


class BundlesConfig(AppConfig):
    name = "bundles"
    verbose_name = "Bundles"

    def ready(self):
        # What these import needs the models, which are there only now.
        from cms import housekeeping, workflows
        from cms.accounts import audit
        from newsletter.generator.rendering import build_within
        from newsletter.sending.services import object_to_sends

        from .admin import desk
        from .publishing import (
            as_if,
            issues,
            items,
            log_actions,
            services,
        )
        from .rights import register_bundle_rights

        desk.register()
        register_bundle_rights()
        audit.audit(*log_actions.ACTIONS)
        workflows.wait_if(items.is_waiting)
        build_within(as_if.published_for_issue)
        object_to_sends(issues.objection_to_send)
        housekeeping.register("bundles.publish", services.publish_due, every=20)
