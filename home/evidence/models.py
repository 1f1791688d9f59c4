"""Exports that workers make."""

from __future__ import annotations

import datetime

from django.db import models
from django.utils import timezone

from cms.base.user_fields import user_field
from cms.history.models import Withholding

# How long a finished export can be downloaded.
KEPT_DAYS = 7


class EvidenceState(models.TextChoices):
    """How far an export is."""

    WAITING = "waiting", "Waiting"
    MAKING = "making", "Being made"
    DONE = "done", "Ready"
    FAILED = "failed", "Not made"


class EvidenceExport(models.Model):
    """An export that somebody asked for: of a list with the pages below it, or of the whole hub (no address)."""

    as_at = models.DateTimeField()
    address = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = user_field()
    state = models.CharField(max_length=10, choices=EvidenceState, default=EvidenceState.WAITING, db_index=True)
    # When a worker began, when it was last at it, and how many began.
    begun_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0, help_text="Files that were copied or made so far.")
    ended_at = models.DateTimeField(null=True)
    pages = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    # The name in the store of media. No file field: backups leave it out.
    file = models.CharField(max_length=200, blank=True)
    failure = models.TextField(blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        what = f"the list {self.address}" if self.address else "the whole hub"
        return f"{what}, {timezone.localdate(self.as_at):%Y-%m-%d}"

    @property
    def kept_until(self) -> datetime.datetime | None:
        """The moment from which on its file is deleted; None if it isn't finished."""
        return self.ended_at + datetime.timedelta(days=KEPT_DAYS) if self.ended_at else None

    @property
    def file_name(self) -> str:
        """The name under which it is downloaded."""
        return f"evidence-{timezone.localdate(self.as_at):%Y-%m-%d}.zip"

    @property
    def progress(self) -> str:
        """How far it is, in words."""
        if self.state == EvidenceState.MAKING:
            return f"Being made: {self.steps:,} {'file' if self.steps == 1 else 'files'} so far"
        return self.get_state_display()

    @property
    def content(self) -> str:
        """What it has, in words."""
        pages = f"{self.pages:,} {'page' if self.pages == 1 else 'pages'}"
        return f"{pages}, without {self.missing:,} files that are no longer kept" if self.missing else pages

    def is_over(self) -> bool:
        """Say whether it was finished so long ago that it can't be downloaded any more."""
        return self.kept_until is not None and self.kept_until <= timezone.now()

    def is_outdated(self) -> bool:
        """Say whether something was withheld from past days since it was begun, which it may have."""
        return Withholding.objects.filter(at__gte=self.begun_at or self.asked_at).exists()
