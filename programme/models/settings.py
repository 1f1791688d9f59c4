"""The programme as a whole: one record, edited under Settings."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from cms.base.dates import today
from cms.base.partial_date_fields import PartialDateField, PrecisionField
from cms.base.partial_dates import PartialDate
from cms.graphql.fields import GraphQLBoolean, GraphQLChoice, GraphQLInt, GraphQLOne, GraphQLPartialDate, GraphQLText
from cms.pages.conflicts import GuardedForm
from programme.choices import CountedThing, RecordState


@register_setting(icon="site")
class ProgrammeSettings(ClusterableModel, BaseSiteSetting):
    """The programme's name, start, purpose and phases, whether its record is up to date, and the counts stated in its
    documents."""

    name = models.CharField(max_length=150, blank=True, help_text="The programme's full name.")
    short_name = models.CharField(max_length=20, blank=True, help_text="Its short form, such as CPIP.")
    started_on = PartialDateField(null=True, blank=True)
    started_on_precision = PrecisionField()
    purpose = models.TextField(blank=True, help_text="The programme's purpose, in two or three sentences.")

    record = models.CharField(
        "this record is",
        max_length=10,
        choices=RecordState,
        default=RecordState.CURRENT,
        help_text="In an archive, readers first see the date up to which it was kept, and reminders that depend "
        "on time alone are off.",
    )
    record_until = PartialDateField(
        "kept up to",
        null=True,
        blank=True,
        is_end=True,
        help_text="For an archive: the last day, month or year that it covers, such as “February 2023”.",
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
            "State of the record",
        ),
        InlinePanel("phases", heading="Phases", label="Phase"),
        InlinePanel("stated_counts", heading="Counts stated in documents", label="Count"),
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
            return "Give the date up to which the archive was kept. Readers see it."
        return (
            "The end of an archive can't be in the future."
            if PartialDate.of(self, "record_until").first_day > today()
            else ""
        )


class Phase(Orderable):
    """A phase of the programme, with its own objective."""

    programme = ParentalKey(ProgrammeSettings, on_delete=models.CASCADE, related_name="phases")
    name = models.CharField(max_length=80)
    objective = models.TextField()
    start = PartialDateField(help_text="The day, or the month or year if no more is known: “March 2017”.")
    start_precision = PrecisionField()
    end = PartialDateField(null=True, blank=True, is_end=True)
    end_precision = PrecisionField()
    is_current = models.BooleanField("current", default=False, help_text="Tick one phase only.")

    visibility_parent = "programme"
    panels = [
        FieldPanel("name"),
        FieldPanel("objective"),
        FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
        FieldPanel("is_current"),
    ]
    graphql_fields = [
        GraphQLText("name", description="The name of the phase."),
        GraphQLText("objective", description="Its objective."),
        *GraphQLPartialDate(
            "start", description="First day; the first day of the month or year if only that is known."
        ),
        *GraphQLPartialDate(
            "end", required=False, description="Last day, or the last day of that month or year; null while it lasts."
        ),
        GraphQLBoolean("is_current", description="Whether it is the current phase."),
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
    """A number stated in a document. It is shown beside the number counted here and never replaces it."""

    programme = ParentalKey(ProgrammeSettings, on_delete=models.CASCADE, related_name="stated_counts")
    thing = models.CharField("what", max_length=20, choices=CountedThing)
    number = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=250, blank=True, help_text="Any doubts about it.")
    source = models.ForeignKey(
        "programme.PublicationPage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    visibility_parent = "programme"
    panels = [FieldPanel("thing"), FieldPanel("number"), FieldPanel("note"), FieldPanel("source")]
    graphql_fields = [
        GraphQLChoice("thing", CountedThing, description="The thing counted."),
        GraphQLInt("number", description="The number that the document states."),
        GraphQLText("note", description="Any doubts about it; may be empty."),
        GraphQLOne("source", "programme.PublicationPage", description="The document that states it."),
    ]

    class Meta(Orderable.Meta):
        pass

    def __str__(self):
        return f"{self.number} {self.get_thing_display().lower()}"
