"""“You said, we did”: feedback and its results."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldRowPanel, PageChooserPanel
from wagtail.search import index

from cms.base.dates import today
from cms.graphql.fields import GraphQLConnection, GraphQLDate, GraphQLOne, GraphQLText
from cms.models import IndexPage
from cms.pages.rows import RowsPanel


class YouSaidWeDidPage(IndexPage):
    """Feedback and what was done about it, latest first."""

    item_models = ("engagement.YouSaidEntry", "engagement.Engagement")
    search_fields = [
        *IndexPage.search_fields,
        index.RelatedFields("entries", [index.SearchField("said"), index.SearchField("did")]),
    ]
    content_panels = [*IndexPage.content_panels, RowsPanel("entries", heading="You said, we did", label="Entry")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    page_description = "What was done because of feedback: what people said, in our words, and what changed."
    graphql_fields = [
        *IndexPage.graphql_fields,
        GraphQLConnection(
            "entries",
            "engagement.YouSaidEntry",
            via="page",
            description="What was said and done, latest first; empty until the first is published.",
        ),
    ]

    @classmethod
    def get_verbose_name(cls):
        return "You said, we did"


class YouSaidEntry(models.Model):
    """A piece of feedback in the team's words, and what was done about it."""

    page = ParentalKey(YouSaidWeDidPage, on_delete=models.CASCADE, related_name="entries")
    date = models.DateField(default=today, help_text="When it was done.")
    said = models.TextField(
        max_length=500,
        help_text="What people said, in our words. Nothing that identifies who said it. 500 characters at most.",
    )
    did = models.TextField(
        max_length=1000, help_text="What was done, or why nothing could be. 1000 characters at most."
    )
    work_stream = models.ForeignKey(
        "programme.WorkStreamPage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    target = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="page",
        help_text="Where readers see the change, if anywhere.",
    )

    visibility_parent = "page"
    list_order = ("-date",)
    panels = [
        "said",
        "did",
        FieldRowPanel(["date", "work_stream"]),
        PageChooserPanel("target"),
    ]
    graphql_fields = [
        GraphQLText("said", description="What people said, in the words of the programme."),
        GraphQLText("did", description="What was done about it."),
        GraphQLDate("date", description="When it was done."),
        GraphQLOne(
            "work_stream", "programme.WorkStreamPage", description="The work stream that it concerns, if there is one."
        ),
        GraphQLOne(
            "target", "wagtailcore.Page", description="Where readers see the change; null while it isn't public."
        ),
    ]

    class Meta:
        ordering = ["-date", "-pk"]

    def __str__(self):
        return self.said
