"""The front page and the plain pages."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Home"

    def ready(self):
        # Imported here because these modules need the models, which aren't loaded any earlier.
        from cms.delivery import navigation
        from cms.pages import contexts, worded_models
        from programme.site import record

        from .models import HomePage
        from .rights import register_programme_rights
        from .site import pages  # noqa: F401  importing it registers the context of its pages

        worded_models.word_labels(self)
        navigation.footer_slugs.update(("about", "contact", "accessibility", "privacy"))
        contexts.described.add(HomePage, record.json_ld)
        register_programme_rights()
