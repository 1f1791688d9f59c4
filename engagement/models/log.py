"""The engagement log: organisations, the team's contacts in them, and engagements."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator

from cms.base.dates import today
from cms.base.user_fields import user_field
from cms.graphql.fields import GraphQLConnection, GraphQLDate, GraphQLKind, GraphQLText
from cms.history import erasure
from cms.sites.rows import SiteRow, rows_of
from cms.vocabularies.fields import VocabularyField
from engagement.choices import ENGAGEMENT_KINDS, ConsentWay, EngagementKind, Sector, StakeholderLevel
from engagement.colleagues import who_keep_the_log


class Stakeholder(models.Model):
    """The team's notes about an organisation. Never public."""

    organisation = models.OneToOneField(
        "programme.Organisation", on_delete=models.CASCADE, primary_key=True, related_name="stakeholder"
    )
    sector = models.CharField(max_length=12, choices=Sector, blank=True)
    note = models.TextField(blank=True, help_text="What to know before getting in touch. For the team.")
    # Some organisations are in the terms only because they published something.
    keep_in_touch = models.BooleanField(
        default=True, help_text="If it is unticked, the organisation isn't listed as not reached."
    )

    interest = models.CharField(
        max_length=6,
        choices=StakeholderLevel,
        blank=True,
        db_default="",
        help_text="How much the programme matters to it.",
    )
    influence = models.CharField(
        max_length=6, choices=StakeholderLevel, blank=True, db_default="", help_text="How much it can help or hinder."
    )
    looked_after_by = user_field(
        blank=True, limit_choices_to=who_keep_the_log, help_text="The colleague who keeps in touch with it."
    )

    def __str__(self):
        return str(self.organisation)


class Contact(SiteRow):
    """A person whom the team may write to or call, or the shared mailbox of an organisation. Never public.

    Of a person only what they agreed to is stored; a mailbox that several people read needs no consent.
    """

    name = models.CharField(max_length=120)
    post = models.CharField(max_length=150, blank=True, help_text="Their role in the organisation.")
    organisation = models.ForeignKey(
        "programme.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="contacts"
    )
    email = models.EmailField("e-mail", max_length=254, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    is_shared = models.BooleanField(
        "shared mailbox",
        default=False,
        db_default=False,
        help_text="Several people of the organisation read it, so no consent is needed. Name the team or office, nobody.",
    )

    consent_on = models.DateField("agreed on", null=True, blank=True)
    consent_way = models.CharField("how they agreed", max_length=6, choices=ConsentWay, blank=True)
    consent_wording = models.TextField(
        "what they agreed to",
        blank=True,
        help_text="The words that they read or heard, such as “We keep your name and address to invite you to meetings”.",
    )
    withdrawn_on = models.DateField(null=True, blank=True, editable=False)
    erased_on = models.DateField(null=True, blank=True, editable=False)

    is_content = True

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self):
        # Shown in histories and logs, where an erasure couldn't remove a name.
        return f"Contact {self.pk}"

    @property
    def may_be_written_to(self) -> bool:
        """Whether there is an address, and consent that hasn't been withdrawn."""
        return bool(self.email and self.consent_on and not self.withdrawn_on)

    @property
    def may_be_asked(self) -> bool:
        """Whether it may own a commitment, and be asked about it: `who_may_be_asked` is the condition for it."""
        return self.may_be_written_to or bool(self.is_shared and self.email and not self.withdrawn_on)

    @property
    def full_name(self) -> str:
        """The name, with the organisation if there is one."""
        return f"{self.name} ({self.organisation})" if self.organisation else self.name

    def clean(self):
        super().clean()
        if self.consent_on and self.consent_on > today():
            raise ValidationError({"consent_on": "This date is in the future."})
        if self.is_shared:
            self._check_mailbox()
            return
        if not (self.email or self.telephone or self.consent_on):
            return
        # An address or a number is stored only together with consent.
        missing = {
            "consent_on": "Say when they agreed to this being kept.",
            "consent_way": "Say how they agreed.",
            "consent_wording": "Say what they agreed to.",
        }
        if errors := {name: words for name, words in missing.items() if not getattr(self, name)}:
            raise ValidationError(errors)

    def _check_mailbox(self) -> None:
        needed = {"organisation": "Say whose mailbox it is.", "email": "Give the address of the mailbox."}
        if errors := {name: words for name, words in needed.items() if not getattr(self, name)}:
            raise ValidationError(errors)

    def withdraw(self) -> None:
        """Note that they no longer agree: their address and number are deleted at once, their engagements stay. Their links
        as owners of commitments stop working."""
        self.email = self.telephone = ""
        self.withdrawn_on = today()
        self.save()
        self._close_links()

    def erase(self) -> None:
        """Erase the person's data. The row stays, so that engagements still have the right number of people."""
        self.name, self.post, self.email, self.telephone = f"Erased contact {self.pk}", "", "", ""
        self.consent_on, self.consent_way, self.consent_wording = None, "", ""
        self.organisation = None
        self.erased_on = today()
        self.save()
        self._close_links()
        self.owned_commitments.all().delete()
        self.owner_reports.update(answered_by="")
        erasure.forget(self)

    def _close_links(self) -> None:
        """Close the links by which the person reports about commitments."""
        for report in self.owner_reports.filter(links__revoked_at=None).distinct():
            report.links.filter(revoked_at=None).update(revoked_at=timezone.now())


