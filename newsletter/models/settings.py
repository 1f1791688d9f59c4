"""What is said once of the newsletter."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from cms.base.local_texts import worded_label
from cms.models import HubSettings
from cms.pages.conflicts import GuardedForm
from newsletter.graphql.settings import fields_of_the_site


@register_setting(icon="mail")
class NewsletterSettings(BaseSiteSetting):
    """What the newsletter is called, who sends it, how often it is promised, and where its numbers begin."""

    name = models.CharField(
        max_length=120,
        blank=True,
        help_text="The name that readers know, such as “Regular update”.",
    )
    sender = models.CharField(max_length=120, blank=True, help_text="The sender's name that subscribers see.")
    rhythm = models.PositiveSmallIntegerField(
        default=6, help_text="Weeks between two issues, as promised to readers; 0 if nothing is promised."
    )

    first_number = models.PositiveSmallIntegerField(
        "number of the first issue",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="If earlier ones appeared elsewhere: the number with which issues go on here. Empty means 1.",
    )

    reply_to = models.ForeignKey(
        "programme.ContactPoint",
        verbose_name="replies go to",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The contact point that gets answers to issues, unless an issue names its own, and to all other mails to "
        "subscribers. Without one, they go to the sender's address.",
    )

    offers_following = models.BooleanField(
        "readers can follow single pages by e-mail",
        default=True,
        db_default=True,
        help_text=worded_label(
            "A form on the pages of recommendations, actions, work streams, groups and audiences. If you switch it off, "
            "nobody can begin; those who follow a page get its changes until they stop."
        ),
    )

    base_form_class = GuardedForm
    panels = [
        "name",
        "sender",
        "reply_to",
        "rhythm",
        "first_number",
        "offers_following",
    ]

    class Meta:
        verbose_name = "Newsletter"

    def clean(self):
        super().clean()
        if self.reply_to is not None and not self.reply_to.email:
            raise ValidationError({"reply_to": f"“{self.reply_to}” has no e-mail address, so it can't get replies."})

    @classmethod
    def of(cls, site: Site | None) -> NewsletterSettings:
        """Return the settings of a site, or the defaults. One query."""
        return cls.objects.filter(site=site).first() or cls()


# The API tells of them with the site's other names.
HubSettings.graphql_fields += fields_of_the_site()
