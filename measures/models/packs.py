"""Packs for meetings, as they were made, and the links that show them to people without an account."""

from __future__ import annotations

from django.db import models

from cms.base.secret_links import SecretLink
from cms.base.typed_dates import in_words
from cms.base.user_fields import user_field
from cms.pages.addresses import site_of_page
from cms.sites.rows import SiteRow

DEFAULT_DAYS, MOST_DAYS = 14, 60


class MeetingPack(SiteRow):
    """What a group needs to know for a meeting, as of a day. It is never changed; making it anew adds another."""

    meeting = models.ForeignKey("programme.MeetingPage", on_delete=models.CASCADE, related_name="+")
    # The day that it describes, and that of the meeting before; none for a group's first meeting.
    day = models.DateField()
    since = models.DateField(null=True)
    has_drafts = models.BooleanField(default=False)
    content = models.JSONField()
    # Empty where no PDF could be made.
    pdf = models.BinaryField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = user_field()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"Pack of {in_words(self.day)}"


class MeetingPackLink(SecretLink):
    """The link of one person to the newest pack of one meeting."""

    meeting = models.ForeignKey("programme.MeetingPage", on_delete=models.CASCADE, related_name="+")

    @property
    def own_site(self):
        """The site of its meeting."""
        return site_of_page(self.meeting)
