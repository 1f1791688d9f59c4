"""Texts for social platforms. The team posts them by hand and records it, or the hub does where it has a key."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import Truncator

from cms.base.dates import moment_of, today
from cms.base.user_fields import user_field
from cms.delivery.social_platforms import host_of
from cms.quality.wording import UNFINISHED, is_unfinished
from cms.sites.rows import SiteRow, rows_of
from engagement.choices import PostCheck, PostState
from engagement.social.platforms import PlatformRules, rules_of

# Platforms that moved: posts have addresses of either.
SAME_PLATFORM = ({"x.com", "twitter.com"},)
# The time of day at which the hub posts if nobody gave one.
USUAL_TIME = datetime.time(9)


def same_platform(address: str, other: str) -> bool:
    """Say whether two addresses are on one platform."""
    hosts = {host_of(address), host_of(other)}
    return "" not in hosts and (len(hosts) == 1 or any(hosts <= platform for platform in SAME_PLATFORM))


class SocialPost(SiteRow):
    """One post on one account: its text, its subject, whether and where it was posted. Never shown to the public."""

    channel = models.ForeignKey(
        "cms.SocialChannel",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="The accounts in the hub's settings.",
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The item or key message that it refers to.",
    )
    key_messages = models.ManyToManyField(
        "programme.KeyMessagePage", blank=True, related_name="+", help_text="The messages that it carries."
    )
    work_streams = models.ManyToManyField("programme.WorkStreamPage", blank=True, related_name="+")
    text = models.TextField(help_text="Without the link, which is added below it.")
    link = models.URLField(
        blank=True, max_length=500, help_text="On most platforms it counts as 23 characters at most."
    )
    image = models.ForeignKey("cms.HubImage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    alt_text = models.CharField(
        "alternative text", max_length=1000, blank=True, help_text="What the image shows, for people who don't see it."
    )
    checked = models.JSONField("checklist", default=list, blank=True)
    planned_for = models.DateField(null=True, blank=True, db_index=True)
    planned_time = models.TimeField(
        "time", null=True, blank=True, help_text="For posts that the hub posts itself. Without one: 09:00."
    )
    state = models.CharField(max_length=6, choices=PostState, default=PostState.DRAFT)
    posted_on = models.DateField(null=True, blank=True)
    address = models.URLField("address of the post", blank=True, max_length=500)
    posted_by = user_field(blank=True, editable=False)
    author = user_field(blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    # Posts with the same key are variants: they say the same on different accounts.
    variants = models.UUIDField(null=True, editable=False, db_index=True)
    # Who let the hub post it, and when; `post_at` is the moment at which it does.
    released_at = models.DateTimeField(null=True, editable=False)
    released_by = user_field(editable=False)
    post_at = models.DateTimeField(null=True, editable=False, db_index=True)

    # Typed without a year, the next such day is meant (`cms.base.date_fields`).
    dates_ahead = ("planned_for",)

    is_content = True
    private_fields = ("variants", "released_at", "released_by", "post_at")

    class Meta:
        ordering = ["-created_at", "-pk"]
        permissions = [("publish_socialpost", "Can let the hub publish social post")]

    def __str__(self):
        return self.shortened

    @classmethod
    def to_export(cls, site):
        """The posts that anybody can read."""
        return cls.objects.filter(rows_of(site), state=PostState.POSTED).order_by("posted_on", "pk")

    @property
    def shortened(self) -> str:
        """The beginning of its text."""
        return Truncator(self.text).words(12, truncate=" …")

    @property
    def whole(self) -> str:
        """The post as it is pasted: the text, and the link below it."""
        # Browsers send two characters for a line break.
        return "\n".join(part for part in (self.text.strip().replace("\r\n", "\n"), self.link) if part)

    @property
    def rules(self) -> PlatformRules:
        """The rules of the platform on which its account is; without an account the strictest."""
        return rules_of(self.channel)

    @property
    def length(self) -> int:
        """The length of the whole post as its platform counts."""
        return self.rules.length(self.whole)

    @property
    def planned_moment(self) -> datetime.datetime | None:
        """The moment at which the hub would post it; None if no day is planned."""
        return moment_of(self.planned_for, self.planned_time or USUAL_TIME)

    @property
    def day(self):
        """The date on which it was posted, otherwise the planned one; None if neither is known."""
        return self.posted_on or self.planned_for

    @property
    def checks(self) -> list[PostCheck]:
        """The checks that apply: none about a link or an image if it has none."""
        left_out = {PostCheck.LINK: not self.link, PostCheck.ALT: not self.image_id}
        return [check for check in PostCheck if not left_out.get(check)]

    def clean(self):
        super().clean()
        errors: dict[str, str] = {}
        if problem := self.rules.problem_of(self.whole):
            errors["text"] = problem
        if self.image_id and not self.alt_text.strip():
            errors["alt_text"] = "Say what the image shows."
        if self.state != PostState.DRAFT and is_unfinished(self.text):
            errors["text"] = UNFINISHED
        if self.state != PostState.DRAFT and (open_ones := [one for one in self.checks if one not in self.checked]):
            errors["checked"] = "Still to check: " + "; ".join(str(one.label) for one in open_ones) + "."
        if self.state == PostState.POSTED:
            errors |= self._errors_of_posting()
        elif self.posted_on or self.address:
            errors["state"] = "It has the date or address of a post: choose “Posted”, or empty both."
        if errors:
            raise ValidationError(errors)

    def _errors_of_posting(self) -> dict[str, str]:
        errors = {}
        if not self.posted_on:
            errors["posted_on"] = "Say when it was posted."
        elif self.posted_on > today():
            errors["posted_on"] = "This date is in the future."
        if not self.address:
            errors["address"] = "Paste the address of the post."
        elif not self.address.startswith("https://"):
            errors["address"] = "The address of a post begins with https://."
        elif self.channel and not same_platform(self.address, self.channel.address):
            errors["address"] = f"This isn't on {host_of(self.channel.address)}, where {self.channel.handle} is."
        return errors
