"""Approved issues, byte for byte as they are sent. Later edits of the page change nothing here."""

from __future__ import annotations

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from cms.base.user_fields import user_field
from newsletter.choices import EditionAudience
from newsletter.message import Content

from .append_only import AppendOnly


class Snapshot(AppendOnly):
    """An issue as of one revision, and who approved its sending.

    It can be sent as long as that revision is the issue's latest.
    """

    issue = models.ForeignKey("newsletter.IssuePage", on_delete=models.PROTECT, related_name="snapshots")
    # A plain number: Wagtail deletes old revisions, and the snapshot must outlive them.
    revision_id = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    written_by = user_field(blank=True)
    approved_by = user_field(blank=True)

    class Meta(AppendOnly.Meta):
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.issue}, revision {self.revision_id}"


class Edition(AppendOnly):
    """The snapshot for one audience: its data, and the messages made from it."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="editions")
    audience = models.CharField(max_length=10, choices=EditionAudience)
    subject = models.CharField(max_length=200)
    data = models.JSONField(encoder=DjangoJSONEncoder, help_text="What the generator was given.")
    html = models.TextField()
    text = models.TextField()
    template_version = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, help_text="Of subject, HTML, text and data, with a null byte between.")

    class Meta(AppendOnly.Meta):
        constraints = [models.UniqueConstraint(fields=["snapshot", "audience"], name="one_edition_per_audience")]

    def __str__(self):
        return f"{self.snapshot}, {self.get_audience_display()}"

    def save(self, *args, **kwargs):
        self.sha256 = self.digest()
        super().save(*args, **kwargs)

    @property
    def content(self) -> Content:
        """The content that all its recipients share, for the message: with the address for replies as it was approved."""
        return Content(self.subject, self.html, self.text, self.data.get("reply_to", ""))

    def digest(self) -> str:
        """Return the SHA-256 of the message and of the archive's data, for comparison with `sha256`."""
        data = json.dumps(self.data, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256("\0".join((self.subject, self.html, self.text, data)).encode()).hexdigest()
