"""Registration for events: what an event asks, who registered, and the mails to them. Names and addresses are never public."""

from __future__ import annotations

import datetime
import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cms.base.user_fields import user_field
from engagement.choices import FeedbackWay, RegistrantState, RegistrationLetterKind

LONGEST_NAME, LONGEST_ADDRESS, LONGEST_ORGANISATION, LONGEST_NEEDS = 120, 254, 150, 1000
# Needs may tell of somebody's health: they are kept no longer than it takes to settle what the event cost.
NEEDS_DAYS = 7


class EventRegistration(models.Model):
    """Whether and how people register for an event, and afterwards how many came and what was learned."""

    event = models.OneToOneField("programme.EventPage", on_delete=models.CASCADE, related_name="+", editable=False)
    is_on = models.BooleanField(
        "people can register",
        default=False,
        help_text="The event's page has a form. If it is unticked, those who registered stay in the list.",
    )
    opens_on = models.DateField(
        "opens on", null=True, blank=True, help_text="The first day. If it is empty, the form is there at once."
    )
    closes_on = models.DateField(
        "closes on", null=True, blank=True, help_text="The last day. If it is empty, until the event begins."
    )
    places = models.PositiveSmallIntegerField(
        "places",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
        help_text="Once this number of people have confirmed, nobody else can register. If it is empty, there is no limit.",
    )
    asks_organisation = models.BooleanField(
        "ask for the organisation", default=True, help_text="People may leave it empty."
    )
    asks_needs = models.BooleanField(
        "ask for needs",
        default=False,
        help_text="Such as access or food. Answers may tell of somebody's health: ask only if you will act on them. They "
        f"are deleted {NEEDS_DAYS} days after the event.",
    )
    remind_days = models.PositiveSmallIntegerField(
        "reminder, days before",
        null=True,
        blank=True,
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text="Everybody who registered before gets one mail. If it is empty, nobody does.",
    )
    keep_days = models.PositiveSmallIntegerField(
        "days to keep names",
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="After this number of days from the event, names and addresses are deleted. The number of people is kept.",
    )
    # Kept beside the rows, since pages that are kept show it: it changes seldom, they change with each registration.
    is_full = models.BooleanField(default=False, editable=False)
    # The number once the rows are deleted.
    registered = models.PositiveIntegerField(null=True, editable=False)
    attended = models.PositiveIntegerField(
        "how many came", null=True, blank=True, help_text="Also those who hadn't registered."
    )
    learned = models.TextField(
        "what was learned",
        max_length=5000,
        blank=True,
        help_text="For the team, never public. Without names of people: it is kept when their names are deleted.",
    )

    # Typed without a year, the next such day is meant (`cms.base.date_fields`).
    dates_ahead = ("opens_on", "closes_on")
    shows_on_pages = True
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ("change",)

    def __str__(self):
        return f"Registration for {self.event}"

    @property
    def kept_until(self) -> datetime.datetime:
        """The moment at which names and addresses are deleted."""
        return self.event.end + datetime.timedelta(days=self.keep_days)

    def confirmed(self) -> models.QuerySet[Registrant]:
        """Return those who have a place."""
        return self.registrants.filter(state=RegistrantState.CONFIRMED)


class Registrant(models.Model):
    """A person who registered for an event: only what the form asks for, with what they agreed to, how and when."""

    registration = models.ForeignKey(EventRegistration, on_delete=models.CASCADE, related_name="registrants")
    name = models.CharField(max_length=LONGEST_NAME)
    email = models.CharField(max_length=LONGEST_ADDRESS)
    # As compared, so that one mailbox has one place.
    normalised = models.CharField(max_length=LONGEST_ADDRESS)
    organisation = models.CharField(max_length=LONGEST_ORGANISATION, blank=True)
    needs = models.TextField(max_length=LONGEST_NEEDS, blank=True)
    state = models.CharField(max_length=9, choices=RegistrantState, default=RegistrantState.ASKED)
    # Names the person in signed links.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    way = models.CharField(max_length=4, choices=FeedbackWay)
    wording = models.TextField()
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    # None: nobody has noted it.
    came = models.BooleanField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ("change",)
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "normalised"],
                condition=~Q(state=RegistrantState.CANCELLED),
                name="registered_once_for_an_event",
            )
        ]

    def __str__(self):
        # Shown in logs, where no erasure could remove a name.
        return f"Registrant {self.pk}"


class RegistrationNotice(models.Model):
    """A mail of the team to all who are registered for an event."""

    registration = models.ForeignKey(EventRegistration, on_delete=models.CASCADE, related_name="notices")
    # The key of its form: one form sends one mail.
    key = models.UUIDField(unique=True)
    subject = models.CharField(max_length=120)
    text = models.TextField(max_length=5000)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = user_field(blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.subject


class RegistrationLetter(models.Model):
    """A mail to one person who registered. It is a row so that it survives a crash, and a full mail server."""

    registrant = models.ForeignKey(Registrant, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=9, choices=RegistrationLetterKind)
    notice = models.ForeignKey(RegistrationNotice, on_delete=models.CASCADE, null=True, related_name="letters")
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    accepted_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="registration_letters_due",
                condition=Q(accepted_at=None, given_up_at=None),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.registrant}"
