"""The plan of the communication: what is to reach whom, when and by which channel; and quiet periods. Never public."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from cms.base.user_fields import user_field
from cms.sites.rows import SiteRow
from engagement.choices import PlanChannel, PlanKind, PlanState

from .log import Engagement
from .posts import SocialPost

# What may come of an item.
LINKS = ("page", "post", "engagement")


class PlanItem(SiteRow):
    """One thing that is planned. Once its page, post or engagement is there, day and state are those of it."""

    title = models.CharField("what", max_length=150, help_text="In a few words. It becomes the title of a draft.")
    kind = models.CharField(max_length=12, choices=PlanKind, default=PlanKind.NEWS)
    channel = models.CharField(max_length=8, choices=PlanChannel)
    date = models.DateField("day", db_index=True, help_text="The day on which it is to reach people.")
    audiences = models.ManyToManyField(
        "programme.Audience", blank=True, related_name="+", verbose_name="for whom", help_text="None if it is for all."
    )
    key_messages = models.ManyToManyField(
        "programme.KeyMessagePage", blank=True, related_name="+", help_text="The key messages that it carries."
    )
    work_streams = models.ManyToManyField("programme.WorkStreamPage", blank=True, related_name="+")
    responsible = user_field(blank=True, help_text="The person in the team who looks after it.")
    state = models.CharField(max_length=11, choices=PlanState, default=PlanState.PLANNED)
    note = models.TextField(max_length=1000, blank=True, help_text="For the team.")
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The draft, or what is published.",
    )
    post = models.ForeignKey(
        SocialPost, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="social post"
    )
    engagement = models.ForeignKey(Engagement, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    # Typed without a year, the next such day is meant (`cms.base.date_fields`).
    dates_ahead = ("date",)

    class Meta:
        ordering = ["date", "pk"]

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        linked = [name for name in LINKS if getattr(self, f"{name}_id")]
        if len(linked) > 1:
            raise ValidationError(
                {linked[-1]: "An item becomes one thing. Choose a page, a social post or an engagement."}
            )

    @property
    def is_linked(self) -> bool:
        """Whether a page, a post or an engagement has come of it."""
        return any(getattr(self, f"{name}_id") for name in LINKS)

    @property
    def audience_names(self) -> str:
        """Its audiences, for a list that has read them."""
        return ", ".join(sorted(one.name for one in self.audiences.all()))

    @property
    def message_names(self) -> str:
        """Its key messages, for a list that has read them."""
        return ", ".join(sorted(one.title for one in self.key_messages.all()))

    @property
    def stream_names(self) -> str:
        """Its work streams, for a list that has read them."""
        return ", ".join(sorted(one.title for one in self.work_streams.all()))


class QuietPeriod(SiteRow):
    """Days on which the programme keeps quiet, such as those before an election."""

    name = models.CharField(max_length=100, help_text="The reason, such as “Election”.")
    first = models.DateField("first day", db_index=True)
    last = models.DateField("last day")

    dates_ahead = ("first", "last")

    class Meta:
        ordering = ["first", "pk"]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.first and self.last and self.last < self.first:
            raise ValidationError({"last": "The last day is before the first."})
