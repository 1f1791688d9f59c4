"""Feedback, as it was sent and as the team works on it. None of it is ever public."""

from __future__ import annotations

import uuid

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from cms.base.user_fields import user_field
from cms.sites.rows import SiteRow, active_rows, rows_of
from engagement.choices import SETTLED, AnswerState, ClosingReason, FeedbackState, FeedbackWay, Useful
from engagement.colleagues import colleagues_with


def may_own() -> models.Q:
    """Return the condition on users who can own feedback: those who may work on it."""
    return colleagues_with("change_feedback")


def assignable() -> models.QuerySet:
    """Return the users who can own feedback, each once."""
    return get_user_model().objects.filter(may_own()).distinct().order_by("first_name", "last_name", "username")


class FeedbackTheme(SiteRow):
    """A theme that several pieces of feedback share, in the team's words. The team maintains the list."""

    name = models.CharField(max_length=60, help_text="Such as “Too many abbreviations”.")
    description = models.CharField(max_length=250, blank=True, help_text="What belongs here and what doesn't.")

    is_content = True

    class Meta:
        ordering = ["name"]
        verbose_name = "theme"

    def __str__(self):
        return self.name

    @classmethod
    def to_export(cls, site):
        """All of them: a list of the team's own that a new programme begins with. The command and its guide name it."""
        return cls.objects.filter(rows_of(site)).order_by("name", "pk")

    def clean(self):
        super().clean()
        here = rows_of(self.site) if self.pk else active_rows()
        if type(self).objects.filter(here, name=self.name).exclude(pk=self.pk).exists():
            raise ValidationError({"name": "There is already a theme with this name."})


class ArrivedFeedback(models.Manager):
    """What has arrived: without what waits until its sender has followed the link in a mail, which nobody reads before."""

    def get_queryset(self):
        return super().get_queryset().filter(unconfirmed=False)


class Feedback(SiteRow):
    """Feedback about a page or the programme: an answer to “Was this page useful?”, a message, or both."""

    number = models.CharField(max_length=9, unique=True, editable=False)
    created_at = models.DateTimeField("sent", default=timezone.now, db_index=True, editable=False)
    way = models.CharField(max_length=4, choices=FeedbackWay, editable=False)
    # The page that they wrote from; its path stays when the page is deleted.
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
        help_text="Taken from the page; change it if the message is about another work stream.",
    )
    useful = models.CharField("page useful?", max_length=6, choices=Useful, blank=True)
    message = models.TextField(blank=True)

    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField("e-mail", max_length=254, blank=True)
    # The text shown at the fields for name and address; empty without either.
    wording = models.TextField("what they agreed to", blank=True, editable=False)

    state = models.CharField(max_length=8, choices=FeedbackState, default=FeedbackState.NEW)
    owner = user_field(blank=True, limit_choices_to=may_own, help_text="The person in the team who looks after it.")
    closed_because = models.CharField("reason", max_length=10, choices=ClosingReason, blank=True)
    reply = models.TextField(
        "note",
        blank=True,
        help_text="What was answered or done, for the team. Without names: it is kept when the name is deleted.",
    )
    themes = models.ManyToManyField(FeedbackTheme, blank=True, related_name="feedback")
    told = models.ForeignKey(
        "engagement.YouSaidWeDidPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="published under “You said, we did”",
    )
    settled_at = models.DateTimeField("answered or closed", null=True, blank=True, editable=False)

    # A keyed hash of network, page and text, so that the same text sent twice within an hour is stored once. Then cleared.
    once = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001  null isn't unique

    # It came when its network was past its limit, and is deleted unless it is confirmed by e-mail.
    unconfirmed = models.BooleanField(default=False, db_default=False, editable=False)

    objects = ArrivedFeedback()
    with_unconfirmed = models.Manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "piece of feedback"
        verbose_name_plural = "pieces of feedback"
        indexes = [models.Index(fields=["state", "-created_at"], name="feedback_by_state")]

    def __str__(self):
        # Shown in histories and logs, so it has neither the message nor the sender.
        return self.number

    def save(self, *args, **kwargs):
        settled = self.state in SETTLED
        if settled != bool(self.settled_at):
            self.settled_at = timezone.now() if settled else None
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.state == FeedbackState.ANSWERED and not self.reply.strip():
            raise ValidationError({"reply": "Note what was answered, for colleagues who look later."})
        # An answer to “Was this page useful?” without a message is closed from the start, and needs no reason.
        if self.state == FeedbackState.CLOSED and self.message and not self.closed_because:
            raise ValidationError({"closed_because": "Say why it is closed."})
        if self.state != FeedbackState.CLOSED:
            self.closed_because = ""

    @property
    def theme_names(self) -> str:
        """Its themes, for a list that has read them."""
        return "; ".join(theme.name for theme in self.themes.all())


class FeedbackAnswer(models.Model):
    """An answer by e-mail. Its text is deleted with the recipient's address; the record that it was sent stays."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="answers")
    # The key of its form: one form sends one answer.
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    author = user_field(blank=True)
    subject = models.CharField(max_length=150, blank=True)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=7, choices=AnswerState, default=AnswerState.SENDING)
    error = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "answer"

    def __str__(self):
        return f"Answer to {self.feedback_id}"
