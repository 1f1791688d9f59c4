"""News of the programme."""

import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.base.dates import today
from cms.base.local_texts import hub_text
from cms.delivery.seo import Seo
from cms.graphql.fields import GraphQLBlocks, GraphQLConnection, GraphQLDate, GraphQLKind, GraphQLOne, GraphQLText
from cms.models import BasePage, IndexPage
from cms.pages.kinds import PageKind, when
from cms.pages.panels import ChoicesPanel, SummaryPanel
from cms.vocabularies.fields import VocabularyField
from programme.blocks import ProgrammeStreamBlock
from programme.choices import NEWS_KINDS, NewsKind

from .contact_points import organisation_with
from .key_messages import TICKED_BY_BLOCKS, CarriedMessagesForm, validate_social_text
from .own_contact import contact_field, own_contact
from .settings import phases_to_choose
from .taxonomy import FOR_EVERYBODY
from .work_streams import WorkStreamPage


class NewsIndexPage(IndexPage):
    """The list of news."""

    item_models = ("programme.NewsPage",)
    parent_page_types = ["home.HomePage"]
    subpage_types = ["programme.NewsPage"]
    graphql_fields = [*IndexPage.graphql_fields]


class NewsPageForm(CarriedMessagesForm):
    """Shows each commitment with its stream and in words: nobody knows which “Action 1” is. The date follows the schedule."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        commitments = self.fields["commitments"]
        commitments.queryset = commitments.queryset.select_related("work_stream")
        commitments.label_from_instance = lambda page: f"{page.work_stream.title}: {page.title_in_words}"

    def clean(self):
        """Note a date that was typed; until then it is the day of the first publication."""
        data = super().clean()
        date = self["date"]
        if date.field.has_changed(date.initial, date.data):  # `changed_data` would compare all fields
            self.instance.date_is_typed = True
        elif self.is_for_publication() and not self.instance.date_is_typed and not self.instance.first_published_at:
            data["date"] = self._day_of_publication(data.get("go_live_at"), data.get("date"))
        return data

    def _day_of_publication(self, goes_live: datetime.datetime | None, date: datetime.date) -> datetime.date:
        """Return the day of the schedule; without one the date as it is, unless that is still of an earlier schedule."""
        if goes_live and goes_live > timezone.now():
            return timezone.localdate(goes_live)
        return min(date, today())


class NewsPage(BasePage):
    """One item of news. If it is created under a work stream, it belongs to that stream automatically."""

    date = models.DateField(
        default=today,
        help_text="The date shown to readers, which also sets the order of the list. If you leave it, it follows the"
        " schedule.",
    )
    # Otherwise it is the day of the first publication.
    date_is_typed = models.BooleanField(default=False, db_default=False, editable=False)
    kind = VocabularyField(max_length=20, vocabulary=NEWS_KINDS, default=NewsKind.UPDATE)
    author = models.CharField(max_length=120, blank=True, help_text="The author named, if any.")
    summary = models.CharField(
        max_length=300, help_text="Shown in lists, feeds and the newsletter, 300 characters at most."
    )
    body = StreamField(ProgrammeStreamBlock(), blank=True)
    image = models.ForeignKey("cms.HubImage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    social_text = models.TextField(
        blank=True,
        validators=[validate_social_text],
        help_text="Short text for a post. A link counts as 23 characters and an emoji as 2, as on the platform.",
    )
    work_streams = ParentalManyToManyField("programme.WorkStreamPage", blank=True, related_name="news")
    key_messages = ParentalManyToManyField("programme.KeyMessagePage", blank=True, related_name="news")
    topics = ParentalManyToManyField("programme.Topic", blank=True, related_name="news")
    audiences = ParentalManyToManyField("programme.Audience", blank=True, related_name="news", help_text=FOR_EVERYBODY)
    commitments = ParentalManyToManyField(
        "programme.CommitmentPage",
        blank=True,
        related_name="news",
        help_text="The recommendations and actions that it is about.",
    )
    phases = ParentalManyToManyField(
        "programme.Phase", blank=True, related_name="news", limit_choices_to=phases_to_choose
    )
    contact_point = own_contact()

    base_form_class = NewsPageForm
    page_kind = PageKind(
        "news",
        "News",
        "News",
        icon="doc-full-inverse",
        order=40,
        date="date",
        dated_by_publication=True,
        facts=lambda page: [when(page), hub_text(page.get_kind_display())],
        streams="work_streams",
        audiences="audiences",
        description="News, newest first.",
        feed=True,
        feed_text=lambda page: page.summary,
        feed_order=10,
        diary=True,
        columns=("kind",),
        menu_order=30,
        newsletter_order=40,
    )
    list_order = ("-date",)
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.FilterField("date"),
        index.FilterField("kind"),
    ]
    content_panels = [
        *BasePage.content_panels,
        SummaryPanel("summary"),
        "body",
        "image",
        MultiFieldPanel([FieldRowPanel(["date", "kind"]), "author"], "When and what"),
        MultiFieldPanel(
            [
                ChoicesPanel("work_streams"),
                ChoicesPanel("key_messages", help_text=TICKED_BY_BLOCKS),
                ChoicesPanel("topics"),
                ChoicesPanel("audiences"),
                ChoicesPanel("commitments"),
                ChoicesPanel("phases"),
            ],
            "Where it belongs",
        ),
        "contact_point",
        MultiFieldPanel(["social_text"], "Social media"),
    ]
    parent_page_types = ["programme.NewsIndexPage", "programme.WorkStreamPage"]
    subpage_types: list[str] = []
    page_description = "An item of news that belongs to this stream automatically."
    writing_help_skips = ("social_text",)
    share_image_field = "image"
    share_type = "article"
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLDate("date", description="The date shown to readers."),
        GraphQLKind("kind", NEWS_KINDS, description="The type of news."),
        GraphQLText("author", description="The author named; may be empty."),
        GraphQLText("summary", description="The news in one or two sentences."),
        GraphQLBlocks("body", description="The text, block by block."),
        GraphQLOne("image", "cms.HubImage", description="A picture for lists and social media."),
        contact_field(),
        GraphQLText("social_text", description="Short text for a post; may be empty."),
        GraphQLConnection(
            "work_streams", "programme.WorkStreamPage", via="news", description="The streams that it belongs to."
        ),
        GraphQLConnection(
            "key_messages", "programme.KeyMessagePage", via="news", description="The key messages it expresses."
        ),
        GraphQLConnection("topics", "programme.Topic", via="news", description="Its topics."),
        GraphQLConnection("audiences", "programme.Audience", via="news", description="The audiences it is for."),
        GraphQLConnection(
            "commitments",
            "programme.CommitmentPage",
            via="news",
            description="The recommendations and actions that it is about.",
        ),
        GraphQLConnection("phases", "programme.Phase", via="news", description="The phases that it belongs to."),
        GraphQLConnection(
            "collection_items",
            "programme.CollectionItem",
            via="target",
            description="Its places in collections.",
        ),
    ]

    class Meta:
        indexes = [
            # Serves the order of every list: by date, then by page.
            models.Index(fields=["-date", "-page_ptr"], name="news_by_date"),
            # Quickly finds that there is no news of a kind.
            models.Index(fields=["kind"], name="news_by_kind"),
        ]

    def json_ld(self, seo: Seo) -> dict[str, Any]:
        return {
            "@type": "NewsArticle",
            "headline": self.title,
            "datePublished": self.date,
            "author": {"@type": "Person", "name": self.author} if self.author else seo.organisation,
            "publisher": organisation_with(seo.organisation, seo),
        }

    def follow_parent(self) -> bool:
        """Add the parent work stream to the page's streams. Other chosen streams are kept."""
        parent = self.get_parent()
        if parent.specific_class is not WorkStreamPage:
            return False
        streams = list(self.work_streams.all())
        if parent.pk in {stream.pk for stream in streams}:
            return False
        self.work_streams = [*streams, parent.specific]
        return True
