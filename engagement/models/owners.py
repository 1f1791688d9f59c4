"""Owners' reports: who is asked about a commitment, when, and what they answered. Nothing here is public."""

from __future__ import annotations

import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from cms.base.dates import today
from cms.base.partial_date_fields import PartialDateField, PrecisionField
from cms.base.secret_links import SecretLink
from cms.base.user_fields import user_field
from cms.pages.addresses import site_of_page
from cms.pages.conflicts import GuardedForm
from cms.vocabularies.fields import VocabularyField
from engagement.choices import OwnerReportReason, OwnerReportState, ReportPeriod
from programme.choices import STATUSES

from .log import Contact

# The owner can still answer.
UNANSWERED = (OwnerReportState.ASKED, OwnerReportState.RETURNED)
OPEN = (*UNANSWERED, OwnerReportState.ANSWERED)
LONGEST_NOTE, LONGEST_LINK, LONGEST_NAME = 2000, 200, 120


def who_may_be_asked(prefix: str = "") -> Q:
    """Return the condition for contacts who may own commitments (`Contact.may_be_asked`), behind the relation `prefix`."""
    agreed = Q(**{f"{prefix}consent_on__isnull": False}) | Q(**{f"{prefix}is_shared": True})
    return agreed & Q(**{f"{prefix}withdrawn_on": None}) & ~Q(**{f"{prefix}email": ""})


@register_setting(icon="tasks")
class OwnerReportSettings(BaseSiteSetting):
    """When owners are asked for reports. Without a value nobody is asked."""

    days_before = models.PositiveSmallIntegerField(
        "days before a due date",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="Owners are asked this many days before. If it is empty, due dates are no reason to ask.",
    )
    every_months = models.PositiveSmallIntegerField(
        "regular reports",
        null=True,
        blank=True,
        choices=ReportPeriod,
        help_text="Owners are asked on the first day of each such period of the calendar year. If it is empty, never.",
    )
    answer_days = models.PositiveSmallIntegerField(
        "days to answer",
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text="An answer to a regular report is expected within this time; one before a due date by that date.",
    )
    remind_days = models.PositiveSmallIntegerField(
        "reminder after days",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text="Owners who haven't answered within this time get one reminder. If it is empty, they get none.",
    )

    base_form_class = GuardedForm
    panels = [
        MultiFieldPanel([FieldRowPanel(["days_before", "every_months"])], "When to ask"),
        MultiFieldPanel([FieldRowPanel(["answer_days", "remind_days"])], "Until when"),
    ]

    class Meta:
        verbose_name = "Owners' reports"

    @classmethod
    def of(cls, site: Site | None) -> OwnerReportSettings:
        """Return the settings of a site, or the defaults, by which nobody is asked. Reading them writes nothing."""
        return cls.objects.filter(site=site).first() or cls()


class CommitmentOwner(models.Model):
    """The contact who is asked about a commitment: a person, or an organisation by its shared mailbox. Readers see the
    responsible body only."""

    commitment = models.OneToOneField("programme.CommitmentPage", on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="owned_commitments")

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"Owner of {self.commitment}"


class OwnerReport(models.Model):
    """One report that an owner is asked for, their answer, and the decision on it."""

    commitment = models.ForeignKey("programme.CommitmentPage", on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="owner_reports")
    reason = models.CharField(max_length=8, choices=OwnerReportReason)
    # The due date, the first day of the period, or the day on which the team asked.
    for_day = models.DateField()
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = user_field()
    answer_by = models.DateField()
    # Null until the mail server has accepted the mail.
    mailed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=OwnerReportState, default=OwnerReportState.ASKED)

    # The answer: the latest that was sent.
    status = VocabularyField(max_length=20, vocabulary=STATUSES, blank=True)
    date = PartialDateField(null=True)
    date_precision = PrecisionField()
    note = models.TextField(max_length=LONGEST_NOTE, blank=True)
    evidence_link = models.URLField(max_length=LONGEST_LINK, blank=True)
    answered_by = models.CharField(max_length=LONGEST_NAME, blank=True)
    answered_at = models.DateTimeField(null=True)

    decided_by = user_field()
    decided_at = models.DateTimeField(null=True)
    # What the team wrote when it returned the answer.
    returned_because = models.TextField(max_length=1000, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ("change",)
        ordering = ["-asked_at", "-pk"]
        constraints = [
            # Whichever worker comes first asks. A new owner is asked for what the former one never answered.
            models.UniqueConstraint(
                fields=["commitment", "contact", "reason", "for_day"],
                condition=~Q(reason=OwnerReportReason.BY_HAND),
                name="owner_asked_once_for_a_day",
            )
        ]

    def __str__(self):
        return f"Report {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether the owner may still answer, or change the answer."""
        return self.state in OPEN

    @property
    def is_unanswered(self) -> bool:
        """Whether the owner's answer is awaited."""
        return self.state in UNANSWERED

    @property
    def is_overdue(self) -> bool:
        """Whether the answer is awaited, and its day has passed."""
        return self.is_unanswered and self.answer_by < today()

    @property
    def is_approved(self) -> bool:
        return self.state == OwnerReportState.APPROVED

    @property
    def asked_for(self) -> str:
        """What the report is asked for, in words for the team and the owner."""
        day = f"{self.for_day.day} {self.for_day:%B %Y}"
        if self.reason == OwnerReportReason.DUE:
            return f"due on {day}"
        return f"regular report of {day}" if self.reason == OwnerReportReason.PERIOD else f"asked on {day}"

    @property
    def last_opened(self) -> datetime.datetime | None:
        """When one of its links was last opened; None if none was."""
        return max((link.last_used_at for link in self.links.all() if link.last_used_at), default=None)

    @property
    def open_until(self) -> datetime.datetime | None:
        """Until when a link to it works; None if none does."""
        return max((link.expires_at for link in self.links.all() if link.works), default=None)


class OwnerReportLink(SecretLink):
    """A link to one report. Each mail has its own, since its token is kept nowhere; the others go on working.

    Name and address stay empty: the report says whom it is for.
    """

    report = models.ForeignKey(OwnerReport, on_delete=models.CASCADE, related_name="links")

    @property
    def own_site(self):
        """The site of its commitment."""
        return site_of_page(self.report.commitment)

    class Meta(SecretLink.Meta):
        default_permissions = ()
