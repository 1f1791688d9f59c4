"""What the team decides for itself about feedback and engagement."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from cms.guarding import GuardedForm


@register_setting(icon="group")
class EngagementSettings(BaseSiteSetting):
    """How soon feedback is answered, how an answer ends, and after how long an organisation counts as not reached."""

    answer_days = models.PositiveSmallIntegerField(
        "days to answer",
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="Feedback that is still open after so many days is overdue.",
    )
    sign_off = models.TextField(
        default="With kind regards",
        max_length=500,
        help_text="How an answer by e-mail ends. The name of the team, from the hub's settings, stands below it.",
    )
    silence_months = models.PositiveSmallIntegerField(
        "months without contact",
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="An organisation that nobody was in touch with for so long is listed as not reached.",
    )

    base_form_class = GuardedForm
    panels = [
        MultiFieldPanel([FieldPanel("answer_days"), FieldPanel("sign_off")], "Feedback"),
        MultiFieldPanel([FieldPanel("silence_months")], "Engagement log"),
    ]
    graphql_fields: list = []

    class Meta:
        verbose_name = "Feedback and engagement"

    @classmethod
    def of(cls, site: Site | None) -> EngagementSettings:
        """Return the settings of a site, or as they come. Unlike Wagtail's own way, reading them writes nothing."""
        return cls.objects.filter(site=site).first() or cls()
