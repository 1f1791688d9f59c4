"""After how long the dashboard reminds the team of something."""

from django.core.validators import MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from cms.guarding import GuardedForm

AT_LEAST_ONE = [MinValueValidator(1)]


@register_setting(icon="time")
class ReminderSettings(BaseSiteSetting):
    """The waiting times behind “What needs attention”. They change nothing that readers see."""

    stream_weeks = models.PositiveSmallIntegerField(
        "a work stream without news",
        default=8,
        validators=AT_LEAST_ONE,
        help_text="Weeks after its last news until a stream at work is listed.",
    )
    status_weeks = models.PositiveSmallIntegerField(
        "a status that nobody renewed",
        default=26,
        validators=AT_LEAST_ONE,
        help_text="Weeks after its last entry until a recommendation or action that isn't settled is listed.",
    )
    message_days = models.PositiveSmallIntegerField(
        "a key message that wasn't used",
        default=90,
        validators=AT_LEAST_ONE,
        help_text="Days after its last use in any channel until a key message is listed.",
    )

    base_form_class = GuardedForm
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("stream_weeks"),
                FieldPanel("status_weeks"),
                FieldPanel("message_days"),
            ],
            "When to remind",
        )
    ]
    graphql_fields: list = []

    class Meta:
        verbose_name = "Reminders"

    @classmethod
    def of(cls, site) -> "ReminderSettings":
        """Return the settings of a site, or as they come. Unlike Wagtail's own way, reading them writes nothing."""
        return cls.objects.filter(site=site).first() or cls()
