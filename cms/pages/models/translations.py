"""Translated pages, and what their originals said when they were translated."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from wagtail.models import Page


class Translation(models.Model):
    """A page that translates another. `cms.pages.translations` writes it.

    The original's content is stored, not its revision: revisions may be purged, and loaded pages have none.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    original = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    content = models.JSONField(encoder=DjangoJSONEncoder, help_text="The original as it was translated.")
    changed_at = models.DateTimeField(
        null=True, help_text="When the published original began to differ from it; null while it doesn't."
    )

    wagtail_reference_index_ignore = True

    def __str__(self):
        return f"{self.page}, translated from {self.original}"

    @property
    def is_out_of_date(self) -> bool:
        """Whether the original has changed since it was translated."""
        return self.changed_at is not None
