"""The programme's commitments, each with a ledger of its progress."""

from html import unescape

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.html import strip_tags
from django.utils.text import Truncator
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from cms.base.dates import today
from cms.base.own_words import worded
from cms.base.partial_date_fields import PartialDateField, PrecisionField
from cms.base.partial_dates import PartialDate
from cms.base.user_fields import user_field
from cms.graphql.fields import (
    GraphQLChoice,
    GraphQLConnection,
    GraphQLDatabaseId,
    GraphQLDate,
    GraphQLInt,
    GraphQLKind,
    GraphQLOne,
    GraphQLPartialDate,
    GraphQLRichText,
    GraphQLRows,
    GraphQLStatus,
    GraphQLText,
)
from cms.models import BasePage
from cms.pages.blocks.content import RICH_TEXT_FEATURES
from cms.pages.forms import HubPageForm
from cms.pages.kinds import PageKind
from cms.pages.panels import ChoicesPanel
from cms.vocabularies.fields import VocabularyField
from programme import ledger
from programme.choices import COMMITMENT_KINDS, STATUSES, TextStatus
from programme.graphql.fields import so_far, status_fields
from programme.panels import LedgerPanel, RecordedPanel

from .own_contact import contact_field, own_contact

FIRST_WORDS = 14  # of a text, where it takes the place of a title


class CommitmentPageForm(HubPageForm):
    """Reports a number already taken in the stream at its field, not as a database error."""

    def clean(self):
        data = super().clean()
        kind, number = data.get("kind"), data.get("number")
        stream = self.parent_page.specific if self.parent_page else None
        if kind and number and stream:
            name = CommitmentPage(kind=kind, number=number).distinct_name
            if name in CommitmentPage.names_taken(stream, besides=self.instance.pk):
                self.add_error(
                    "number",
                    worded(
                        "%(title)s already has %(name)s. Numbers start at 1 in every stream.",
                        title=stream.title,
                        name=name,
                    ),
                )
        return data


