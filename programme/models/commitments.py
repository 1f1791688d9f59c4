"""What the programme promised, and the ledger of how far each promise is."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from cms.blocks.content import RICH_TEXT_FEATURES
from cms.dates import today
from cms.forms import HubPageForm
from cms.graphql.fields import (
    GraphQLChoice,
    GraphQLConnection,
    GraphQLDate,
    GraphQLInt,
    GraphQLOne,
    GraphQLPartialDate,
    GraphQLRichText,
    GraphQLRows,
    GraphQLText,
)
from cms.models import BasePage
from cms.panels import ChoicesPanel
from cms.partial_dates import PartialDate, PartialDateField, PrecisionField
from programme import ledger
from programme.choices import CommitmentKind, ProgressStatus, TextStatus
from programme.graphql.fields import so_far, status_fields
from programme.panels import LedgerPanel, RecordedPanel


class CommitmentPageForm(HubPageForm):
    """Says at the number, not as a database error, that the number is taken in this stream."""

    def clean(self):
        data = super().clean()
        kind, number = data.get("kind"), data.get("number")
        stream = self.parent_page.specific if self.parent_page else None
        if kind and number and stream:
            name = CommitmentPage(kind=kind, number=number).distinct_name
            if name in CommitmentPage.names_taken(stream, besides=self.instance.pk):
                self.add_error("number", f"{stream.title} already has {name}. Numbers start at 1 in every stream.")
        return data


class CommitmentPage(BasePage):
    """A recommendation or an action of one work stream. Its status is the newest entry of its ledger; without one it has none."""

    # The parent page, as a field of its own: the number is unique in the stream, and lists ask by it.
    work_stream = models.ForeignKey(
        "programme.WorkStreamPage", on_delete=models.RESTRICT, related_name="commitments", editable=False
    )
    kind = models.CharField(max_length=20, choices=CommitmentKind)
    number = models.PositiveSmallIntegerField(
        help_text="As printed. Numbers start again at 1 in every stream and kind."
    )
    text = RichTextField(
        blank=True, features=RICH_TEXT_FEATURES, help_text="What was promised. Leave empty if not held."
    )
    text_status = models.CharField(
        max_length=20,
        choices=TextStatus,
        default=TextStatus.HELD,
        help_text="Say so if the wording is missing or only part of it is known; readers see it.",
    )
    theme = models.ForeignKey(
        "programme.Theme", on_delete=models.SET_NULL, null=True, blank=True, related_name="commitments"
    )
    areas = ParentalManyToManyField("programme.SubjectArea", blank=True, related_name="commitments")
    responsible_body = models.ForeignKey(
        "programme.Organisation",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="commitments",
        help_text="The body that answers for it.",
    )
    due = models.CharField(max_length=120, blank=True, help_text="As stated, such as “April 2018” or “every year”.")
    due_date = models.DateField(
        null=True, blank=True, help_text="The last day that fits what is stated, for reminders."
    )
    accepted_on = models.DateField(null=True, blank=True, help_text="The day Ministers accepted it.")
    accepted_source = models.CharField(
        max_length=200, blank=True, help_text="The document that shows it, such as the title of a statement."
    )
    accepted_link = models.URLField(blank=True, help_text="Where that can be read.")
    source = models.ForeignKey(
        "programme.PublicationPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="commitments",
        help_text="The publication that holds it.",
    )
    source_page = models.CharField(max_length=40, blank=True, help_text="Where in the publication, such as “page 69”.")

    base_form_class = CommitmentPageForm
    parent_field = "work_stream"
    # Typed without a year, the next such day is meant (`cms.date_fields`).
    dates_ahead = ("due_date",)

    list_order = ("work_stream__path", "-kind", "number")
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("text"),
        index.FilterField("kind"),
        index.FilterField("work_stream"),
        index.RelatedFields("work_stream", [index.SearchField("title")]),
    ]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            # Asked for even in a draft: two drafts without a kind would take each other's number.
            [FieldRowPanel([FieldPanel("kind", required_on_save=True), FieldPanel("number")])],
            "Which one",
        ),
        LedgerPanel(
            "progress_entries",
            heading="Progress",
            label="Entry",
            help_text="One entry for each change, with its date. The newest up to today is the status; old ones stay. "
            "Without an entry there is no status, and readers see “No update recorded”.",
        ),
        MultiFieldPanel([FieldPanel("text"), FieldPanel("text_status", heading="How much is held")], "Wording"),
        MultiFieldPanel(
            [FieldPanel("due"), FieldPanel("due_date"), FieldPanel("responsible_body")],
            "When and who",
        ),
        MultiFieldPanel(
            [FieldPanel("accepted_on"), FieldPanel("accepted_source"), FieldPanel("accepted_link")],
            "Acceptance",
            help_text="Being accepted says nothing about how far it is: record that as an entry under Progress.",
        ),
        MultiFieldPanel([FieldPanel("theme"), ChoicesPanel("areas")], "Sorting"),
        MultiFieldPanel([FieldPanel("source"), FieldPanel("source_page")], "Source"),
    ]
    parent_page_types = ["programme.WorkStreamPage"]
    subpage_types: list[str] = []
    page_description = "A recommendation or an action of this stream, and how far it is."
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLChoice("kind", CommitmentKind, description="Recommendation or action."),
        GraphQLInt("number", description="Number in its stream and kind."),
        GraphQLRichText("text", description="What was promised; empty when the wording is not held."),
        GraphQLChoice("text_status", TextStatus, description="How much of the wording is held."),
        GraphQLOne("work_stream", "programme.WorkStreamPage", description="The stream that it belongs to."),
        GraphQLOne("theme", "programme.Theme", description="The theme of a recommendation."),
        GraphQLConnection(
            "areas", "programme.SubjectArea", via="commitments", description="The parts of the system it is about."
        ),
        GraphQLOne("responsible_body", "programme.Organisation", description="The body that answers for it."),
        GraphQLText("due", description="When it is due, as stated; may be empty."),
        GraphQLDate("due_date", required=False, description="The last day that fits what is stated."),
        GraphQLDate("accepted_on", required=False, description="The day Ministers accepted it."),
        GraphQLText("accepted_source", description="What shows that it was accepted; may be empty."),
        GraphQLText("accepted_link", description="Where that can be read; may be empty."),
        GraphQLOne("source", "programme.PublicationPage", description="The publication that holds it."),
        GraphQLText("source_page", description="Where in the publication; may be empty."),
        *status_fields(),
        GraphQLRows(
            "progress_entries",
            "programme.ProgressEntry",
            via="page",
            where=so_far,
            description="Its ledger up to today, newest entry first.",
        ),
        GraphQLConnection("news", "programme.NewsPage", via="commitments", description="News about it, newest first."),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["work_stream", "kind", "number"],
                name="commitment_number_once_in_stream",
                violation_error_message="This stream already has a commitment of this kind with this number.",
            )
        ]

    @property
    def default_description(self) -> str:
        return f"{self.title}: what was promised, when it was accepted, and what is recorded of its progress."

    @property
    def distinct_name(self) -> str:
        return f"{self.get_kind_display().lower()} {self.number}"

    @classmethod
    def empty_condition(cls, visibility):
        """Neither wording nor an entry of the ledger: the page only says that the wording isn't held.

        News that names every commitment, as that of their acceptance does, is no record of this one.
        """
        entries = ProgressEntry.objects.filter(page=OuterRef("pk"))
        return (Q(text="") | Q(text_status=TextStatus.NOT_HELD)) & ~Exists(entries)

    def clean(self):
        super().clean()
        if (self.accepted_source or self.accepted_link) and not self.accepted_on:
            raise ValidationError({"accepted_on": "Say when it was accepted, as the source does."})
        if changed := ledger.rewritten(self):
            raise ValidationError(ledger.refusal(changed))

    def save(self, *args, **kwargs):
        if kwargs.get("update_fields") is None:
            ledger.keep(self)
        super().save(*args, **kwargs)
        if kwargs.get("update_fields") is None:
            ledger.point_to_own(self)

    def with_content_json(self, content):
        """What was recorded stands in every version: an old revision or a draft brings no other ledger."""
        page = super().with_content_json(ledger.without_strangers(self, content))
        page.last_published_at = self.last_published_at  # by it the ledger knows a copy that was never public
        ledger.keep(page)
        return page

    def get_context(self, request, *args, **kwargs):
        from programme.site import pages  # it imports the models

        return super().get_context(request, *args, **kwargs) | pages.commitment(self, request)


class ProgressEntry(Orderable):
    """One line of a commitment's ledger: from this date, this status. A status changes in no other way."""

    page = ParentalKey(CommitmentPage, on_delete=models.CASCADE, related_name="progress_entries")
    date = PartialDateField(
        help_text="The day from which it holds; “May 2017” or “2017” if the evidence says no more. It then counts from the first"
        " day of that."
    )
    date_precision = PrecisionField()
    status = models.CharField(max_length=20, choices=ProgressStatus)
    note = models.TextField(help_text="What happened, in a sentence or two for readers.")
    evidence_page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    evidence_document = models.ForeignKey(
        "cms.HubDocument", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    evidence_link = models.URLField(blank=True, help_text="Where it can be checked, if outside this site.")
    # An entry that was published is never changed; a further one says what should have been said. RESTRICT, not PROTECT:
    # a commitment is deleted together with its whole ledger.
    corrects = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, editable=False, related_name="corrections"
    )
    # Kept by `programme.ledger`: when a correction of this entry was published, and when and by whom this one was recorded.
    corrected_on = models.DateField(null=True, blank=True, editable=False)
    recorded_at = models.DateTimeField(null=True, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    visibility_parent = "page"
    published_alone = True  # writing help leaves it out of its page
    list_order = ("-date", "-sort_order")
    panels = [
        RecordedPanel(),
        FieldRowPanel([FieldPanel("date"), FieldPanel("status")]),
        FieldPanel("note"),
        PageChooserPanel("evidence_page", heading="Evidence: a page of this site"),
        FieldPanel("evidence_document", heading="Evidence: a document"),
        FieldPanel("evidence_link", heading="Evidence: an address elsewhere"),
    ]
    graphql_fields = [
        *GraphQLPartialDate(
            "date",
            description="The day from which the status holds; the first of the month or year if only that is known.",
        ),
        GraphQLChoice("status", ProgressStatus, description="How far the commitment was from that day."),
        GraphQLText("note", description="What happened."),
        GraphQLOne("evidence_page", "wagtailcore.Page", description="A page of this site that shows it."),
        GraphQLOne("evidence_document", "cms.HubDocument", description="A document that shows it."),
        GraphQLText("evidence_link", description="Where it can be checked elsewhere; may be empty."),
        GraphQLOne(
            "corrects", "programme.ProgressEntry", description="The earlier entry that it corrects; null if it is none."
        ),
        GraphQLDate(
            "corrected_on",
            required=False,
            description="When a further entry corrected this one, which has not counted since; null while it counts.",
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name_plural = "progress entries"
        # Serves the newest entry of a commitment: its status.
        indexes = [models.Index(fields=["page", "-date", "-sort_order"], name="newest_progress_entry")]

    def __str__(self):
        return f"{PartialDate.of(self, 'date').iso}: {self.get_status_display()}"

    def clean(self):
        super().clean()
        # An empty note is the field's own affair: a draft may still lack it.
        if self.note and not self.note.strip():
            raise ValidationError({"note": "Say in a sentence what happened: a status never changes without a note."})
        if self.corrects_id and self.date and self.date > today():
            raise ValidationError({"date": "A correction can't be dated ahead."})
