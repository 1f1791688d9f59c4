"""Pages for audiences: what concerns one group of people, in one place."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from cms.graphql.fields import GraphQLBlocks, GraphQLOne, GraphQLRichText, GraphQLText
from cms.models import BasePage
from cms.pages.kinds import PageKind
from cms.pages.panels import SummaryPanel
from programme.blocks import ProgrammeStreamBlock

from .own_contact import own_contact


class AudiencePage(BasePage):
    """What concerns one audience: what to do, what changed, what is coming and whom to ask. Nothing is hidden from others.

    News, publications, events and key messages for the audience are the connections of `audience`.
    """

    audience = models.ForeignKey(
        "programme.Audience",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="pages",
        help_text="For whom it is. What is published for them is listed below the text.",
    )
    summary = models.CharField(
        max_length=300, help_text="What the programme means for these people, 300 characters at most."
    )
    body = StreamField(ProgrammeStreamBlock(), verbose_name="what to do", blank=True, help_text="What they should do.")
    whom_to_ask = RichTextField(
        features=["bold", "link"],
        blank=True,
        help_text="Whom these people should ask. Leave it empty to show the team's contact.",
    )
    contact_point = own_contact()

    page_kind = PageKind(
        "audience-page",
        "Page for an audience",
        "Pages for audiences",
        plural_name="audience-pages",
        icon="view",
        order=35,
        facts=lambda page: [],
        audiences="audience",
        description="Pages for audiences, in the order of the tree.",
        menu_order=45,
        newsletter_order=60,
    )
    list_order = ("path",)
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.SearchField("whom_to_ask"),
    ]
    content_panels = [
        *BasePage.content_panels,
        "audience",
        SummaryPanel("summary"),
        "body",
        "whom_to_ask",
        FieldPanel(
            "contact_point",
            help_text="Whom to ask, below the words above. Without both, readers see the team's contact.",
        ),
    ]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    page_description = "What concerns one audience: what to do, what changed, what is coming and whom to ask."
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLOne(
            "audience",
            "programme.Audience",
            description="For whom it is, with what is published for them; null if it isn't public.",
        ),
        GraphQLText("summary", description="What the programme means for these people."),
        GraphQLBlocks("body", description="What they should do, block by block."),
        GraphQLRichText("whom_to_ask", description="Whom they should ask; empty for the team."),
        GraphQLOne("contact_point", "programme.ContactPoint", description="Whom to ask about it; null for the team."),
    ]

    @classmethod
    def get_verbose_name(cls):
        return "Page for an audience"
