"""The regular update."""

from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = "Newsletter"

    def ready(self):
        # What these import needs the models, which are there only now.
        from newsletter.admin.people import register_policies
        from newsletter.rights import register_newsletter_rights

        register_policies()
        register_newsletter_rights()
