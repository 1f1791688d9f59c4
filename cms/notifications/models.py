"""Notifications, and when each person wants them by e-mail."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class NotificationMail(models.TextChoices):
    """When a person gets notifications of one kind by e-mail."""

    AT_ONCE = "at_once", "At once"
    DAILY = "daily", "Once a day, together"
    NEVER = "never", "Not by e-mail"


class Notification(models.Model):
    """A notification to one person. `kind` is a name in `kinds`, which says whether the person may still see `subject`.

    `key` identifies what happened: a person is notified of it once.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    read_at = models.DateTimeField(null=True)
    # When it was mailed, or when it was decided that it isn't.
    mailed_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "kind", "key"], name="notification_once")]
        indexes = [
            models.Index(fields=["user"], name="notifications_unread", condition=models.Q(read_at=None)),
            models.Index(
                fields=["user"], name="notifications_to_mail", condition=models.Q(read_at=None, mailed_at=None)
            ),
        ]

    def __str__(self):
        return self.text


class NotificationPreference(models.Model):
    """A person's choice about the e-mail for one kind of notification."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    mail = models.CharField(max_length=10, choices=NotificationMail)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notification_preference_once")]

    def __str__(self):
        return f"{self.user}: {self.kind} {self.mail}"
