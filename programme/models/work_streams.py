"""The strands of the programme."""

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.base.local_texts import hub_text
from cms.graphql.fields import (
    GraphQLBlocks,
    GraphQLBoolean,
    GraphQLChoice,
    GraphQLConnection,
    GraphQLKind,
    GraphQLText,
    GraphQLTexts,
)
from cms.models import BasePage, IndexPage
from cms.pages.kinds import PageKind
from cms.pages.panels import ChoicesPanel, SummaryPanel
from cms.vocabularies.fields import VocabularyField
from programme.blocks import ProgrammeStreamBlock
from programme.choices import ORIGINS, StreamState

from .own_contact import contact_field, own_contact
from .team import Duty


class WorkStreamIndexPage(IndexPage):
    """The list of work streams."""

    item_models = ("programme.WorkStreamPage",)
    parent_page_types = ["home.HomePage"]
    subpage_types = ["programme.WorkStreamPage"]
    admin_default_ordering = "path"  # the order that readers see
    graphql_fields = [*IndexPage.graphql_fields]


class WorkStreamPage(BasePage):
    """One strand of the programme: its leads, commitments and progress."""

    summary = models.CharField(max_length=250, help_text="The stream's purpose, 250 characters at most.")
    background = StreamField(ProgrammeStreamBlock(), blank=True, help_text="Its purpose and its work.")
    other_names = models.TextField(
        blank=True,
        help_text="Other names people search for, one on each line, such as EV for electric vehicles.",
    )
    origin = VocabularyField(max_length=20, vocabulary=ORIGINS, help_text="How it came into the programme.")
    state = models.CharField(max_length=20, choices=StreamState, default=StreamState.ACTIVE)
    related_streams = ParentalManyToManyField(
        "self", blank=True, symmetrical=False, related_name="related_from", help_text="Related streams."
    )
    outside_records = ParentalManyToManyField("programme.OutsideRecord", blank=True, related_name="work_streams")
    offers_hiding = models.BooleanField(
        "show “Hide this page”",
        default=False,
        help_text="For subjects that people may have to read about in secret. Pages of this stream, and its "
        "news, events, publications and key messages, get a button that leaves for another site at once.",
    )
    contact_point = own_contact()

    page_kind = PageKind(
        "work-stream",
        "Work stream",
        "Work streams",
        icon="list-ol",
        order=10,
        facts=lambda page: [] if page.state == StreamState.ACTIVE else [hub_text(page.get_state_display())],
        description="The work streams, in the order of the programme.",
        columns=("origin", "state"),
        menu_order=10,
        newsletter_order=30,
    )
    list_order = ("path",)
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("other_names", boost=3),
        index.SearchField("background"),
        index.FilterField("state"),
        index.FilterField("origin"),
    ]
    content_panels = [
        *BasePage.content_panels,
        SummaryPanel("summary"),
        "background",
        MultiFieldPanel([FieldRowPanel(["origin", "state"])], "Place in the programme"),
        MultiFieldPanel(["other_names", ChoicesPanel("related_streams")], "Finding it"),
        MultiFieldPanel([ChoicesPanel("outside_records")], "Related policy and legislation"),
        "contact_point",
        MultiFieldPanel(["offers_hiding"], "Safety of readers"),
        HelpPanel(
            "<p>To name the stream's leads, add a duty to the person's profile, under Team.</p>"
            "<p>Recommendations, actions and news of the stream are pages below it: save it, then add a page below it.</p>",
            heading="Leads, recommendations and actions",
        ),
    ]
    parent_page_types = ["programme.WorkStreamIndexPage"]
    subpage_types = ["programme.CommitmentPage", "programme.NewsPage"]
    admin_default_ordering = "path"  # the order that readers see
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLText("summary", description="The stream's purpose."),
        GraphQLBlocks("background", description="Its purpose and its work, block by block."),
        GraphQLTexts("other_names", source="other_name_list", description="Other names for it."),
        GraphQLKind("origin", ORIGINS, description="How it came into the programme."),
        GraphQLChoice("state", StreamState, description="Its state."),
        contact_field(),
        GraphQLBoolean(
            "offers_hiding",
            description="Whether pages about it should have a button for leaving the site at once.",
        ),
        GraphQLConnection(
            "leads",
            "programme.Duty",
            via="work_stream",
            where=Duty.leading_now,
            description="Its current leads; empty while the lead is to be confirmed.",
        ),
        GraphQLConnection(
            "duties", "programme.Duty", via="work_stream", description="Everyone who works or worked on it."
        ),
        GraphQLConnection(
            "commitments",
            "programme.CommitmentPage",
            via="work_stream",
            description="Its recommendations and actions, by kind and number.",
        ),
        GraphQLConnection(
            "key_messages",
            "programme.KeyMessagePage",
            via="work_streams",
            description="Key messages about it; may be empty.",
        ),
        GraphQLConnection("news", "programme.NewsPage", via="work_streams", description="Its news, newest first."),
        GraphQLConnection("events", "programme.EventPage", via="work_streams", description="Its events, latest first."),
        GraphQLConnection(
            "publications",
            "programme.PublicationPage",
            via="work_streams",
            description="Its publications, newest first.",
        ),
        GraphQLConnection(
            "related_streams",
            "programme.WorkStreamPage",
            via="related_from",
            description="Related streams.",
        ),
        GraphQLConnection(
            "collections",
            "programme.DocumentCollectionPage",
            via="work_streams",
            description="Collections about it, in order.",
        ),
        GraphQLConnection(
            "outside_records",
            "programme.OutsideRecord",
            via="work_streams",
            description="Related policy, legislation and publications of others.",
        ),
    ]

    @property
    def other_name_list(self) -> list[str]:
        """The other names, one an item, without empty lines."""
        return [name.strip() for name in self.other_names.splitlines() if name.strip()]
