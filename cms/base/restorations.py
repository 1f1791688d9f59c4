"""Restorations from a backup, and whether the hub is held since the last one.

A backup doesn't know what happened after it: messages that went out, publications that were withdrawn. And a restored hub
may be a copy beside the one that is at work. So a restored hub does nothing to the outside until an administrator has
confirmed that it may. Whatever sends asks `is_held` first.
"""

from __future__ import annotations

import datetime

from django.db import models
from django.utils import timezone

from cms.base.user_fields import user_field

HELD = "This hub was restored from a backup, and nothing is sent until an administrator confirms that on the dashboard."


class Restoration(models.Model):
    """One restoration of this database. The row is written in the transaction that restores everything else."""

    restored_at = models.DateTimeField()
    backed_up_at = models.DateTimeField(help_text="When the backup was made.")
    confirmed_at = models.DateTimeField(null=True, help_text="When somebody let the hub send again.")
    confirmed_by = user_field()

    wagtail_reference_index_ignore = True

    def __str__(self):
        return f"Restored at {self.restored_at:%Y-%m-%d %H:%M}"

    @classmethod
    def open(cls) -> Restoration | None:
        """Return the newest restoration that nobody has confirmed; None if the hub isn't held. One statement."""
        return cls.objects.filter(confirmed_at=None).order_by("-restored_at").first()


def is_held() -> bool:
    """Say whether the hub is held: it was restored, and nobody has confirmed that it may send. One statement."""
    return Restoration.objects.filter(confirmed_at=None).exists()


def last_restored_at() -> datetime.datetime | None:
    """Return when the hub was last restored; None if it never was. One statement."""
    return Restoration.objects.aggregate(last=models.Max("restored_at"))["last"]


def confirm(user) -> bool:
    """Let the hub send and publish again. Returns whether it was held."""
    return bool(Restoration.objects.filter(confirmed_at=None).update(confirmed_at=timezone.now(), confirmed_by=user))
