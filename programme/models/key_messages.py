"""What the programme wants people to know."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.graphql.fields import GraphQLBlocks, GraphQLConnection, GraphQLText
from cms.models import BasePage, IndexPage
from cms.panels import ChoicesPanel, SummaryPanel
from programme.blocks import ProgrammeStreamBlock
from programme.social import LIMIT, weighted_length

from .agreed_wording import AgreedWording


def validate_social_text(text: str) -> None:
    """Raise ValidationError when the text is too long for a post, counted as the platform counts."""
    length = weighted_length(text)
    if length > LIMIT:
        raise ValidationError(
            "This post counts as %(length)s characters; the platform takes %(limit)s. "
            "A link counts as 23, an emoji as 2.",
            code="too_long",
            params={"length": length, "limit": LIMIT},
        )


class KeyMessageIndexPage(IndexPage):
    """The list of key messages."""

    item_models = ("programme.KeyMessagePage",)
    parent_page_types = ["home.HomePage"]
    subpage_types = ["programme.KeyMessagePage"]
    admin_default_ordering = "path"  # the order that readers see
    graphql_fields = [*IndexPage.graphql_fields]

    def get_context(self, request, *args, **kwargs):
        from programme.site import indexes  # it imports the models

        return super().get_context(request, *args, **kwargs) | indexes.key_messages(self, request)


class KeyMessagePage(AgreedWording, BasePage):
    """One thing that the programme wants people to know. Its place in the tree is its order."""

    summary = models.CharField(max_length=250, help_text="The message in one or two sentences, 250 characters at most.")
    body = StreamField(ProgrammeStreamBlock(), blank=True, help_text="The message in full.")
    social_text = models.TextField(
        blank=True,
        validators=[validate_social_text],
        help_text="Short text for a post. Counted as the platform counts: a link is 23 characters, an emoji is 2.",
    )
    work_streams = ParentalManyToManyField(
        "programme.WorkStreamPage",
        blank=True,
        related_name="key_messages",
        help_text="The streams that it is about. A message may stand alone.",
    )

    writing_help_skips = ("social_text", *AgreedWording.agreed_fields)
    list_order = ("path",)
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        *AgreedWording.agreed_search_fields,
    ]
    content_panels = [
        *BasePage.content_panels,
        SummaryPanel("summary"),
        FieldPanel("body"),
        *AgreedWording.agreed_panels,
        MultiFieldPanel([ChoicesPanel("work_streams")], "Where it belongs"),
        MultiFieldPanel([FieldPanel("social_text")], "Social media"),
    ]
    parent_page_types = ["programme.KeyMessageIndexPage"]
    subpage_types: list[str] = []
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLText("summary", description="The message in one or two sentences."),
        GraphQLBlocks("body", description="The message in full, block by block, in our own words."),
        *AgreedWording.agreed_graphql_fields,
        GraphQLText("social_text", description="Short text for a post; may be empty."),
        GraphQLConnection(
            "work_streams", "programme.WorkStreamPage", via="key_messages", description="The streams it is about."
        ),
        # Named by a string: the front page's app stands above this one.
        GraphQLConnection(
            "carried_principles",
            "home.Principle",
            via="key_messages",
            description="The principles of the vision that it carries.",
        ),
        GraphQLConnection("news", "programme.NewsPage", via="key_messages", description="News under it, newest first."),
        GraphQLConnection("events", "programme.EventPage", via="key_messages", description="Events under it."),
    ]

    def get_context(self, request, *args, **kwargs):
        from programme.site import pages  # it imports the models

        return super().get_context(request, *args, **kwargs) | pages.key_message(self, request)
