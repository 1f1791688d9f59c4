"""Meetings of a group: an agenda beforehand, minutes afterwards."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from cms.base import words
from cms.base.choices import DatePrecision
from cms.base.dates import moment_of, today
from cms.base.local_texts import hub_text
from cms.base.own_words import worded
from cms.base.partial_date_fields import PartialDateField, PrecisionField
from cms.base.partial_dates import PartialDate
from cms.graphql.fields import (
    GraphQLBlocks,
    GraphQLBoolean,
    GraphQLChoice,
    GraphQLDate,
    GraphQLInt,
    GraphQLKind,
    GraphQLOne,
    GraphQLPartialDate,
    GraphQLRows,
    GraphQLText,
)
from cms.models import BasePage, DocumentRow
from cms.pages.forms import HubPageForm
from cms.pages.kinds import PageKind, when
from cms.pages.rows import RowsPanel
from cms.vocabularies.fields import VocabularyField
from programme.blocks import ProgrammeStreamBlock
from programme.choices import ATTENDANCE_KINDS, ActionState, AttendanceKind, MeetingState
from programme.graphql.fields import meeting_times
from programme.panels import AttendancePanel, CarriedActionsPanel

from .own_contact import contact_field, own_contact

# Half a year after a meeting the hub stops saying that its minutes are to follow.
AWAITED_FOR = datetime.timedelta(days=183)


def awaited_until(date: datetime.date, precision: str) -> datetime.date:
    """Return the last day on which the minutes of a meeting on that date are described as still to follow."""
    return PartialDate(date, precision).last_day + AWAITED_FOR


def objection_to_hours(start: datetime.time | None, end: datetime.time | None) -> str:
    """Say in a sentence what is wrong with the hours of a meeting; empty if nothing is. One or both may be unknown."""
    if end and not start:
        return "Give the time at which it begins, too."
    return "The meeting ends before it starts." if start and end and end <= start else ""


class MeetingPageForm(HubPageForm):
    """Reports duplicate action numbers at their field: minutes and later meetings refer to actions by number."""

    def is_valid(self):
        valid = super().is_valid()
        rows = self.formsets["actions"].forms if "actions" in self.formsets else []
        seen = set()
        for row in rows:
            number = getattr(row, "cleaned_data", {}).get("number")
            if not number or row.cleaned_data.get("DELETE"):
                continue
            if number in seen and not row.has_error("number"):
                row.add_error(
                    "number",
                    worded(
                        "There is already an action %(number)s. Give each action a number of its own.", number=number
                    ),
                )
                valid = False
            seen.add(number)
        return valid


class MeetingPage(BasePage):
    """A meeting of the group whose page is its parent."""

    # The parent page as a field, for lists of a group's meetings.
    group = models.ForeignKey("programme.GroupPage", on_delete=models.RESTRICT, related_name="meetings", editable=False)
    date = PartialDateField(help_text="The day, or the month or year if no more is known: “December 2017”.")
    date_precision = PrecisionField()
    start_time = models.TimeField(
        "from", null=True, blank=True, help_text="Such as 10am or 14:30. Leave empty if not known."
    )
    end_time = models.TimeField("until", null=True, blank=True)
    state = models.CharField(max_length=20, choices=MeetingState, default=MeetingState.PLANNED)
    place = models.CharField(max_length=200, blank=True)
    agenda = StreamField(ProgrammeStreamBlock(), blank=True)
    attendance_complete = models.BooleanField(
        "the list names everybody",
        default=False,
        help_text="Tick this if the list is complete, as in full minutes. Otherwise readers see “People known to have attended”.",
    )
    minutes = StreamField(ProgrammeStreamBlock(), blank=True, help_text="Only once the meeting has been held.")
    minutes_address = models.URLField(blank=True, help_text="Address of the official minutes, if published elsewhere.")
    amendment_note = models.TextField(
        blank=True, help_text="Corrections that the next meeting made when it agreed these minutes."
    )
    contact_point = own_contact()

    base_form_class = MeetingPageForm
    parent_field = "group"
    # Typed without a year, the next such day is meant (`cms.base.date_fields`).
    dates_ahead = ("date",)

    kept_once = True
    page_kind = PageKind(
        "meeting",
        "Meeting",
        "Meetings",
        icon="date",
        order=70,
        date="date",
        facts=lambda page: [page.when, page.record],
        full_title=lambda page: f"{page.group.title}: {page.title}",
        related=("group",),
        description="Meetings of all groups, latest first.",
        feed=True,
        feed_order=50,
        calendar=True,
        diary=True,
        columns=("state",),
        menu_order=50,
        newsletter_order=10,
    )
    list_order = ("-date",)
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("agenda"),
        index.SearchField("minutes"),
        index.FilterField("date"),
        index.FilterField("state"),
    ]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel(["date", "state"]),
                FieldRowPanel(["start_time", "end_time"]),
                "place",
                "contact_point",
            ],
            "When and where",
        ),
        "agenda",
        AttendancePanel(
            "attendance",
            heading="Who came",
            label="Person",
            help_text="For a planned meeting, the people expected. Afterwards, take the tick from those who didn't come, "
            "or open their entry if they sent apologies or somebody in their place.",
        ),
        FieldPanel("attendance_complete", heading="Attendance"),
        MultiFieldPanel(["minutes", "minutes_address", "amendment_note"], "Minutes"),
        RowsPanel("papers", heading="Papers", label="Paper"),
        RowsPanel("actions", heading="Actions agreed", label="Action"),
        CarriedActionsPanel(heading="Open actions of earlier meetings"),
    ]
    parent_page_types = ["programme.GroupPage"]
    subpage_types: list[str] = []
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLOne("group", "programme.GroupPage", description="The group that meets."),
        *GraphQLPartialDate("date", description="The day; the first day of the month or year if only that is known."),
        *meeting_times(),
        GraphQLChoice(
            "meeting_state", MeetingState, source="state", description="The state of the meeting and its minutes."
        ),
        GraphQLText("place", description="The venue; may be empty."),
        contact_field(),
        GraphQLBlocks("agenda", description="The agenda, block by block."),
        GraphQLRows(
            "attendance", "programme.Attendance", via="page", description="Those who attended or sent apologies."
        ),
        GraphQLBoolean(
            "attendance_complete",
            description="Whether `attendance` is complete. If not, show it as people known to have attended.",
        ),
        GraphQLBlocks("minutes", description="The minutes, block by block."),
        GraphQLText("minutes_address", description="Address of the official minutes; may be empty."),
        GraphQLText("amendment_note", description="Corrections by a later meeting; may be empty."),
        GraphQLRows("papers", "programme.MeetingPaper", via="page", description="Documents of the meeting."),
        GraphQLRows("actions", "programme.MeetingAction", via="page", description="Actions agreed, by number."),
    ]

    class Meta:
        indexes = [models.Index(fields=["-date", "-page_ptr"], name="meeting_by_date")]

    @classmethod
    def empty_condition(cls, visibility):
        """It has been held, and only its date is known."""
        rows = (Attendance, MeetingPaper, MeetingAction)
        return Q(
            ~Q(state=MeetingState.PLANNED),
            *(~Exists(model.objects.filter(page=OuterRef("pk"))) for model in rows),
            agenda=[],
            minutes=[],
            minutes_address="",
            amendment_note="",
        )

    @property
    def default_description(self) -> str:
        return worded("%(title)s: attendance, actions agreed and minutes, as far as they are known.", title=self.title)

    @property
    def hours(self) -> str:
        """The hours in words, “10am to 12.30pm”; empty if they aren't known."""
        return words.hours(self.start_time, self.end_time)

    @property
    def when(self) -> str:
        """The date with the hours, as far as they are known."""
        return ", ".join(filter(None, [when(self), self.hours]))

    @property
    def starts_at(self) -> datetime.datetime | None:
        """The moment at which it begins, if its time is known."""
        return moment_of(self.date, self.start_time)

    @property
    def ends_at(self) -> datetime.datetime | None:
        """The moment at which it ends, if that time is known."""
        return moment_of(self.date, self.end_time)

    @property
    def has_minutes(self) -> bool:
        """Whether minutes can be read here or elsewhere."""
        return bool(self.minutes) or bool(self.minutes_address)

    @property
    def record(self) -> str:
        """Today's state of the meeting and its minutes, in a few words."""
        if self.state == MeetingState.PLANNED:
            return hub_text(_("Planned"))
        if self.state == MeetingState.AGREED:
            return hub_text(_("Minutes agreed"))
        if self.has_minutes:
            return hub_text(_("Minutes in draft"))
        if today() <= awaited_until(self.date, self.date_precision):
            return hub_text(_("Minutes to follow"))
        return hub_text(_("No published minutes known to us"))

    def carried_actions(self) -> models.QuerySet[MeetingAction]:
        """Return the actions of the group's earlier meetings that were open on the meeting's day, oldest meeting first.

        Actions closed without a date are left out.
        """
        still = Q(state=ActionState.OPEN) | Q(closed_on__gte=self.date)
        earlier = MeetingAction.objects.filter(still, page__group=self.group_id, page__date__lt=self.date)
        return earlier.exclude(page=self.pk).order_by("page__date", "number", "sort_order").select_related("page")

    def is_coming_on(self, day: datetime.date) -> bool:
        """Say whether the meeting is still to come as of the day."""
        return self.state == MeetingState.PLANNED and PartialDate.of(self, "date").last_day >= day

    def clean(self):
        super().clean()
        self._clean_hours()
        if self.state == MeetingState.PLANNED and self.has_minutes:
            raise ValidationError(
                {"state": "A planned meeting can't have minutes. Choose another state or remove the minutes."}
            )
        if self.state != MeetingState.PLANNED and self.date and self.date > timezone.localdate():
            raise ValidationError({"state": "The meeting is in the future, so its state can only be “Planned”."})
        if self.state in (MeetingState.MINUTES_DRAFT, MeetingState.AGREED) and not self.has_minutes:
            raise ValidationError({"minutes": "Add the minutes or the address of the official ones first."})

    def _clean_hours(self) -> None:
        if objection := objection_to_hours(self.start_time, self.end_time):
            raise ValidationError({"end_time" if self.start_time else "start_time": objection})
        if self.start_time and self.date_precision != DatePrecision.DAY:
            raise ValidationError({"start_time": "A time needs the day of the meeting, not just its month or year."})


