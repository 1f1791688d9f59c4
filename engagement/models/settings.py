"""The team's settings for feedback and engagement."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from cms.pages.conflicts import GuardedForm


@register_setting(icon="group")
class EngagementSettings(BaseSiteSetting):
    """Limits for answering feedback, for contact with organisations and for the plan, and the closing of an answer."""

    answer_days = models.PositiveSmallIntegerField(
        "days to answer",
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="Feedback that is open for longer than this is overdue.",
    )
    sign_off = models.TextField(
        default="With kind regards",
        max_length=500,
        help_text="How an answer by e-mail ends. The name of the team, from the hub's settings, is added below it.",
    )
    silence_months = models.PositiveSmallIntegerField(
        "months without contact",
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="An organisation without contact for this long is listed as not reached.",
    )
    gap_weeks = models.PositiveSmallIntegerField(
        "weeks without anything",
        default=6,
        db_default=6,
        validators=[MinValueValidator(1), MaxValueValidator(52)],
        help_text="The plan says so if there is nothing for an audience for this long.",
    )

    base_form_class = GuardedForm
    panels = [
        MultiFieldPanel(["answer_days", "sign_off"], "Feedback"),
        MultiFieldPanel(["silence_months"], "Engagement log"),
        MultiFieldPanel(["gap_weeks"], "The plan"),
    ]

    class Meta:
        verbose_name = "Feedback and engagement"

    @classmethod
    def of(cls, site: Site | None) -> EngagementSettings:
        """Return the settings of a site, or the defaults. Unlike in Wagtail, reading them writes nothing."""
        return cls.objects.filter(site=site).first() or cls()