class CommitmentPage(BasePage):
    """A recommendation or an action of one work stream. Its status is the newest entry of its ledger; without one it has none."""

    # The parent page as a field: numbers are unique within a stream, and lists filter by it.
    work_stream = models.ForeignKey(
        "programme.WorkStreamPage", on_delete=models.RESTRICT, related_name="commitments", editable=False
    )
    kind = VocabularyField(max_length=20, vocabulary=COMMITMENT_KINDS)
    number = models.PositiveSmallIntegerField(
        help_text="As printed. Numbers start again at 1 for every stream and kind."
    )
    text = RichTextField(
        blank=True, features=RICH_TEXT_FEATURES, help_text="What was promised. Leave empty if not held."
    )
    text_status = models.CharField(
        max_length=20,
        choices=TextStatus,
        default=TextStatus.HELD,
        help_text="Say if the wording is missing or only partly known. Readers see this.",
    )
    theme = models.ForeignKey(
        "programme.Theme", on_delete=models.SET_NULL, null=True, blank=True, related_name="commitments"
    )
    areas = ParentalManyToManyField("programme.SubjectArea", blank=True, related_name="commitments")
    outside_records = ParentalManyToManyField("programme.OutsideRecord", blank=True, related_name="commitments")
    responsible_body = models.ForeignKey(
        "programme.Organisation",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="commitments",
        help_text="The organisation responsible for it.",
    )
    due = models.CharField(max_length=120, blank=True, help_text="As stated, such as “April 2018” or “every year”.")
    due_date = models.DateField(null=True, blank=True, help_text="The last day consistent with that, for reminders.")
    accepted_on = models.DateField(null=True, blank=True, help_text="The day on which it was accepted.")
    accepted_source = models.CharField(
        max_length=200, blank=True, help_text="The document that shows this, such as the title of a statement."
    )
    accepted_link = models.URLField(blank=True, help_text="Where to read that document.")
    source = models.ForeignKey(
        "programme.PublicationPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="commitments",
        help_text="The publication that contains it.",
    )
    source_page = models.CharField(max_length=40, blank=True, help_text="Where in the publication, such as “page 69”.")
    contact_point = own_contact()

    base_form_class = CommitmentPageForm
    parent_field = "work_stream"
    # Typed without a year, the next such day is meant (`cms.base.date_fields`).
    dates_ahead = ("due_date",)

    kept_once = True
    page_kind = PageKind(
        "commitment",
        "Recommendation or action",
        "Recommendations and actions",
        plural_name="commitments",
        icon="tasks",
        order=20,
        facts=lambda page: [],
        streams="work_stream",
        description="Recommendations and actions by stream, recommendations first, then by number.",
        menu_order=20,
        newsletter_order=60,
    )
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
            # Required even in a draft: two drafts without a kind would compete for a number.
            [FieldRowPanel([FieldPanel("kind", required_on_save=True), "number"])],
            "Which one",
        ),
        LedgerPanel(
            "progress_entries",
            heading="Progress",
            label="Entry",
            help_text="One entry for each change, with its date. The newest entry up to today gives the status; "
            "old entries stay. Without an entry there is no status, and readers see “No update recorded”.",
        ),
        MultiFieldPanel(["text", FieldPanel("text_status", heading="How much is held")], "Wording"),
        MultiFieldPanel(
            ["due", "due_date", "responsible_body", "contact_point"],
            "When and who",
        ),
        MultiFieldPanel(
            ["accepted_on", "accepted_source", "accepted_link"],
            "Acceptance",
            help_text="Acceptance says nothing about progress: record that as an entry under Progress.",
        ),
        MultiFieldPanel(["theme", ChoicesPanel("areas")], "Sorting"),
        MultiFieldPanel(["source", "source_page"], "Source"),
        MultiFieldPanel([ChoicesPanel("outside_records")], "Related policy and legislation"),
    ]
    parent_page_types = ["programme.WorkStreamPage"]
    subpage_types: list[str] = []
    page_description = "A recommendation or an action of this stream, and its progress."
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLKind("kind", COMMITMENT_KINDS, description="Recommendation or action."),
        GraphQLInt("number", description="Number within its stream and kind."),
        GraphQLRichText("text", description="The wording of the commitment; empty if it is not held."),
        GraphQLChoice(
            "text_status", TextStatus, description="Whether the wording is held in full, in part or not at all."
        ),
        GraphQLOne("work_stream", "programme.WorkStreamPage", description="The stream that it belongs to."),
        GraphQLOne("theme", "programme.Theme", description="The theme of a recommendation."),
        GraphQLConnection(
            "areas", "programme.SubjectArea", via="commitments", description="The parts of the system that it concerns."
        ),
        GraphQLOne("responsible_body", "programme.Organisation", description="The organisation responsible for it."),
        contact_field(),
        GraphQLText("due", description="When it is due, as stated; may be empty."),
        GraphQLDate("due_date", required=False, description="The last day consistent with that."),
        GraphQLDate("accepted_on", required=False, description="The day on which it was accepted."),
        GraphQLText("accepted_source", description="The document that shows its acceptance; may be empty."),
        GraphQLText("accepted_link", description="Where to read that document; may be empty."),
        GraphQLOne("source", "programme.PublicationPage", description="The publication that contains it."),
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
        GraphQLConnection(
            "outside_records",
            "programme.OutsideRecord",
            via="commitments",
            description="Related policy, legislation and publications of others.",
        ),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["work_stream", "kind", "number"],
                name="commitment_number_once_in_stream",
                violation_error_message="This stream already has a commitment of this kind and number.",
            )
        ]

    @property
    def default_description(self) -> str:
        return f"{self.title}: its wording, when it was accepted, and the progress recorded."

    @property
    def distinct_name(self) -> str:
        return f"{self.get_kind_display().lower()} {self.number}"

    @property
    def title_in_words(self) -> str:
        """The title, and the first words of the text if the title is only a number: “Action 3: Train all teams in …”."""
        text = " ".join(unescape(strip_tags(self.text)).split())
        is_number = self.title.strip().lower() == self.distinct_name
        return f"{self.title}: {Truncator(text).words(FIRST_WORDS)}" if is_number and text else self.title

    @classmethod
    def empty_condition(cls, visibility):
        """It has neither wording nor a ledger entry: the page would only say that the wording isn't held.

        News about every commitment, such as their acceptance, doesn't count as content.
        """
        entries = ProgressEntry.objects.filter(page=OuterRef("pk"))
        return (Q(text="") | Q(text_status=TextStatus.NOT_HELD)) & ~Exists(entries)

    def clean(self):
        super().clean()
        if (self.accepted_source or self.accepted_link) and not self.accepted_on:
            raise ValidationError({"accepted_on": "Give the date of acceptance, as the source has it."})
        if changed := ledger.rewritten(self):
            raise ValidationError(ledger.refusal(changed))

    def save(self, *args, **kwargs):
        if kwargs.get("update_fields") is None:
            ledger.keep(self)
        super().save(*args, **kwargs)
        if kwargs.get("update_fields") is None:
            ledger.point_to_own(self)

    def with_content_json(self, content):
        """Every version has the recorded entries: an old revision or a draft can't replace the ledger."""
        page = super().with_content_json(ledger.without_strangers(self, content))
        page.last_published_at = self.last_published_at  # by it the ledger recognises a copy that was never public
        ledger.keep(page)
        return page


