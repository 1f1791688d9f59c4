"""Reports of a period, kept as they were made."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from cms.base.user_fields import user_field
from cms.sites.rows import SiteRow

from .objectives import days_in_words


class PeriodReport(SiteRow):
    """What was communicated in a period and what came of it. Its figures are those of the moment at which it was made."""

    title = models.CharField(max_length=150)
    first = models.DateField("first day", editable=False)
    last = models.DateField("last day", editable=False)
    introduction = models.TextField(max_length=3000, blank=True, help_text="What readers should know first.")
    promised_comment = models.TextField("on what we promised to tell", max_length=3000, blank=True)
    communicated_comment = models.TextField("on what we communicated", max_length=3000, blank=True)
    came_back_comment = models.TextField("on what came back", max_length=3000, blank=True)
    changed_comment = models.TextField("on what we changed", max_length=3000, blank=True)
    # As `measures.reports.contents` made it.
    content = models.JSONField(default=dict, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = user_field(blank=True, editable=False)
    page = models.ForeignKey(
        "programme.PublicationPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="publication",
    )

    class Meta:
        ordering = ["-last", "-first", "-pk"]

    def __str__(self):
        return self.title

    @property
    def days(self) -> str:
        """The days that it is of, in words."""
        return days_in_words(self.first, self.last)

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed and made anew: not once there is a publication of it."""
        return self.page_id is None

    @property
    def state(self) -> str:
        """What has become of it, in words."""
        if self.page is None:
            return "Draft"
        return "Published" if self.page.live else "Waits as a draft of a publication"
