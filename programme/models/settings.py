"""The programme as a whole: one record, edited under Settings."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from cms.dates import today
from cms.graphql.fields import GraphQLBoolean, GraphQLChoice, GraphQLInt, GraphQLOne, GraphQLPartialDate, GraphQLText
from cms.guarding import GuardedForm
from cms.partial_dates import PartialDate, PartialDateField, PrecisionField
from programme.choices import CountedThing, RecordState


@register_setting(icon="site")
class ProgrammeSettings(ClusterableModel, BaseSiteSetting):
    """Name, start, purpose and phases of the programme, how current its record is, and the counts that its documents state."""

    name = models.CharField(max_length=150, blank=True, help_text="The programme's full name.")
    short_name = models.CharField(max_length=20, blank=True, help_text="Its short form, such as CPIP.")
    started_on = PartialDateField(null=True, blank=True)
    started_on_precision = PrecisionField()
    purpose = models.TextField(blank=True, help_text="What the programme is for, in two or three sentences.")

    record = models.CharField(
        "this record is",
        max_length=10,
        choices=RecordState,
        default=RecordState.CURRENT,
        help_text="Of an archive, readers first see up to when it was kept, and reminders that depend on time alone are off.",
    )
    record_until = PartialDateField(
        "kept up to",
        null=True,
        blank=True,
        is_end=True,
        help_text="For an archive: the last day that it covers, or the month or year: “February 2023”.",
    )
    record_until_precision = PrecisionField()

    base_form_class = GuardedForm
    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("short_name"), FieldPanel("started_on"), FieldPanel("purpose")], "Programme"
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("record"), FieldPanel("record_until")]),
            ],
            "How current the record is",
        ),
        InlinePanel("phases", heading="Phases", label="Phase"),
        InlinePanel("stated_counts", heading="Counts that documents state", label="Count"),
    ]
    graphql_fields: list = []

    class Meta:
        verbose_name = "Programme"

    @property
    def is_kept(self) -> bool:
        """Whether the record is kept up to date."""
        return self.record == RecordState.CURRENT

    def clean(self):
        super().clean()
        if problem := self._problem_of_record():
            raise ValidationError({"record_until": problem})
        if self.pk and sum(phase.is_current for phase in self.phases.all()) > 1:
            raise ValidationError("Only one phase can be the current one.")

    def _problem_of_record(self) -> str:
        if self.is_kept:
            return "Leave this empty while the record is kept up to date." if self.record_until else ""
        if self.record_until is None:
            return "Say up to which day the archive was kept, for readers to see."
        return "An archive ends today or earlier." if PartialDate.of(self, "record_until").first_day > today() else ""


class Phase(Orderable):
    """A stretch of the programme with an objective of its own."""

    programme = ParentalKey(ProgrammeSettings, on_delete=models.CASCADE, related_name="phases")
    name = models.CharField(max_length=80)
    objective = models.TextField()
    start = PartialDateField(help_text="The day, or the month or year if that is all that is known: “March 2017”.")
    start_precision = PrecisionField()
    end = PartialDateField(null=True, blank=True, is_end=True)
    end_precision = PrecisionField()
    is_current = models.BooleanField("current", default=False, help_text="Tick exactly one.")

    visibility_parent = "programme"
    panels = [
        FieldPanel("name"),
        FieldPanel("objective"),
        FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
        FieldPanel("is_current"),
    ]
    graphql_fields = [
        GraphQLText("name", description="What the phase is called."),
        GraphQLText("objective", description="What it is to reach."),
        *GraphQLPartialDate("start", description="First day; the first of the month or year if only that is known."),
        *GraphQLPartialDate(
            "end", required=False, description="Last day, or the last of its month or year; null while it goes on."
        ),
        GraphQLBoolean("is_current", description="Whether it is the phase that the programme is in."),
    ]

    class Meta(Orderable.Meta):
        pass

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": "The phase ends before it starts."})


class StatedCount(Orderable):
    """A number that a document states. Shown beside what is counted, never used in its place."""

    programme = ParentalKey(ProgrammeSettings, on_delete=models.CASCADE, related_name="stated_counts")
    thing = models.CharField("what", max_length=20, choices=CountedThing)
    number = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=250, blank=True, help_text="What is unclear about it, if anything.")
    source = models.ForeignKey(
        "programme.PublicationPage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    visibility_parent = "programme"
    panels = [FieldPanel("thing"), FieldPanel("number"), FieldPanel("note"), FieldPanel("source")]
    graphql_fields = [
        GraphQLChoice("thing", CountedThing, description="What is counted."),
        GraphQLInt("number", description="The number that the document states."),
        GraphQLText("note", description="What is unclear about it; may be empty."),
        GraphQLOne("source", "programme.PublicationPage", description="The document that states it."),
    ]

    class Meta(Orderable.Meta):
        pass

    def __str__(self):
        return f"{self.number} {self.get_thing_display().lower()}"