class ProgressEntry(Orderable):
    """One entry of a commitment's ledger: a status and the date from which it applies. A status changes only by an
    entry."""

    page = ParentalKey(CommitmentPage, on_delete=models.CASCADE, related_name="progress_entries")
    date = PartialDateField(
        help_text="The day from which it applies; “May 2017” or “2017” if the evidence isn't more precise. It "
        "then counts from the first day of that month or year."
    )
    date_precision = PrecisionField()
    status = VocabularyField(max_length=20, vocabulary=STATUSES)
    note = models.TextField(help_text="What happened, in a sentence or two for readers.")
    evidence_page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    evidence_document = models.ForeignKey(
        "cms.HubDocument", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    evidence_link = models.URLField(blank=True, help_text="Where it can be verified, if outside this site.")
    # A published entry is never changed; a further entry corrects it. RESTRICT, not PROTECT: a commitment is deleted
    # together with its whole ledger.
    corrects = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, editable=False, related_name="corrections"
    )
    # Set by `programme.ledger`: when a correction of this entry was published, and when and by whom this entry was
    # recorded.
    corrected_on = models.DateField(null=True, blank=True, editable=False)
    recorded_at = models.DateTimeField(null=True, blank=True, editable=False)
    recorded_by = user_field(blank=True, editable=False)

    visibility_parent = "page"
    published_alone = True  # excluded from the page's writing help
    list_order = ("-date", "-sort_order")
    panels = [
        RecordedPanel(),
        FieldRowPanel(["date", "status"]),
        "note",
        PageChooserPanel("evidence_page", heading="Evidence: a page on this site"),
        FieldPanel("evidence_document", heading="Evidence: a document"),
        FieldPanel("evidence_link", heading="Evidence: an address on another site"),
    ]
    graphql_fields = [
        GraphQLDatabaseId(),
        *GraphQLPartialDate(
            "date",
            description="The day from which the status applies; the first day of the month or year if only that is known.",
        ),
        GraphQLStatus("status", STATUSES, description="The status of the commitment from that day."),
        GraphQLText("note", description="What happened."),
        GraphQLOne("evidence_page", "wagtailcore.Page", description="A page on this site that is evidence of it."),
        GraphQLOne("evidence_document", "cms.HubDocument", description="A document that is evidence of it."),
        GraphQLText("evidence_link", description="Evidence on another site; may be empty."),
        GraphQLOne(
            "corrects",
            "programme.ProgressEntry",
            description="The earlier entry that this one corrects; null if it isn't a correction.",
        ),
        GraphQLDate(
            "corrected_on",
            required=False,
            description="When a further entry corrected this one, which then ceased to count; null while it counts.",
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
        # The field itself reports an empty note, which a draft may have.
        if self.note and not self.note.strip():
            raise ValidationError({"note": "Say in a sentence what happened: a status never changes without a note."})
        if self.corrects_id and self.date and self.date > today():
            raise ValidationError({"date": "A correction can't be dated ahead."})