class Engagement(SiteRow):
    """One time that the programme was in touch with organisations.

    It is planned if its day was still to come when it was last saved.
    """

    kind = VocabularyField(max_length=12, vocabulary=ENGAGEMENT_KINDS, default=EngagementKind.MEETING)
    date = models.DateField(
        default=today, db_index=True, help_text="A day to come plans it. Log it afterwards: save what was said."
    )
    title = models.CharField(max_length=150, help_text="The subject, in a few words. For the team.")
    summary = models.TextField(blank=True, help_text="What was said and agreed. For the team; never public.")
    follow_up = models.TextField(
        "what we do",
        blank=True,
        default="",
        db_default="",
        help_text="What comes of it, and who sees to it. For the team; never public.",
    )
    organisations = models.ManyToManyField("programme.Organisation", blank=True, related_name="engagements")
    contacts = models.ManyToManyField(Contact, blank=True, related_name="engagements")
    work_streams = models.ManyToManyField("programme.WorkStreamPage", blank=True, related_name="engagements")
    key_messages = models.ManyToManyField("programme.KeyMessagePage", blank=True, related_name="engagements")
    audiences = models.ManyToManyField("programme.Audience", blank=True, related_name="engagements")
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="event or meeting",
        help_text="Its page on the hub, if there is one.",
    )
    is_public = models.BooleanField(
        "public", default=False, help_text="Readers see date, kind, organisations, work streams and the public summary."
    )
    public_summary = models.CharField(
        max_length=500, blank=True, help_text="For readers, in plain words, without names of people."
    )
    is_planned = models.BooleanField(default=False, db_default=False, editable=False)
    logged_by = user_field(blank=True, editable=False)
    logged_at = models.DateTimeField(default=timezone.now, editable=False)

    list_order = ("-date",)
    is_content = True
    private_fields = ("title", "summary", "follow_up", "contacts", "key_messages", "audiences", "page")
    graphql_fields = [
        GraphQLDate("date", description="When it was."),
        GraphQLKind("kind", ENGAGEMENT_KINDS, description="Meeting, event, consultation, e-mail or call."),
        GraphQLText("public_summary", description="The subject, in plain words."),
        GraphQLConnection(
            "organisations", "programme.Organisation", via="engagements", description="Which bodies took part, by name."
        ),
        GraphQLConnection(
            "work_streams",
            "programme.WorkStreamPage",
            via="engagements",
            description="The work streams that it concerned.",
        ),
    ]

    class Meta:
        ordering = ["-date", "-pk"]

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        self.is_planned = bool(self.date and self.date > today())
        if self.is_public and self.is_planned:
            raise ValidationError({"is_public": "Readers can see it once it has taken place. Until then, untick this."})
        if self.is_public and not self.public_summary.strip():
            raise ValidationError({"public_summary": "Write what readers are to see, or untick “public”."})

    @classmethod
    def to_export(cls, site):
        """The public ones."""
        return cls.objects.filter(rows_of(site), is_public=True).order_by("date", "pk")

    def in_place_of_private(self):
        """The title is for the team, and may name people."""
        return {"title": Truncator(self.public_summary).chars(150)}

    @classmethod
    def visible_condition(cls, visibility, prefix: str) -> Q:
        """Return the rule as a condition: of the site, and marked as public."""
        return Q(**{f"{prefix}is_public": True}) & visibility.own_rows(f"{prefix}site")

    def is_visible(self, visibility) -> bool:
        """Say whether it is of the site, and marked public."""
        return self.is_public and visibility.owns(self)

    @property
    def state(self) -> str:
        """Whether it is planned, or waits to be logged because its day is over, in words."""
        if not self.is_planned:
            return "Logged"
        return "Planned" if self.date >= today() else "To be logged"

    @property
    def organisation_names(self) -> str:
        """Its organisations, for a list that has read them."""
        return _joined(one.name for one in self.organisations.all())

    @property
    def stream_names(self) -> str:
        """Its work streams, for a list that has read them."""
        return _joined(one.title for one in self.work_streams.all())

    @property
    def message_names(self) -> str:
        """Its key messages, for a list that has read them."""
        return _joined(one.title for one in self.key_messages.all())


def _joined(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
