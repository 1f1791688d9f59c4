"""Reports, strategies and other texts that stay."""

from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.graphql.fields import (
    GraphQLBlocks,
    GraphQLChoice,
    GraphQLConnection,
    GraphQLOne,
    GraphQLPartialDate,
    GraphQLRows,
    GraphQLText,
)
from cms.models import BasePage, DocumentRow, IndexPage
from cms.panels import ChoicesPanel, SummaryPanel
from cms.partial_dates import PartialDate, PartialDateField, PrecisionField
from cms.rows import RowsPanel
from cms.seo import Seo
from programme.blocks import ProgrammeStreamBlock
from programme.choices import PublicationKind


class PublicationIndexPage(IndexPage):
    """The list of publications."""

    item_models = ("programme.PublicationPage",)
    parent_page_types = ["home.HomePage"]
    subpage_types = ["programme.PublicationPage"]
    graphql_fields = [*IndexPage.graphql_fields]

    def get_context(self, request, *args, **kwargs):
        from programme.site import indexes  # it imports the models

        return super().get_context(request, *args, **kwargs) | indexes.publications(self, request)


class PublicationPage(BasePage):
    """A report, strategy or other text: read it here first, download it second."""

    kind = models.CharField(max_length=20, choices=PublicationKind)
    date = PartialDateField(help_text="When it was published; “May 2017” or “2017” will do if no more is known.")
    date_precision = PrecisionField()
    summary = models.CharField(max_length=300, help_text="What it holds, 300 characters at most.")
    body = StreamField(ProgrammeStreamBlock(), blank=True, help_text="The text itself, or what it says in short.")
    publisher = models.ForeignKey(
        "programme.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="publications"
    )
    isbn = models.CharField("ISBN", max_length=20, blank=True)
    official_address = models.URLField(blank=True, help_text="Where the official copy is, if elsewhere.")
    citation = models.CharField(
        max_length=300,
        blank=True,
        help_text="How to name it in another text. Leave empty for title, publisher and year.",
    )
    work_streams = ParentalManyToManyField("programme.WorkStreamPage", blank=True, related_name="publications")
    topics = ParentalManyToManyField("programme.Topic", blank=True, related_name="publications")

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
        FieldPanel("body"),
        RowsPanel("attachments", heading="Documents", label="Document"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("date")]),
            ],
            "When and what",
        ),
        MultiFieldPanel(
            [FieldPanel("publisher"), FieldPanel("isbn"), FieldPanel("official_address"), FieldPanel("citation")],
            "Citing it",
        ),
        MultiFieldPanel([ChoicesPanel("work_streams"), ChoicesPanel("topics")], "Where it belongs"),
    ]
    parent_page_types = ["programme.PublicationIndexPage"]
    subpage_types: list[str] = []
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLChoice("publication_kind", PublicationKind, source="kind", description="What sort of text."),
        *GraphQLPartialDate(
            "date", description="When it was published; the first of the month or year if only that is known."
        ),
        GraphQLText("summary", description="What it holds."),
        GraphQLBlocks("body", description="The text or what it says in short, block by block."),
        GraphQLOne("publisher", "programme.Organisation", description="Who published it."),
        GraphQLText("isbn", description="ISBN; may be empty."),
        GraphQLText("official_address", description="Where the official copy is; may be empty."),
        GraphQLText("citation", source="citation_text", description="How to name it in another text."),
        GraphQLRows("attachments", "programme.Attachment", via="page", description="Its documents."),
        GraphQLConnection(
            "work_streams",
            "programme.WorkStreamPage",
            via="publications",
            description="The streams that it belongs to.",
        ),
        GraphQLConnection("topics", "programme.Topic", via="publications", description="What it is about."),
        GraphQLConnection(
            "commitments", "programme.CommitmentPage", via="source", description="Recommendations and actions it holds."
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
            "publisher": {"@type": "Organization", "name": publisher.name} if publisher else seo.organisation,
            "identifier": f"ISBN {self.isbn}" if self.isbn else "",
            "sameAs": self.official_address,
            "encoding": seo.documents(Attachment),
        }

    @property
    def citation_text(self) -> str:
        """How to name it: what the editor wrote, else title and year."""
        return self.citation or f"{self.title} ({self.date.year})"

    def get_context(self, request, *args, **kwargs):
        from programme.site import pages  # it imports the models

        return super().get_context(request, *args, **kwargs) | pages.publication(self, request)


class Attachment(DocumentRow):
    """A document of a publication."""

    page = ParentalKey(PublicationPage, on_delete=models.CASCADE, related_name="attachments")

    graphql_fields = [*DocumentRow.graphql_fields]

    class Meta(DocumentRow.Meta):
        pass
