"""The strands of the programme."""

from typing import Any

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.graphql.fields import (
    GraphQLBlocks,
    GraphQLBoolean,
    GraphQLChoice,
    GraphQLConnection,
    GraphQLText,
    GraphQLTexts,
)
from cms.models import BasePage, IndexPage
from cms.panels import ChoicesPanel, SummaryPanel
from cms.seo import Seo
from programme.blocks import ProgrammeStreamBlock
from programme.choices import Origin, StreamState

from .team import Duty


class WorkStreamIndexPage(IndexPage):
    """The list of work streams."""

    item_models = ("programme.WorkStreamPage",)
    parent_page_types = ["home.HomePage"]
    subpage_types = ["programme.WorkStreamPage"]
    admin_default_ordering = "path"  # the order that readers see
    graphql_fields = [*IndexPage.graphql_fields]

    def get_context(self, request, *args, **kwargs):
        from programme.site import indexes  # it imports the models

        return super().get_context(request, *args, **kwargs) | indexes.work_streams(self, request)


class WorkStreamPage(BasePage):
    """One strand of the programme: who leads it, what it promised, how far it is."""

    summary = models.CharField(max_length=250, help_text="What the stream is for, 250 characters at most.")
    background = StreamField(ProgrammeStreamBlock(), blank=True, help_text="Why it exists and what it works on.")
    other_names = models.TextField(
        blank=True,
        help_text="Other names that people search for, one a line, such as CSE for child sexual exploitation.",
    )
    origin = models.CharField(max_length=20, choices=Origin, help_text="How it came into the programme.")
    state = models.CharField(max_length=20, choices=StreamState, default=StreamState.ACTIVE)
    related_streams = ParentalManyToManyField(
        "self", blank=True, symmetrical=False, related_name="related_from", help_text="Streams worth reading beside it."
    )
    offers_hiding = models.BooleanField(
        "show “Hide this page”",
        default=False,
        help_text="For subjects that somebody may have to read in secret. Pages of this stream, and news, events, publications"
        " and key messages that belong to it, get a button that leaves for another site at once.",
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
        FieldPanel("background"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("origin"), FieldPanel("state")])], "Place in the programme"),
        MultiFieldPanel([FieldPanel("other_names"), ChoicesPanel("related_streams")], "Finding it"),
        MultiFieldPanel([FieldPanel("offers_hiding")], "Safety of readers"),
        HelpPanel(
            "<p>Who leads the stream is said on the person's profile under Team, as a duty.</p>"
            "<p>Recommendations, actions and news of the stream are pages below it: save it, then add a child page.</p>",
            heading="Leads, recommendations and actions",
        ),
    ]
    parent_page_types = ["programme.WorkStreamIndexPage"]
    subpage_types = ["programme.CommitmentPage", "programme.NewsPage"]
    admin_default_ordering = "path"  # the order that readers see
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLText("summary", description="What the stream is for."),
        GraphQLBlocks("background", description="Why it exists and what it works on, block by block."),
        GraphQLTexts("other_names", source="other_name_list", description="Other names that people use for it."),
        GraphQLChoice("origin", Origin, description="How it came into the programme."),
        GraphQLChoice("state", StreamState, description="Whether it is at work."),
        GraphQLBoolean(
            "offers_hiding",
            description="Whether pages about it should have a button with which readers leave the site at once.",
        ),
        GraphQLConnection(
            "leads",
            "programme.Duty",
            via="work_stream",
            where=Duty.leading_now,
            description="Who leads it now; empty while the lead is to be confirmed.",
        ),
        GraphQLConnection(
            "duties", "programme.Duty", via="work_stream", description="All who work for it, past and present."
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
            description="Key messages about it; may be none.",
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
            description="Streams worth reading beside it.",
        ),
    ]

    @property
    def other_name_list(self) -> list[str]:
        """The other names, one an item, without empty lines."""
        return [name.strip() for name in self.other_names.splitlines() if name.strip()]

    def json_ld(self, seo: Seo) -> dict[str, Any]:
        from programme.site import record  # it imports the models

        return record.json_ld(seo.context.visibility)

    def get_context(self, request, *args, **kwargs):
        from programme.site import pages  # it imports the models

        return super().get_context(request, *args, **kwargs) | pages.work_stream(self, request)