class Attendance(Orderable):
    """A person's attendance at one meeting. Each meeting records its own chair."""

    page = ParentalKey(MeetingPage, on_delete=models.CASCADE, related_name="attendance")
    kind = VocabularyField("part", max_length=20, vocabulary=ATTENDANCE_KINDS, default=AttendanceKind.MEMBER)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=150, blank=True, help_text="The post held on that day.")
    organisation = models.ForeignKey(
        "programme.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    on_behalf_of = models.CharField(
        max_length=120, blank=True, help_text="The person represented, if in somebody else's seat."
    )

    visibility_parent = "page"
    panels = [
        "kind",
        FieldRowPanel(["name", "role"]),
        "organisation",
        "on_behalf_of",
    ]
    graphql_fields = [
        GraphQLKind("kind", ATTENDANCE_KINDS, description="The capacity in which they attended."),
        GraphQLText("name", description="The person; may be empty where only the organisation is known."),
        GraphQLText("role", description="The post held on that day; may be empty."),
        GraphQLOne("organisation", "programme.Organisation", description="The person's organisation."),
        GraphQLText("on_behalf_of", description="The person represented, if in somebody else's seat; may be empty."),
    ]

    class Meta(Orderable.Meta):
        verbose_name_plural = "attendance"

    def __str__(self):
        return self.name or str(self.organisation)

    def clean(self):
        super().clean()
        if not (self.name or self.organisation_id):
            raise ValidationError({"name": "Give a name or an organisation."})
        if self.kind == AttendanceKind.DEPUTY and not self.on_behalf_of:
            raise ValidationError({"on_behalf_of": "Give the person represented."})


