"""What is said once of the regular update."""

from __future__ import annotations

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from cms.models import HubSettings
from cms.pages.conflicts import GuardedForm
from newsletter.graphql.settings import fields_of_the_site


@register_setting(icon="mail")
class NewsletterSettings(BaseSiteSetting):
    """What the regular update is called, who sends it, and how often it is promised."""

    name = models.CharField(max_length=120, blank=True, help_text="The name of the regular update.")
    sender = models.CharField(max_length=120, blank=True, help_text="The name that subscribers see.")
    rhythm = models.PositiveSmallIntegerField(
        default=6, help_text="Weeks between two issues, as promised to readers; 0 if nothing is promised."
    )

    base_form_class = GuardedForm
    panels = [FieldPanel("name"), FieldPanel("sender"), FieldPanel("rhythm")]
    graphql_fields: list = []

    class Meta:
        verbose_name = "Newsletter"

    @classmethod
    def of(cls, site: Site | None) -> NewsletterSettings:
        """Return the settings of a site, or the defaults. One query."""
        return cls.objects.filter(site=site).first() or cls()


# The API tells of them with the site's other names.
HubSettings.graphql_fields += fields_of_the_site()
