"""Meetings of a group: ahead with an agenda, afterwards with minutes."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from cms.forms import HubPageForm
from cms.graphql.fields import (
    GraphQLBlocks,
    GraphQLBoolean,
    GraphQLChoice,
    GraphQLDate,
    GraphQLInt,
    GraphQLOne,
    GraphQLPartialDate,
    GraphQLRows,
    GraphQLText,
)
from cms.models import BasePage, DocumentRow
from cms.partial_dates import PartialDate, PartialDateField, PrecisionField
from cms.rows import RowsPanel
from programme.blocks import ProgrammeStreamBlock
from programme.choices import ActionState, AttendanceKind, MeetingState
from programme.panels import CarriedActionsPanel


class MeetingPageForm(HubPageForm):
    """Says at the number that the meeting has an action of it already: minutes and later meetings name actions by it."""

    def is_valid(self):
        valid = super().is_valid()
        rows = self.formsets["actions"].forms if "actions" in self.formsets else []
        seen = set()
        for row in rows:
            number = getattr(row, "cleaned_data", {}).get("number")
            if not number or row.cleaned_data.get("DELETE"):
                continue
            if number in seen and not row.has_error("number"):
                row.add_error("number", f"There is an action {number} already. Each has a number of its own.")
                valid = False
            seen.add(number)
        return valid


class MeetingPage(BasePage):
    """A meeting of the group that it stands under."""

    # The parent page, as a field of its own, for lists of a group's meetings.
    group = models.ForeignKey("programme.GroupPage", on_delete=models.RESTRICT, related_name="meetings", editable=False)
    date = PartialDateField(help_text="The day, or the month or year if that is all that is known: “December 2017”.")
    date_precision = PrecisionField()
    state = models.CharField(max_length=20, choices=MeetingState, default=MeetingState.PLANNED)
    place = models.CharField(max_length=200, blank=True)
    agenda = StreamField(ProgrammeStreamBlock(), blank=True)
    attendance_complete = models.BooleanField(
        "the list names everybody",
        default=False,
        help_text="Tick it if the list has all who came, as the whole of the minutes does. Otherwise readers see “People known to"
        " have attended”.",
    )
    minutes = StreamField(ProgrammeStreamBlock(), blank=True, help_text="Only once the meeting has been held.")
    minutes_address = models.URLField(blank=True, help_text="Where the official minutes are, if published elsewhere.")
    amendment_note = models.TextField(
        blank=True, help_text="What the next meeting corrected when it agreed these minutes."
    )

    base_form_class = MeetingPageForm
    parent_field = "group"
    # Typed without a year, the next such day is meant (`cms.date_fields`).
    dates_ahead = ("date",)

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
                FieldRowPanel([FieldPanel("date"), FieldPanel("state")]),
                FieldPanel("place"),
            ],
            "When and where",
        ),
        FieldPanel("agenda"),
        RowsPanel(
            "attendance",
            heading="Who came",
            label="Person",
            help_text="For a planned meeting, the people expected. Afterwards, remove those who didn't come.",
        ),
        FieldPanel("attendance_complete", heading="Attendance"),
        MultiFieldPanel(
            [FieldPanel("minutes"), FieldPanel("minutes_address"), FieldPanel("amendment_note")], "Minutes"
        ),
        RowsPanel("papers", heading="Papers", label="Paper"),
        RowsPanel("actions", heading="Actions agreed", label="Action"),
        CarriedActionsPanel(heading="Open actions of earlier meetings"),
    ]
    parent_page_types = ["programme.GroupPage"]
    subpage_types: list[str] = []
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLOne("group", "programme.GroupPage", description="Whose meeting it is."),
        *GraphQLPartialDate("date", description="The day; the first of the month or year if only that is known."),
        GraphQLChoice(
            "meeting_state", MeetingState, source="state", description="How far the meeting and its minutes are."
        ),
        GraphQLText("place", description="Where it is held; may be empty."),
        GraphQLBlocks("agenda", description="What it is about, block by block."),
        GraphQLRows("attendance", "programme.Attendance", via="page", description="Who came and who sent apologies."),
        GraphQLBoolean(
            "attendance_complete",
            description="Whether `attendance` has everybody who came. If not, show it as people known to have attended.",
        ),
        GraphQLBlocks("minutes", description="What was said and decided, block by block."),
        GraphQLText("minutes_address", description="Where the official minutes are; may be empty."),
        GraphQLText("amendment_note", description="What a later meeting corrected; may be empty."),
        GraphQLRows("papers", "programme.MeetingPaper", via="page", description="Documents of the meeting."),
        GraphQLRows(
            "actions", "programme.MeetingAction", via="page", description="What was agreed to be done, by number."
        ),
    ]

    class Meta:
        indexes = [models.Index(fields=["-date", "-page_ptr"], name="meeting_by_date")]

    @classmethod
    def empty_condition(cls, visibility):
        """It was held, and no more is known of it than the day."""
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
        return f"{self.title}: who attended, what was agreed, and where the minutes are, as far as it is known."

    @property
    def has_minutes(self) -> bool:
        """Whether there is anything to read about what was decided."""
        return bool(self.minutes) or bool(self.minutes_address)

    def is_coming_on(self, day: datetime.date) -> bool:
        """Say whether the meeting is still to come on the day."""
        return self.state == MeetingState.PLANNED and PartialDate.of(self, "date").last_day >= day

    def clean(self):
        super().clean()
        if self.state == MeetingState.PLANNED and self.has_minutes:
            raise ValidationError(
                {"state": "A planned meeting has no minutes yet. Choose another state or remove them."}
            )
        if self.state != MeetingState.PLANNED and self.date and self.date > timezone.localdate():
            raise ValidationError({"state": "The meeting's date is still to come: it can only be planned."})
        if self.state in (MeetingState.MINUTES_DRAFT, MeetingState.AGREED) and not self.has_minutes:
            raise ValidationError({"minutes": "Add the minutes or the address of the official ones first."})

    def get_context(self, request, *args, **kwargs):
        from programme.site import pages  # it imports the models

        return super().get_context(request, *args, **kwargs) | pages.meeting(self, request)


class Attendance(Orderable):
    """Somebody's part in one meeting. The chair of a meeting is a fact of that meeting."""

    page = ParentalKey(MeetingPage, on_delete=models.CASCADE, related_name="attendance")
    kind = models.CharField("part", max_length=20, choices=AttendanceKind, default=AttendanceKind.MEMBER)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=150, blank=True, help_text="The post held on that day.")
    organisation = models.ForeignKey(
        "programme.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    on_behalf_of = models.CharField(max_length=120, blank=True, help_text="For whom, if somebody else's seat.")

    visibility_parent = "page"
    panels = [
        FieldPanel("kind"),
        FieldRowPanel([FieldPanel("name"), FieldPanel("role")]),
        FieldPanel("organisation"),
        FieldPanel("on_behalf_of"),
    ]
    graphql_fields = [
        GraphQLChoice("kind", AttendanceKind, description="In what part."),
        GraphQLText("name", description="The person; may be empty where only the organisation is known."),
        GraphQLText("role", description="The post held on that day; may be empty."),
        GraphQLOne("organisation", "programme.Organisation", description="The body that the person came from."),
        GraphQLText("on_behalf_of", description="For whom, if somebody else's seat; may be empty."),
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
            raise ValidationError({"on_behalf_of": "Say for whom this person came."})


class MeetingPaper(DocumentRow):
    """A document of a meeting."""

    page = ParentalKey(MeetingPage, on_delete=models.CASCADE, related_name="papers")

    graphql_fields = [*DocumentRow.graphql_fields]

    class Meta(DocumentRow.Meta):
        pass


class MeetingAction(Orderable):
    """Something that a meeting agreed will be done."""

    page = ParentalKey(MeetingPage, on_delete=models.CASCADE, related_name="actions")
    number = models.PositiveSmallIntegerField(help_text="As in the minutes.")
    text = models.TextField()
    owner = models.CharField(max_length=120, blank=True, help_text="Who does it.")
    state = models.CharField(max_length=20, choices=ActionState, default=ActionState.OPEN)
    due_date = models.DateField(null=True, blank=True)
    closed_on = models.DateField(
        null=True, blank=True, help_text="When it was done or dropped. Until then later meetings show it as open."
    )

    # Typed without a year, the next such day is meant (`cms.date_fields`).
    dates_ahead = ("due_date",)

    visibility_parent = "page"
    list_order = ("number", "sort_order")
    panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("state")]),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("owner"), FieldPanel("due_date"), FieldPanel("closed_on")]),
    ]
    graphql_fields = [
        GraphQLInt("number", description="Number in the minutes."),
        GraphQLText("text", description="What is to be done."),
        GraphQLText("owner", description="Who does it; may be empty."),
        GraphQLChoice("state", ActionState, description="How far it is."),
        GraphQLDate("due_date", required=False, description="By when; null if not said."),
        GraphQLDate("closed_on", required=False, description="When it was done or dropped; null if open or not said."),
    ]

    class Meta(Orderable.Meta):
        pass

    def __str__(self):
        return f"Action {self.number}"

    def clean(self):
        super().clean()
        if self.closed_on and self.state == ActionState.OPEN:
            raise ValidationError({"closed_on": "An open action has no day on which it was closed. Choose its state."})
        if self.closed_on and self.closed_on > timezone.localdate():
            raise ValidationError({"closed_on": "The day is still to come."})
