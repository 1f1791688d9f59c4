"""The programme as a whole: one record, edited under Settings."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from cms.base.active_site import active_site
from cms.base.dates import today
from cms.base.partial_date_fields import PartialDateField, PrecisionField
from cms.base.partial_dates import PartialDate
from cms.graphql.fields import (
    GraphQLBoolean,
    GraphQLChoice,
    GraphQLConnection,
    GraphQLInt,
    GraphQLOne,
    GraphQLPartialDate,
    GraphQLText,
)
from cms.pages.conflicts import GuardedForm
from programme.choices import CountedThing, RecordState


class ProgrammeForm(GuardedForm):
    """Refuses phases with the same short form, and the deletion of a phase to which pages belong."""

    def is_valid(self):
        return super().is_valid() and self._phases_are_sound()

    def _phases_are_sound(self) -> bool:
        formset = self.formsets.get("phases")
        if formset is None:
            return True
        deleted = formset.deleted_forms
        for phase in [form.instance for form in deleted if form.instance.pk]:
            if uses := phase.uses():
                self.add_error(
                    None,
                    f"“{phase.name}” can't be deleted: it groups {', '.join(uses)}. Take them out of the phase first.",
                )
        kept = [form for form in formset.forms if form not in deleted]
        seen: set[str] = set()
        # An empty line is no phase.
        for form in [form for form in kept if form.has_changed() or form.instance.pk]:
            slug = form.instance.slug
            if slug in seen:
                form.add_error("slug", f"Another phase has the short form “{slug}”. Give this one a different one.")
            seen.add(slug)
        return not (self.errors or any(form.errors for form in kept))


@register_setting(icon="site")
class ProgrammeSettings(ClusterableModel, BaseSiteSetting):
    """The programme's name, start, purpose and phases, whether its record is up to date, and the counts stated in its
    documents."""

    name = models.CharField(max_length=150, blank=True, help_text="The programme's full name.")
    short_name = models.CharField(max_length=20, blank=True, help_text="Its short form, such as its initials.")
    started_on = PartialDateField(null=True, blank=True)
    started_on_precision = PrecisionField()
    purpose = models.TextField(blank=True, help_text="The programme's purpose, in two or three sentences.")

    accepted_by = models.CharField(
        max_length=60,
        blank=True,
        db_default="",
        help_text="Who accepts what is promised, such as “the council”: readers see “Accepted by the council”.",
    )

    team_contact = models.ForeignKey(
        "programme.ContactPoint",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Shown where pages say how to contact the team. Without one, that is the contact in Names and contact.",
    )
    press_contact = models.ForeignKey(
        "programme.ContactPoint",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Shown on news without a contact point of its own.",
    )

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

    base_form_class = ProgrammeForm
    panels = [
        MultiFieldPanel(
            [
                "name",
                "short_name",
                "started_on",
                "purpose",
                "accepted_by",
            ],
            "Programme",
        ),
        MultiFieldPanel(["team_contact", "press_contact"], "Contact"),
        MultiFieldPanel(
            [
                FieldRowPanel(["record", "record_until"]),
            ],
            "State of the record",
        ),
        InlinePanel("phases", heading="Phases", label="Phase"),
        InlinePanel("stated_counts", heading="Counts stated in documents", label="Count"),
    ]

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


def phases_to_choose() -> Q:
    """Return the condition for the phases that pages may belong to: those of the programme for which the hub speaks."""
    site = active_site()
    return Q(programme__site=site) if site else Q()


class Phase(Orderable):
    """A phase of the programme, with its own objective."""

    programme = ParentalKey(ProgrammeSettings, on_delete=models.CASCADE, related_name="phases")
    name = models.CharField(max_length=80)
    # Empty for a row that the last release added; it is filled when the settings are next saved.
    slug = models.SlugField(
        "short form",
        max_length=80,
        blank=True,
        default="",
        db_default="",
        help_text="For addresses and filters. If it is empty, it follows from the name; later it should stay.",
    )
    objective = models.TextField()
    start = PartialDateField(help_text="The day, or the month or year if no more is known: “March 2017”.")
    start_precision = PrecisionField()
    end = PartialDateField(null=True, blank=True, is_end=True)
    end_precision = PrecisionField()
    is_current = models.BooleanField("current", default=False, help_text="Tick one phase only.")

    visibility_parent = "programme"
    panels = [
        "name",
        "slug",
        "objective",
        FieldRowPanel(["start", "end"]),
        "is_current",
    ]
    graphql_fields = [
        GraphQLText("name", description="The name of the phase."),
        GraphQLText("slug", description="Short form for addresses and filters; unique in the programme."),
        GraphQLText("objective", description="Its objective."),
        *GraphQLPartialDate(
            "start", description="First day; the first day of the month or year if only that is known."
        ),
        *GraphQLPartialDate(
            "end", required=False, description="Last day, or the last day of that month or year; null while it lasts."
        ),
        GraphQLBoolean("is_current", description="Whether it is the current phase."),
        GraphQLConnection(
            "publications", "programme.PublicationPage", via="phases", description="Its publications, newest first."
        ),
        GraphQLConnection("news", "programme.NewsPage", via="phases", description="Its news, newest first."),
        GraphQLConnection(
            "key_messages", "programme.KeyMessagePage", via="phases", description="Its key messages, in order."
        ),
        GraphQLConnection(
            "collections", "programme.DocumentCollectionPage", via="phases", description="Its collections, in order."
        ),
        GraphQLConnection("groups", "programme.GroupPage", via="phases", description="Its groups, in order."),
    ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        self.slug = self.slug or slugify(self.name)[:80]
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": "The phase ends before it starts."})

    def save(self, *args, **kwargs):
        self.slug = self.slug or slugify(self.name)[:80]
        super().save(*args, **kwargs)

    def uses(self) -> list[str]:
        """Return how many pages of each kind belong to the phase, in words. One statement a kind."""
        things = {
            "publications": "publication",
            "news": "news item",
            "key_messages": "key message",
            "collections": "collection",
        }
        counted = [(getattr(self, relation).count(), name) for relation, name in things.items()]
        return [f"{number} {name}{'s' if number > 1 else ''}" for number, name in counted if number]


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
    panels = ["thing", "number", "note", "source"]
    graphql_fields = [
        GraphQLChoice("thing", CountedThing, description="The thing counted."),
        GraphQLInt("number", description="The number that the document states."),
        GraphQLText("note", description="Any doubts about it; may be empty."),
        GraphQLOne("source", "programme.PublicationPage", description="The document that states it."),
    ]

    def __str__(self):
        return f"{self.number} {self.get_thing_display().lower()}"
