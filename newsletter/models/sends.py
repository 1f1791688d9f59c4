"""Sends and their recipients. The rows are the single source of truth: any worker can continue from them."""

from __future__ import annotations

import uuid

from django.db import models

from cms.base.user_fields import user_field
from newsletter.choices import (
    DeliveryKind,
    EditionAudience,
    ExclusionReason,
    HandoverOutcome,
    RecipientState,
    SendState,
)

from .append_only import AppendOnly
from .people import MailingList, Subscriber, Subscription
from .snapshots import Snapshot


class Send(models.Model):
    """The sending of a snapshot to lists. `recipients` and the other counts are valid from `prepared_at`."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="sends")
    # Stored beside the snapshot, so that a query can find people who got the issue from another send.
    issue = models.ForeignKey("newsletter.IssuePage", on_delete=models.PROTECT, related_name="sends")
    lists = models.ManyToManyField(MailingList, through="newsletter.SendList", related_name="sends")
    # As the approved revision names both: the page's own may change between scheduling and preparing.
    work_streams = models.ManyToManyField("programme.WorkStreamPage", blank=True, related_name="+")
    audiences = models.ManyToManyField("programme.Audience", blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=SendState, default=SendState.SCHEDULED)
    # Another installation's sends, in a restored copy of its database, are held.
    installation = models.CharField(max_length=64)
    per_minute = models.PositiveIntegerField(default=0, help_text="Maximum messages per minute; 0 for no limit.")

    # Shared by all workers: the earliest moment of the next message, if there is a limit per minute.
    next_slot_at = models.DateTimeField(null=True, blank=True)

    created_by = user_field(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(help_text="The earliest time to send. Until then it can be recalled.")
    released_at = models.DateTimeField(
        null=True, blank=True, help_text="When somebody last released it although it was late or held."
    )
    prepared_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why it is paused, held or failed, in a sentence.")

    candidates = models.PositiveIntegerField(default=0, help_text="Active subscriptions of the chosen lists.")
    excluded = models.PositiveIntegerField(default=0)
    recipients = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0, help_text="These four are counted when the send is closed.")
    refused = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    uncertain = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.issue}, send {self.pk}"


class SendList(models.Model):
    """A list that a send goes to."""

    send = models.ForeignKey(Send, on_delete=models.CASCADE, related_name="send_lists")
    mailing_list = models.ForeignKey(MailingList, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["send", "mailing_list"], name="list_once_per_send")]

    def __str__(self):
        return f"{self.send} to {self.mailing_list}"


class SendRecipient(models.Model):
    """One message of a send, to one person. The database itself refuses a second one to the same person or address."""

    send = models.ForeignKey(Send, on_delete=models.CASCADE, related_name="send_recipients")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="+")
    # The list through which they get it: the link to unsubscribe names it.
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=254, null=True, blank=True)  # noqa: DJ001  null: it was erased
    normalised = models.CharField(max_length=254, null=True, blank=True)  # noqa: DJ001  the same
    audience = models.CharField(max_length=10, choices=EditionAudience)
    state = models.CharField(max_length=12, choices=RecipientState, default=RecipientState.PENDING)
    not_before = models.DateTimeField(null=True, blank=True, help_text="When to try again.")
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    provider_id = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(
        null=True, blank=True, help_text="When somebody decided to leave it although it is uncertain."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["send", "subscriber"], name="subscriber_once_per_send"),
            models.UniqueConstraint(fields=["send", "normalised"], name="address_once_per_send"),
        ]
        indexes = [
            models.Index(fields=["send", "state", "id"], name="recipients_by_state"),
            # Only recipients that a worker holds are in it, so recovery reads a few rows regardless of their number.
            models.Index(
                fields=["lease_until"], name="recipients_on_lease", condition=models.Q(lease_until__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.address} in {self.send}"


class SendExclusion(models.Model):
    """A subscription of a chosen list that gets no message, and why."""

    send = models.ForeignKey(Send, on_delete=models.CASCADE, related_name="exclusions")
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=15, choices=ExclusionReason)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["send", "subscription"], name="excluded_once_per_send")]

    def __str__(self):
        return f"{self.subscription}: {self.get_reason_display()}"


class Attempt(AppendOnly):
    """One attempt to hand over a message, and its outcome."""

    # Stored beside the recipient, so that the newest attempts of a send are found without reading all its recipients.
    send = models.ForeignKey(Send, on_delete=models.CASCADE, related_name="+", db_index=False)
    recipient = models.ForeignKey(SendRecipient, on_delete=models.CASCADE, related_name="attempt_log")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=HandoverOutcome)
    detail = models.TextField(blank=True)

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["send", "id"], name="attempts_of_send")]

    def __str__(self):
        return f"Attempt {self.number}: {self.get_outcome_display()}"


class DeliveryEvent(AppendOnly):
    """A provider's later report on a message. A repeated report is stored once."""

    provider = models.CharField(max_length=40)
    event_id = models.CharField(max_length=200)
    recipient = models.ForeignKey(
        SendRecipient, on_delete=models.SET_NULL, null=True, blank=True, related_name="delivery_events"
    )
    kind = models.CharField(max_length=12, choices=DeliveryKind)
    at = models.DateTimeField()
    detail = models.TextField(blank=True)

    class Meta(AppendOnly.Meta):
        constraints = [models.UniqueConstraint(fields=["provider", "event_id"], name="delivery_event_once")]

    def __str__(self):
        return f"{self.provider} {self.event_id}: {self.get_kind_display()}"


class DatabaseRun(models.Model):
    """One row that PostgreSQL loses if, and only if, it stops without writing everything to disk.

    Its table is unlogged: after a crash, and on a replica that takes over, it is empty. So a worker can tell that commits
    that didn't wait for the disk may be lost.
    """

    name = models.UUIDField(default=uuid.uuid4)

    def __str__(self):
        return str(self.name)

    @classmethod
    def name_of_this(cls) -> uuid.UUID:
        """Return the name of the database's run, creating it if there is none."""
        found = cls.objects.filter(pk=1).first()
        if found is None:
            DatabaseRun.objects.bulk_create([DatabaseRun(pk=1)], ignore_conflicts=True)
            found = cls.objects.get(pk=1)
        return found.name
