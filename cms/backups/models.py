"""The backups that were made, or tried, so that workers share the task and the doctor knows of the last."""

from __future__ import annotations

from django.db import models


class BackupRun(models.Model):
    """An attempt to make a backup in the store. `due_at` is the moment of the schedule; a person's backup has none."""

    due_at = models.DateTimeField(null=True)
    attempt = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    name = models.CharField(max_length=100, blank=True)
    size = models.BigIntegerField(default=0)
    failure = models.TextField(blank=True)
    # When a worker tried last whether it could be restored, and why it couldn't.
    trial_began_at = models.DateTimeField(null=True)
    trial_ended_at = models.DateTimeField(null=True)
    trial_failure = models.TextField(blank=True, db_default="")

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["due_at", "attempt"], name="backup_attempt_once")]

    def __str__(self):
        return self.name or f"Backup begun at {self.started_at:%Y-%m-%d %H:%M}"

    @classmethod
    def last_good(cls) -> BackupRun | None:
        """Return the newest attempt that made a backup; None if there is none."""
        return cls.objects.exclude(name="").order_by("-started_at").first()

    @classmethod
    def last_tried(cls) -> BackupRun | None:
        """Return the backup that was tried last, or is being tried; None if there is none."""
        return cls.objects.exclude(trial_began_at=None).order_by("-trial_began_at").first()
