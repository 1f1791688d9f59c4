"""The front page with the vision, and plain pages such as About."""

from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable
from wagtail.search import index

from cms.graphql.fields import (
    GraphQLBlocks,
    GraphQLBoolean,
    GraphQLConnection,
    GraphQLOne,
    GraphQLRichText,
    GraphQLRows,
    GraphQLText,
)
from cms.models import BasePage
from cms.pages.kinds import PageKind
from cms.pages.panels import ChoicesPanel, SummaryPanel
from cms.pages.rich_text import plain_text
from cms.pages.rows import RowsPanel
from programme.blocks import ProgrammeStreamBlock
from programme.models import AgreedWording
from programme.models.own_contact import contact_field, own_contact


class HomePage(AgreedWording, BasePage):
    """The front page: vision, principles, news and featured pages."""

    summary = models.CharField(max_length=300, help_text="What this site is for, 300 characters at most.")
    vision = RichTextField(features=["bold", "link"], help_text="The vision in one paragraph, in our own words.")

    is_once_a_site = True
    writing_help_skips = AgreedWording.agreed_fields
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("vision"),
        *AgreedWording.agreed_search_fields,
        index.RelatedFields("principles", [index.SearchField("title"), index.SearchField("text")]),
    ]
    content_panels = [
        *BasePage.content_panels,
        SummaryPanel("summary"),
        MultiFieldPanel(["vision"], "Vision"),
        *AgreedWording.agreed_panels,
        RowsPanel("principles", heading="Principles of the vision", label="Principle"),
        RowsPanel("featured", heading="Featured pages", label="Page"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    # Pages that may be added below declare it themselves, in `parent_page_types`.
    admin_default_ordering = "path"  # the order that readers see
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLText("summary", description="What this site is for."),
        GraphQLRichText("vision", description="The vision in one paragraph, in our own words."),
        *AgreedWording.agreed_graphql_fields,
        GraphQLRows("principles", "home.Principle", via="page", description="The principles of the vision, in order."),
        GraphQLRows(
            "featured", "home.FeaturedPage", via="page", description="Pages that editors chose to feature, in order."
        ),
    ]

    @property
    def says_vision(self) -> bool:
        """Whether the vision says anything besides the summary. A new programme begins with its purpose as both."""
        return bool(self.agreed_text) or plain_text(self.vision) != self.summary


class Principle(ClusterableModel, Orderable):
    """One part of the vision."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="principles")
    title = models.CharField(max_length=80, help_text="A few words, for lists.")
    text = models.TextField(help_text="The principle in one or two sentences.")
    key_messages = ParentalManyToManyField(
        "programme.KeyMessagePage",
        blank=True,
        related_name="principles",
        help_text="Key messages that express it, if any.",
    )

    visibility_parent = "page"
    panels = ["title", "text", ChoicesPanel("key_messages")]
    graphql_fields = [
        GraphQLText("title", description="The principle in a few words."),
        GraphQLText("text", description="The principle in one or two sentences."),
        GraphQLText("anchor", description="Fragment of the home page's address that leads here, without the #."),
        GraphQLConnection(
            "key_messages",
            "programme.KeyMessagePage",
            via="principles",
            description="Key messages that express it; may be empty.",
        ),
    ]

    class Meta(Orderable.Meta):
        pass

    def __str__(self):
        return self.title

    @property
    def anchor(self) -> str:
        """The fragment that leads to the principle."""
        return slugify(self.title)


class FeaturedPage(Orderable):
    """A page featured on the front page."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured")
    target = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+", verbose_name="page")
    text = models.CharField(max_length=200, blank=True, help_text="Why it is worth a look. Optional.")

    visibility_parent = "page"
    panels = [PageChooserPanel("target"), "text"]
    graphql_fields = [
        GraphQLOne("target", "wagtailcore.Page", description="The featured page; null while it isn't public."),
        GraphQLText("text", description="Why it is worth a look; may be empty."),
    ]

    def __str__(self):
        return str(self.target)


class StandardPage(BasePage):
    """A plain page: about, accessibility, privacy, contact."""

    summary = models.CharField(max_length=300, blank=True, help_text="One or two sentences under the title.")
    body = StreamField(ProgrammeStreamBlock(), blank=True)
    offers_hiding = models.BooleanField(
        "offer “Hide this page”",
        default=False,
        help_text="Tick this if people in danger may read it, such as a page about getting help. It gets a button that leaves "
        "the site at once.",
    )
    contact_point = own_contact()

    page_kind = PageKind(
        "standard-page",
        "Plain page",
        "Plain pages",
        plural_name="standard-pages",
        description="Plain pages such as About, in the order of the tree.",
        facet=False,
        listing=False,
    )
    list_order = ("path",)
    search_fields = [*BasePage.search_fields, index.SearchField("summary", boost=2), index.SearchField("body")]
    content_panels = [
        *BasePage.content_panels,
        SummaryPanel("summary"),
        "body",
        "contact_point",
    ]
    content_panels += [MultiFieldPanel(["offers_hiding"], "Safety of readers")]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    page_description = "Lasting information: about the programme, accessibility, privacy, contact."
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLText("summary", description="One or two sentences under the title; may be empty."),
        GraphQLBlocks("body", description="The text, block by block."),
        contact_field(),
        GraphQLBoolean("offers_hiding", description="Whether to offer readers a button for leaving the site at once."),
    ]

    @classmethod
    def empty_condition(cls, visibility):
        """It has no text and no page below it."""
        return Q(numchild=0, summary="", body=[])

    @classmethod
    def get_verbose_name(cls):
        return "Plain page"
