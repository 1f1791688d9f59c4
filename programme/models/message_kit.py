"""The kit of a key message: what helps people to say it, and others to share it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable
from wagtail.search import index

from cms.graphql.fields import GraphQLOne, GraphQLRows, GraphQLText
from cms.pages.rows import RowsPanel
from programme.panels import UsesPanel


class MessageKit(models.Model):
    """The kit of a key message. Proof, questions, quotation and picture are public; lines to take, owner and review date
    never are."""

    quotation = models.TextField(
        blank=True,
        default="",
        db_default="",
        max_length=600,
        help_text="A sentence or two to quote, without quotation marks.",
    )
    quoted_person = models.CharField(
        "who said it",
        max_length=150,
        blank=True,
        default="",
        db_default="",
        help_text="Name and post, as readers should see them.",
    )
    share_picture = models.ForeignKey(
        "cms.HubImage",
        verbose_name="picture to share",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Readers can download it, and it is shown where the page is shared. It needs an alternative text.",
    )
    lines_to_take = models.TextField(
        blank=True,
        default="",
        db_default="",
        help_text="What spokespeople say when they are asked, one line a paragraph. Only the team sees them.",
    )
    kept_by = models.CharField(
        "owner",
        max_length=150,
        blank=True,
        default="",
        db_default="",
        help_text="Who keeps the message and its kit right. Only the team sees it.",
    )
    review_date = models.DateField(
        null=True, blank=True, help_text="When the message should be reviewed. Only the team sees it."
    )

    # Lines to take are for people who speak for the programme: not in the API, on pages, in the search or in an export.
    private_bodies = ("lines_to_take", "kept_by", "review_date")
    # Typed without a year, the next such day is meant (`cms.base.date_fields`).
    dates_ahead = ("review_date",)
    share_image_field = "share_picture"
    kit_search_fields = [
        index.SearchField("quotation"),
        index.SearchField("quoted_person"),
        index.RelatedFields("proof_points", [index.SearchField("text")]),
        index.RelatedFields("questions", [index.SearchField("question"), index.SearchField("answer")]),
    ]
    kit_panels = [
        RowsPanel("proof_points", heading="Proof points", label="Proof point"),
        RowsPanel("questions", heading="Questions and answers", label="Question"),
        MultiFieldPanel(["quotation", "quoted_person"], "Quotation"),
        "share_picture",
        MultiFieldPanel(
            ["lines_to_take", FieldRowPanel(["kept_by", "review_date"])],
            "For the team alone",
        ),
        MultiFieldPanel([UsesPanel()], "Where it was used"),
    ]
    kit_graphql_fields = [
        GraphQLRows("proof_points", "programme.ProofPoint", via="page", description="Facts that prove it, in order."),
        GraphQLRows(
            "questions", "programme.MessageQuestion", via="page", description="Questions about it, with their answers."
        ),
        GraphQLText("quotation", description="A sentence or two to quote, without quotation marks; may be empty."),
        GraphQLText("quoted_person", description="Who said it; may be empty."),
        GraphQLOne("share_picture", "cms.HubImage", description="A picture to share; null if there is none."),
    ]

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if self.quoted_person and not self.quotation.strip():
            raise ValidationError({"quotation": "Give the words that are quoted, or clear who said them."})


class ProofPoint(Orderable):
    """A fact that proves a key message, and where readers can verify it."""

    page = ParentalKey("programme.KeyMessagePage", on_delete=models.CASCADE, related_name="proof_points")
    text = models.TextField(max_length=500, help_text="The fact in one sentence.")
    evidence_page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    evidence_link = models.URLField(
        max_length=500, blank=True, help_text="Where it can be verified, if outside this site."
    )

    visibility_parent = "page"
    list_order = ("page__path", "sort_order")
    panels = [
        "text",
        PageChooserPanel("evidence_page", heading="Evidence: a page on this site"),
        FieldPanel("evidence_link", heading="Evidence: an address on another site"),
    ]
    graphql_fields = [
        GraphQLText("text", description="The fact."),
        GraphQLOne("evidence_page", "wagtailcore.Page", description="A page on this site that is evidence of it."),
        GraphQLText("evidence_link", description="Evidence on another site; may be empty."),
    ]

    def __str__(self):
        return self.text


class MessageQuestion(Orderable):
    """A question about a key message, with its answer for everybody."""

    page = ParentalKey("programme.KeyMessagePage", on_delete=models.CASCADE, related_name="questions")
    question = models.CharField(max_length=200, help_text="As people ask it.")
    answer = models.TextField(max_length=2000, help_text="For everybody who reads the page. Plain text.")

    visibility_parent = "page"
    list_order = ("page__path", "sort_order")
    panels = ["question", "answer"]
    graphql_fields = [
        GraphQLText("question", description="The question."),
        GraphQLText("answer", description="The answer, as plain text."),
    ]

    def __str__(self):
        return self.question
