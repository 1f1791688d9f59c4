"""Webhooks, the outbox of their events, and the messages in which events are sent."""

from __future__ import annotations

import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cms.base.user_fields import user_field
from cms.models import Change, ProgrammeSite
from cms.sites.rows import SiteRow
from webhooks import signatures
from webhooks.choices import MessageState


class Webhook(SiteRow):
    """An address elsewhere that is sent what happens on its programme's site, or on all, signed by the Standard Webhooks
    specification."""

    name = models.CharField(max_length=120, help_text="Who receives it and what for, such as “Website”.")
    address = models.CharField(
        max_length=500,
        help_text="Where the hub sends its messages, such as https://www.example.org/api/hub. Redirects aren’t followed.",
    )
    events = models.JSONField(default=list, help_text="What is sent.")
    page_types = models.JSONField(
        "kinds of page", default=list, blank=True, help_text="Only events about these kinds. None ticked: all."
    )
    sites = models.JSONField(
        default=list, blank=True, help_text="Only events about pages of these sites. None ticked: all."
    )
    # Keys, so that the withdrawal of a page that is deleted is sent, too, and afterwards nothing else.
    pages = models.JSONField(
        "single pages",
        default=list,
        db_default=[],
        blank=True,
        help_text="Only events about these, and about what belongs to them. None chosen: all.",
    )
    is_active = models.BooleanField(
        "switched on", default=True, help_text="While it is off, what happens isn’t kept for it."
    )
    secret = models.CharField(max_length=100, default=signatures.new_secret, editable=False)
    # For a day after a rotation, messages are also signed with the secret before.
    secret_before = models.CharField(max_length=100, blank=True, editable=False)
    secret_before_until = models.DateTimeField(null=True, editable=False)
    # The first failure since the last message that was delivered.
    failing_since = models.DateTimeField(null=True, editable=False)
    off_because = models.CharField(max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = user_field(editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    def first_site(self):
        """Return the active site; none, and so all, for the organisation's own."""
        site = super().first_site()
        spans = ProgrammeSite.objects.filter(site=site, spans_programmes=True)
        return None if site is None or spans.exists() else site

    def secrets_at(self, now: datetime.datetime) -> list[str]:
        """Return the secrets with which messages are signed: the present one first."""
        earlier = self.secret_before_until is not None and now < self.secret_before_until
        return [self.secret, self.secret_before] if earlier else [self.secret]


class WebhookEvent(models.Model):
    """An event in the outbox of one webhook: written in the transaction that made it happen, deleted once it is in a message.

    The withdrawal of a page that expires is recorded in advance, so `at` may be later. If the expiry changes, its `change`
    is deleted, and the event isn't sent.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="waiting_events")
    at = models.DateTimeField()
    data = models.JSONField(encoder=DjangoJSONEncoder)
    # Nothing follows from deleting a change, so that Django deletes those of a site by a condition: with the pages of the
    # site, more are recorded meanwhile.
    change = models.ForeignKey(Change, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["webhook", "at", "id"], name="webhook_events_in_order")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.data.get('type', '')}"


class WebhookMessage(models.Model):
    """One message to a webhook: its body never changes, so that every attempt sends the same under the same id.

    Of messages with events, one waits at a time: the next is made of what has happened meanwhile. `once` marks a message
    that is tried a single time, whatever else waits: a test, or one that somebody sends again.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="messages")
    key = models.CharField(max_length=60, unique=True)
    body = models.TextField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.WAITING)
    once = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    # While a worker has it in hand, the moment at which another would take it for lost.
    next_attempt_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    attempted_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    milliseconds = models.PositiveIntegerField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["webhook"], name="webhook_one_waiting", condition=Q(state=MessageState.WAITING, once=False)
            )
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], name="webhook_messages_due", condition=Q(state=MessageState.WAITING)
            ),
            models.Index(fields=["created_at"], name="webhook_messages_by_age"),
        ]

    def __str__(self):
        return self.key
