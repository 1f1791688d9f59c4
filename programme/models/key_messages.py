"""Key messages of the programme."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import MultiFieldPanel
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.search import index

from cms.graphql.fields import GraphQLBlocks, GraphQLConnection, GraphQLText
from cms.models import BasePage, IndexPage
from cms.pages.forms import HubPageForm
from cms.pages.kinds import PageKind
from cms.pages.panels import ChoicesPanel, SummaryPanel
from programme.blocks import ProgrammeStreamBlock
from programme.graphql.uses import uses_field
from programme.social import LIMIT, weighted_length

from .agreed_wording import AgreedWording
from .message_kit import MessageKit
from .own_contact import contact_field, own_contact
from .settings import phases_to_choose
from .taxonomy import FOR_EVERYBODY

TICKED_BY_BLOCKS = "Those in the text as a block are ticked when the page is saved."


def validate_social_text(text: str) -> None:
    """Raise ValidationError if the text is too long for a post by the platform's way of counting."""
    length = weighted_length(text)
    if length > LIMIT:
        raise ValidationError(
            "This post counts as %(length)s characters; the platform takes %(limit)s. "
            "A link counts as 23, an emoji as 2.",
            code="too_long",
            params={"length": length, "limit": LIMIT},
        )


class CarriedMessagesForm(HubPageForm):
    """Ticks the key messages that the text has as blocks: the page expresses them, whatever was ticked before."""

    def clean(self):
        data = super().clean()
        if "key_messages" in data:
            ticked = {page.pk for page in data["key_messages"]}
            if more := self._in_blocks(data) - ticked:
                data["key_messages"] = KeyMessagePage.objects.filter(pk__in=ticked | more)
        return data

    def _in_blocks(self, data: dict) -> set[int]:
        """Return the keys of the messages in the texts as blocks."""
        texts = [value for value in data.values() if isinstance(value, StreamValue)]
        blocks = [block.value["message"] for text in texts for block in text if block.block_type == "key_message"]
        return {message.pk for message in blocks if message}


class KeyMessageIndexPage(IndexPage):
    """The list of key messages."""

    item_models = ("programme.KeyMessagePage",)
    parent_page_types = ["home.HomePage"]
    subpage_types = ["programme.KeyMessagePage"]
    admin_default_ordering = "path"  # the order that readers see
    graphql_fields = [*IndexPage.graphql_fields]


class KeyMessagePage(AgreedWording, MessageKit, BasePage):
    """One thing that the programme wants people to know. The order in the tree is the order of messages."""

    summary = models.CharField(max_length=250, help_text="The message in one or two sentences, 250 characters at most.")
    body = StreamField(ProgrammeStreamBlock(), blank=True, help_text="The message in full.")
    social_text = models.TextField(
        blank=True,
        validators=[validate_social_text],
        help_text="Short text for a post. A link counts as 23 characters and an emoji as 2, as on the platform.",
    )
    work_streams = ParentalManyToManyField(
        "programme.WorkStreamPage",
        blank=True,
        related_name="key_messages",
        help_text="The streams that it is about. A message needn't have any.",
    )
    audiences = ParentalManyToManyField(
        "programme.Audience", blank=True, related_name="key_messages", help_text=FOR_EVERYBODY
    )
    phases = ParentalManyToManyField(
        "programme.Phase", blank=True, related_name="key_messages", limit_choices_to=phases_to_choose
    )
    outside_records = ParentalManyToManyField("programme.OutsideRecord", blank=True, related_name="key_messages")
    contact_point = own_contact()

    writing_help_skips = ("social_text", *AgreedWording.agreed_fields)
    page_kind = PageKind(
        "key-message",
        "Key message",
        "Key messages",
        icon="openquote",
        order=30,
        streams="work_streams",
        audiences="audiences",
        description="The key messages, in the order that editors gave them.",
        feed=True,
        feed_text=lambda page: page.summary,
        feed_order=60,
        menu_order=40,
    )
    list_order = ("path",)
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        *AgreedWording.agreed_search_fields,
        *MessageKit.kit_search_fields,
    ]
    content_panels = [
        *BasePage.content_panels,
        SummaryPanel("summary"),
        "body",
        *AgreedWording.agreed_panels,
        MultiFieldPanel(
            [
                ChoicesPanel("work_streams"),
                ChoicesPanel("audiences"),
                ChoicesPanel("phases"),
                ChoicesPanel("outside_records"),
            ],
            "Where it belongs",
        ),
        "contact_point",
        MultiFieldPanel(["social_text"], "Social media"),
    ]
    parent_page_types = ["programme.KeyMessageIndexPage"]
    subpage_types: list[str] = []
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLText("summary", description="The message in one or two sentences."),
        GraphQLBlocks("body", description="The message in full, block by block, in our own words."),
        *AgreedWording.agreed_graphql_fields,
        *MessageKit.kit_graphql_fields,
        contact_field(),
        GraphQLText("social_text", description="Short text for a post; may be empty."),
        GraphQLConnection(
            "work_streams", "programme.WorkStreamPage", via="key_messages", description="The streams that it is about."
        ),
        GraphQLConnection(
            "audiences", "programme.Audience", via="key_messages", description="The audiences it is for."
        ),
        uses_field(),
        # Named by a string, because the front page's app comes after this one.
        GraphQLConnection(
            "carried_principles",
            "home.Principle",
            via="key_messages",
            description="The principles of the vision that it expresses.",
        ),
        GraphQLConnection(
            "news", "programme.NewsPage", via="key_messages", description="News that expresses it, newest first."
        ),
        GraphQLConnection("events", "programme.EventPage", via="key_messages", description="Events that express it."),
        GraphQLConnection(
            "publications",
            "programme.PublicationPage",
            via="key_messages",
            description="Publications that express it, newest first.",
        ),
        GraphQLConnection(
            "phases", "programme.Phase", via="key_messages", description="The phases that it belongs to."
        ),
        GraphQLConnection(
            "outside_records",
            "programme.OutsideRecord",
            via="key_messages",
            description="Related policy, legislation and publications of others.",
        ),
        GraphQLConnection(
            "collection_items",
            "programme.CollectionItem",
            via="target",
            description="Its places in collections.",
        ),
    ]

    @classmethod
    def extra_tabs(cls):
        """The kit's tab."""
        return {"Message kit": MessageKit.kit_panels}
