"""Reports, strategies and other lasting texts."""

from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.base.local_texts import hub_text
from cms.base.partial_date_fields import PartialDateField, PrecisionField
from cms.base.partial_dates import VAGUE, PartialDate
from cms.delivery.seo import Seo
from cms.graphql.fields import (
    GraphQLBlocks,
    GraphQLConnection,
    GraphQLKind,
    GraphQLOne,
    GraphQLPartialDate,
    GraphQLRows,
    GraphQLText,
)
from cms.models import BasePage, DocumentRow, IndexPage
from cms.pages.kinds import PageKind, when
from cms.pages.panels import ChoicesPanel, SummaryPanel
from cms.pages.rows import RowsPanel
from cms.vocabularies.fields import VocabularyField
from programme.blocks import ProgrammeStreamBlock
from programme.choices import PUBLICATION_KINDS, PublicationKind

from .contact_points import organisation_with
from .key_messages import TICKED_BY_BLOCKS, CarriedMessagesForm
from .own_contact import contact_field, own_contact
from .settings import phases_to_choose
from .taxonomy import FOR_EVERYBODY


class PublicationIndexPage(IndexPage):
    """The list of publications."""

    item_models = ("programme.PublicationPage",)
    parent_page_types = ["home.HomePage"]
    subpage_types = ["programme.PublicationPage"]
    graphql_fields = [*IndexPage.graphql_fields]


class PublicationPage(BasePage):
    """A report, strategy or other text, to read here or to download."""

    kind = VocabularyField(max_length=20, vocabulary=PUBLICATION_KINDS)
    date = PartialDateField(help_text="When it was published; “May 2017” or “2017” is enough if no more is known.")
    date_precision = PrecisionField()
    summary = models.CharField(max_length=300, help_text="Its content, 300 characters at most.")
    body = StreamField(ProgrammeStreamBlock(), blank=True, help_text="The text itself, or a summary.")
    publisher = models.ForeignKey(
        "programme.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="publications"
    )
    isbn = models.CharField("ISBN", max_length=20, blank=True)
    official_address = models.URLField(blank=True, help_text="Address of the official copy, if elsewhere.")
    citation = models.CharField(
        max_length=300,
        blank=True,
        help_text="How to cite it. Leave empty for title, publisher and year.",
    )
    work_streams = ParentalManyToManyField("programme.WorkStreamPage", blank=True, related_name="publications")
    topics = ParentalManyToManyField("programme.Topic", blank=True, related_name="publications")
    audiences = ParentalManyToManyField(
        "programme.Audience", blank=True, related_name="publications", help_text=FOR_EVERYBODY
    )
    phases = ParentalManyToManyField(
        "programme.Phase", blank=True, related_name="publications", limit_choices_to=phases_to_choose
    )
    key_messages = ParentalManyToManyField("programme.KeyMessagePage", blank=True, related_name="publications")
    outside_records = ParentalManyToManyField("programme.OutsideRecord", blank=True, related_name="publications")
    contact_point = own_contact()

    base_form_class = CarriedMessagesForm
    page_kind = PageKind(
        "publication",
        "Publication",
        "Publications",
        icon="doc-full",
        order=50,
        date="date",
        facts=lambda page: [when(page), hub_text(page.get_kind_display())],
        streams="work_streams",
        audiences="audiences",
        description="Publications, newest first.",
        feed=True,
        # A feed can't show a date known only to the month or year.
        feed_text=lambda page: f"{when(page)}. {page.summary}" if page.date_precision in VAGUE else page.summary,
        feed_order=20,
        columns=("kind",),
        menu_order=70,
        newsletter_order=50,
    )
    list_order = ("-date",)
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.SearchField("isbn"),
        index.FilterField("kind"),
        index.FilterField("date"),
    ]
    content_panels = [
        *BasePage.content_panels,
        SummaryPanel("summary"),
        "body",
        RowsPanel("attachments", heading="Documents", label="Document"),
        MultiFieldPanel(
            [
                FieldRowPanel(["kind", "date"]),
            ],
            "When and what",
        ),
        MultiFieldPanel(
            ["publisher", "isbn", "official_address", "citation"],
            "Citing it",
        ),
        MultiFieldPanel(
            [
                ChoicesPanel("work_streams"),
                ChoicesPanel("key_messages", help_text=TICKED_BY_BLOCKS),
                ChoicesPanel("topics"),
                ChoicesPanel("audiences"),
                ChoicesPanel("phases"),
                ChoicesPanel("outside_records"),
            ],
            "Where it belongs",
        ),
        "contact_point",
    ]
    parent_page_types = ["programme.PublicationIndexPage"]
    subpage_types: list[str] = []
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLKind("kind", PUBLICATION_KINDS, description="The type of publication."),
        *GraphQLPartialDate(
            "date", description="When it was published; the first day of the month or year if only that is known."
        ),
        GraphQLText("summary", description="Its content in brief."),
        GraphQLBlocks("body", description="The text or a summary, block by block."),
        GraphQLOne("publisher", "programme.Organisation", description="The organisation that published it."),
        contact_field(),
        GraphQLText("isbn", description="ISBN; may be empty."),
        GraphQLText("official_address", description="Address of the official copy; may be empty."),
        GraphQLText("citation", source="citation_text", description="How to cite it."),
        GraphQLRows("attachments", "programme.Attachment", via="page", description="Its documents."),
        GraphQLConnection(
            "work_streams",
            "programme.WorkStreamPage",
            via="publications",
            description="The streams that it belongs to.",
        ),
        GraphQLConnection(
            "key_messages",
            "programme.KeyMessagePage",
            via="publications",
            description="The key messages it expresses.",
        ),
        GraphQLConnection("topics", "programme.Topic", via="publications", description="Its topics."),
        GraphQLConnection(
            "audiences", "programme.Audience", via="publications", description="The audiences it is for."
        ),
        GraphQLConnection(
            "commitments",
            "programme.CommitmentPage",
            via="source",
            description="The recommendations and actions that it contains.",
        ),
        GraphQLConnection(
            "phases", "programme.Phase", via="publications", description="The phases that it belongs to."
        ),
        GraphQLConnection(
            "outside_records",
            "programme.OutsideRecord",
            via="publications",
            description="Related policy, legislation and publications of others.",
        ),
        GraphQLConnection(
            "collection_items",
            "programme.CollectionItem",
            via="target",
            description="Its places in collections.",
        ),
    ]

    class Meta:
        indexes = [models.Index(fields=["-date", "-page_ptr"], name="publication_by_date")]

    share_type = "article"

    def json_ld(self, seo: Seo) -> dict[str, Any]:
        publisher = seo.related("publisher")
        reports = (PublicationKind.REPORT, PublicationKind.RESEARCH)
        return {
            "@type": "Report" if self.kind in reports else "CreativeWork",
            "datePublished": PartialDate.of(self, "date").iso,
            "publisher": organisation_with(
                {"@type": "Organization", "name": publisher.name} if publisher else seo.organisation, seo
            ),
            "identifier": f"ISBN {self.isbn}" if self.isbn else "",
            "sameAs": self.official_address,
            "encoding": seo.documents(Attachment),
        }

    @property
    def citation_text(self) -> str:
        """How to cite it: the editor's text, or else title, publisher and year."""
        return self.citation or f"{self.title} ({self.date.year})"


class Attachment(DocumentRow):
    """A document of a publication."""

    page = ParentalKey(PublicationPage, on_delete=models.CASCADE, related_name="attachments")

    graphql_fields = [*DocumentRow.graphql_fields]