class MeetingPaper(DocumentRow):
    """A document of a meeting."""

    page = ParentalKey(MeetingPage, on_delete=models.CASCADE, related_name="papers")

    graphql_fields = [*DocumentRow.graphql_fields]


class MeetingAction(Orderable):
    """An action agreed at a meeting."""

    page = ParentalKey(MeetingPage, on_delete=models.CASCADE, related_name="actions")
    number = models.PositiveSmallIntegerField(help_text="As in the minutes.")
    text = models.TextField()
    owner = models.CharField(max_length=120, blank=True, help_text="The person or body responsible.")
    state = models.CharField(max_length=20, choices=ActionState, default=ActionState.OPEN)
    due_date = models.DateField(null=True, blank=True)
    closed_on = models.DateField(
        null=True, blank=True, help_text="When it was done or dropped. Until then, later meetings show it as open."
    )

    # Typed without a year, the next such day is meant (`cms.base.date_fields`).
    dates_ahead = ("due_date",)

    visibility_parent = "page"
    list_order = ("number", "sort_order")
    panels = [
        FieldRowPanel(["number", "state"]),
        "text",
        FieldRowPanel(["owner", "due_date", "closed_on"]),
    ]
    graphql_fields = [
        GraphQLInt("number", description="Number in the minutes."),
        GraphQLText("text", description="What is to be done."),
        GraphQLText("owner", description="The person or body responsible; may be empty."),
        GraphQLChoice("state", ActionState, description="Its state."),
        GraphQLDate("due_date", required=False, description="Due date; null if not stated."),
        GraphQLDate(
            "closed_on", required=False, description="When it was done or dropped; null if open or not stated."
        ),
    ]

    def __str__(self):
        return worded("Action %(number)s", number=self.number)

    def clean(self):
        super().clean()
        if self.closed_on and self.state == ActionState.OPEN:
            raise ValidationError(
                {
                    "closed_on": worded(
                        "An open action can't have a closing date. Choose another state or remove the date."
                    )
                }
            )
        if self.closed_on and self.closed_on > timezone.localdate():
            raise ValidationError({"closed_on": "This day is in the future."})
