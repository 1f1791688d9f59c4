"""Lists, their subscribers, and proof of consent.

None of these models is in GraphQL. A subscription isn't deleted: it ends, with a reason.
"""

from __future__ import annotations

import re
import uuid
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from wagtail.models import Site

from cms.base.user_fields import user_field
from cms.sites.rows import SiteRow, active_rows, rows_of
from newsletter.choices import (
    ConsentKind,
    EditionAudience,
    EndedReason,
    LetterKind,
    OnUncertain,
    Source,
    SubscriptionState,
    SuppressionReason,
)
from newsletter.message import CONTROL
from newsletter.people.keys import fingerprint, keyed_digest

from .append_only import AppendOnly

# Letters of any script: addresses are compared with the domain as it is written.
DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)+")
OPEN_STATES = (SubscriptionState.PENDING, SubscriptionState.ACTIVE)


class MailingList(SiteRow):
    """A list of one programme that people join and leave. An internal one takes only addresses of its domains."""

    name = models.CharField(max_length=80, help_text="As subscribers see it.")
    # Part of the List-Id (RFC 2919), which stays the same for the life of a list: mail programs sort by it.
    slug = models.SlugField(unique=True, max_length=60, help_text="Can't be changed once the list exists.")
    kind = models.CharField(max_length=10, choices=EditionAudience, default=EditionAudience.EXTERNAL)
    description = models.TextField(max_length=300, blank=True, help_text="What subscribers get, in a sentence or two.")
    allowed_domains = models.TextField(
        blank=True, help_text="For an internal list: the part of an address after the @, one per line."
    )
    offered = models.BooleanField(default=True, help_text="Shown on the sign-up form.")
    on_uncertain = models.CharField(
        "when it isn't known whether a message arrived", max_length=10, choices=OnUncertain, default=OnUncertain.HOLD
    )
    group = models.ForeignKey(
        "programme.GroupPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="fed by a group",
        help_text="Its members are proposed for the list. Nobody is added or removed until somebody in the team decides.",
    )
    sort_order = models.PositiveSmallIntegerField(default=0)

    # Every page shows the sign-up form while a list is offered.
    shows_on_pages = True
    is_content = True

    class Meta:
        ordering = ["sort_order", "name"]

    def __str__(self):
        return self.name

    @classmethod
    def to_export(cls, site):
        """The lists that anybody may join, without their subscribers."""
        return cls.objects.filter(rows_of(site), kind=EditionAudience.EXTERNAL).order_by("slug")

    @property
    def domains(self) -> list[str]:
        """The allowed domains in lower case."""
        return self.allowed_domains.lower().split()

    def allows(self, normalised_address: str) -> bool:
        """Say whether the list takes the address: an internal one only if it is of one of its domains."""
        return self.kind == EditionAudience.EXTERNAL or normalised_address.rpartition("@")[2] in self.domains

    def clean(self):
        super().clean()
        if CONTROL.search(self.name):
            raise ValidationError({"name": "It has a line break or another character that isn't allowed in a header."})
        if self.kind == EditionAudience.INTERNAL and not self.domains:
            raise ValidationError({"allowed_domains": "An internal list needs at least one domain."})
        if wrong := [domain for domain in self.domains if not DOMAIN.fullmatch(domain)]:
            raise ValidationError(
                {"allowed_domains": f"“{wrong[0]}” isn't a domain such as example.org. Write one per line."}
            )
        before = type(self).objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        if before and before != self.slug:
            raise ValidationError(
                {"slug": "Mail programs sort by it, so it can't be changed. Change the name instead."}
            )


class Subscriber(models.Model):
    """A person with an address. The address is deleted when it is no longer needed; the row stays for the counts."""

    # As typed, for the message's To; and as compared, so that one mailbox is one subscriber.
    address = models.CharField(max_length=254, null=True, blank=True)  # noqa: DJ001  null: it was erased
    normalised = models.CharField(max_length=254, null=True, blank=True, unique=True)
    # Keyed hash of the normalised address. It stays when the address is deleted, so that an import can't add somebody
    # who unsubscribed; an erasure deletes it as well.
    digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    digest_secret = models.CharField(
        max_length=8, blank=True, default="", db_default="", editable=False
    )  # names its secret
    undeliverable_since = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Names the subscriber in signed links; says nothing about the person.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    def __str__(self):
        return self.address or f"erased subscriber {self.pk}"

    def save(self, *args, **kwargs):
        if self.normalised and self._state.adding:
            self.digest, self.digest_secret = keyed_digest(self.normalised), fingerprint()
        super().save(*args, **kwargs)


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """What people get, or got, or asked for."""

    def open(self) -> Self:
        """Leave out those that have ended."""
        return self.filter(state__in=OPEN_STATES)

    def active(self) -> Self:
        """Leave out those that have ended, and those that wait for confirmation."""
        return self.filter(state=SubscriptionState.ACTIVE)

    def of(self, site: Site | None) -> Self:
        """Leave out those of other programmes."""
        return self.filter(rows_of(site, self.model.site_lookup))

    def here(self) -> Self:
        """Leave out those of other programmes than the one on whose site somebody acts: a link in its mail says nothing of
        others. All of them if there is none."""
        return self.filter(active_rows(self.model.site_lookup))


