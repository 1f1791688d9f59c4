"""Feedback, as it was sent and as the team works on it. Nothing of it is ever public."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from engagement.choices import SETTLED, FeedbackState, FeedbackWay, Useful


def may_own() -> models.Q:
    """Return the condition on users who can be given feedback: those who may work on it."""
    right = {"codename": "change_feedback", "content_type__app_label": "engagement"}
    held = models.Q(**{f"groups__permissions__{name}": value for name, value in right.items()})
    return models.Q(is_active=True) & (held | models.Q(is_superuser=True))


class Feedback(models.Model):
    """What somebody said about a page or the programme: an answer to “Was this page useful?”, a message, or both."""

    number = models.CharField(max_length=9, unique=True, editable=False)
    created_at = models.DateTimeField("sent", default=timezone.now, db_index=True, editable=False)
    way = models.CharField(max_length=4, choices=FeedbackWay, editable=False)
    # The page as it was when they wrote; its path stays when the page goes.
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    path = models.CharField("address", max_length=255, blank=True, editable=False)
    work_stream = models.ForeignKey(
        "programme.WorkStreamPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Found by the page; change it if the message is about another one.",
    )
    useful = models.CharField("page useful?", max_length=6, choices=Useful, blank=True)
    message = models.TextField(blank=True)

    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField("e-mail", max_length=254, blank=True)
    # What they were told when they left a name or an address; empty without either.
    wording = models.TextField("what they agreed to", blank=True, editable=False)

    state = models.CharField(max_length=8, choices=FeedbackState, default=FeedbackState.NEW)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to=may_own,
        help_text="Who of the team looks after it.",
    )
    reply = models.TextField(
        blank=True, help_text="What was answered, or why nothing was. For the team; nothing is sent from here."
    )
    settled_at = models.DateTimeField("answered or closed", null=True, blank=True, editable=False)

    # A keyed hash of network, page and text, so that the same text sent twice within the hour is kept once. Cleared after.
    once = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001  null isn't unique

    graphql_fields: list = []

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "piece of feedback"
        verbose_name_plural = "pieces of feedback"
        indexes = [models.Index(fields=["state", "-created_at"], name="feedback_by_state")]

    def __str__(self):
        # Histories and logs show this: never what was said or who said it.
        return self.number

    def save(self, *args, **kwargs):
        settled = self.state in SETTLED
        if settled != bool(self.settled_at):
            self.settled_at = timezone.now() if settled else None
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.state == FeedbackState.ANSWERED and not self.reply.strip():
            raise ValidationError({"reply": "Note what was answered, for whoever looks later."})
