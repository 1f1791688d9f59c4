"""The waiting times before the dashboard reminds the team."""

from django.core.validators import MinValueValidator
from django.db import models
from wagtail.admin.panels import MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from cms.pages.conflicts import GuardedForm

AT_LEAST_ONE = [MinValueValidator(1)]


@register_setting(icon="time")
class ReminderSettings(BaseSiteSetting):
    """The waiting times behind “What needs attention”. Readers see none of this."""

    stream_weeks = models.PositiveSmallIntegerField(
        "a work stream without news",
        default=8,
        validators=AT_LEAST_ONE,
        help_text="Weeks since its last news before an active stream is listed.",
    )
    status_weeks = models.PositiveSmallIntegerField(
        "a status not updated",
        default=26,
        validators=AT_LEAST_ONE,
        help_text="Weeks since its last entry before an unsettled recommendation or action is listed.",
    )
    message_days = models.PositiveSmallIntegerField(
        "a key message not used",
        default=90,
        validators=AT_LEAST_ONE,
        help_text="Days since its last use in any channel before a key message is listed.",
    )

    base_form_class = GuardedForm
    panels = [
        MultiFieldPanel(
            [
                "stream_weeks",
                "status_weeks",
                "message_days",
            ],
            "When to remind",
        )
    ]

    class Meta:
        verbose_name = "Reminders"

    @classmethod
    def of(cls, site) -> "ReminderSettings":
        """Return the settings of a site, or the defaults. Unlike Wagtail's `for_site`, this never writes."""
        return cls.objects.filter(site=site).first() or cls()