class Agreement(models.Model):
    """That somebody gets something by mail, or did, or asked to: it is asked for, confirmed, and ends with a reason. An ended
    one stays; agreeing again adds another."""

    state = models.CharField(max_length=10, choices=SubscriptionState, default=SubscriptionState.PENDING)
    source = models.CharField(max_length=12, choices=Source)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=15, choices=EndedReason, blank=True)

    objects = AgreementQuerySet.as_manager()
    # The fields that say to what, and lead to the site.
    subject: ClassVar[str]
    site_lookup: ClassVar[str]

    class Meta:
        abstract = True


class Subscription(Agreement):
    """A subscriber's past, present or requested place on a list."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, related_name="subscriptions")
    mailing_list = models.ForeignKey(MailingList, on_delete=models.PROTECT, related_name="subscriptions")
    page = models.CharField(max_length=255, blank=True, help_text="Path of the page on which somebody asked.")
    interests = models.ManyToManyField(
        "programme.WorkStreamPage", blank=True, related_name="+", help_text="None means everything."
    )
    audiences = models.ManyToManyField(
        "programme.Audience", blank=True, related_name="+", help_text="Neither these nor interests means everything."
    )
    ended_by_send = models.ForeignKey(
        "newsletter.Send", on_delete=models.SET_NULL, null=True, blank=True, related_name="ended_subscriptions"
    )

    subject = "mailing_list"
    site_lookup = "mailing_list__site"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "mailing_list"],
                condition=~Q(state=SubscriptionState.ENDED),
                name="one_open_subscription",
            )
        ]
        indexes = [models.Index(fields=["mailing_list", "state", "subscriber"], name="subscriptions_of_list")]

    def __str__(self):
        return f"{self.subscriber} on {self.mailing_list}"


class ConsentWording(AppendOnly):
    """A text that people agreed to, stored once. Its version is the first digits of its hash."""

    version = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    first_used_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.version[:12]


class ConsentDecision(AppendOnly):
    """A decision about an agreement: when, how, and in answer to which text."""

    kind = models.CharField(max_length=10, choices=ConsentKind)
    at = models.DateTimeField(auto_now_add=True)
    source = models.CharField(max_length=12, choices=Source)
    wording = models.ForeignKey(ConsentWording, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=15, choices=EndedReason, blank=True)
    actor = user_field(blank=True)

    class Meta(AppendOnly.Meta):
        abstract = True
        ordering = ["-at", "-pk"]

    @property
    def words_shown(self) -> str:
        """The text that the person saw; empty if there was none."""
        return self.wording.text if self.wording else ""


class ConsentEvent(ConsentDecision):
    """A decision about a subscription, with the page of the form, or the evidence of an import."""

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="consent_events")
    page = models.CharField(max_length=255, blank=True)
    evidence = models.TextField(blank=True, help_text="For an import: where and when people agreed.")

    def __str__(self):
        return f"{self.get_kind_display()}: {self.subscription}"


class Suppression(models.Model):
    """An address that gets nothing, kept as a keyed hash so that the address itself can be forgotten."""

    digest = models.CharField(max_length=64, unique=True)
    digest_secret = models.CharField(
        max_length=8, blank=True, default="", db_default="", editable=False
    )  # names its secret
    reason = models.CharField(max_length=10, choices=SuppressionReason)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"{self.digest[:12]} ({self.get_reason_display()})"


class LastMessage(SiteRow):
    """The text of the letters that tell subscribers that the programme has ended, and with it its lists."""

    subject = models.CharField(max_length=120)
    text = models.TextField(max_length=5000)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = user_field(blank=True)

    def __str__(self):
        return self.subject


class Letter(SiteRow):
    """A message to one person that is no issue, such as the one that asks to confirm, from one programme.

    It is a row so that it survives a crash. A second letter of the same kind does no harm, so an uncertain one is tried
    again.
    """

    # None: the request was for an unknown address. Such a row costs as much as any other, so that nobody can
    # tell from the response time; it is given up from the start.
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, null=True, related_name="letters")
    kind = models.CharField(max_length=12, choices=LetterKind)
    last_message = models.ForeignKey(
        LastMessage, on_delete=models.CASCADE, null=True, blank=True, related_name="letters"
    )
    # Set for a letter to a follower.
    following = models.ForeignKey(
        "newsletter.Following", on_delete=models.CASCADE, null=True, blank=True, related_name="letters"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(help_text="Earliest time of the next attempt; later after each failure.")
    attempts = models.PositiveSmallIntegerField(default=0)
    accepted_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                name="letters_to_hand_over",
                condition=Q(accepted_at=None) & Q(given_up_at=None),
            )
        ]
        ordering = [F("created_at").desc()]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.subscriber}"
