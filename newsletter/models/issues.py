"""Issues of the newsletter, as pages of an archive."""

from textwrap import shorten
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, Max, Q
from grapple.helpers import register_streamfield_block
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Site
from wagtail.search import index

from cms.base.dates import today
from cms.base.registry import Registry
from cms.graphql.fields import (
    GraphQLBlocks,
    GraphQLConnection,
    GraphQLDate,
    GraphQLInt,
    GraphQLNestedList,
    GraphQLOne,
    GraphQLReverse,
    GraphQLRichText,
    GraphQLText,
)
from cms.models import BasePage, IndexPage
from cms.pages import kinds
from cms.pages.addresses import in_tree_of, site_of_page
from cms.pages.blocks import HeadingBlock, PageLinksBlock, RichTextBlock
from cms.pages.blocks.choosers import PageChooserBlock
from cms.pages.blocks.content import RICH_TEXT_FEATURES
from cms.pages.forms import HubPageForm
from cms.pages.kinds import PageKind
from newsletter.admin.panels import IssueStatePanel

from .settings import NewsletterSettings

LONGEST_SUBJECT = 120

# Further previews in the form, by mode: each has a label, and returns the response for an issue and a request.
issue_previews: Registry[Any] = Registry("preview of an issue")


@register_streamfield_block
class IssueItemBlock(blocks.StructBlock):
    """A page of the hub in an issue, with the page's own summary unless the editor writes another text."""

    page = PageChooserBlock()
    text = blocks.TextBlock(
        required=False,
        max_length=600,
        help_text="Leave empty to use the page's own summary, as it is when you approve.",
    )

    graphql_fields = [
        GraphQLOne("page", "wagtailcore.Page", description="The page, if it is public."),
        GraphQLText("text", description="What the issue says about it; empty to use the page's own summary."),
    ]

    class Meta:
        icon = "doc-full-inverse"
        label = "Item"
        graphql_description = "A page of the hub in an issue of the regular update."


@register_streamfield_block
class IssueSectionBlock(blocks.StructBlock):
    """A heading and its items, such as the news of one work stream."""

    heading = blocks.CharBlock(max_length=150)
    items = blocks.ListBlock(IssueItemBlock(), min_num=1)

    graphql_fields = [
        GraphQLText("heading", description="The subject of the section."),
        GraphQLNestedList("items", IssueItemBlock, description="The pages in the section, in order."),
    ]

    class Meta:
        icon = "list-ul"
        label = "Section"
        template = "blocks/issue_section.html"
        graphql_description = "A section of an issue: a heading and pages of the hub."


class IssueStreamBlock(blocks.StreamBlock):
    """The blocks of an issue: sections of items, headings, text, and pages of the hub by reference."""

    section = IssueSectionBlock()
    heading = HeadingBlock()
    rich_text = RichTextBlock()
    page_links = PageLinksBlock()

    class Meta:
        required = False


def subject_from(sections) -> str:
    """Return a subject for an issue with these sections: the full title of its first item, or nothing."""
    for block in sections:
        items = block.value["items"] if block.block_type == "section" else ()
        for item in items:
            if page := item["page"]:
                found = page.specific
                title = kinds.full_title(found) if getattr(found, "page_kind", None) else found.title
                return shorten(title, LONGEST_SUBJECT, placeholder="…")
    return ""


class IssuePageForm(HubPageForm):
    """Proposes the number and the subject, and reports at the number that it is taken."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and self.instance.number is None and "number" in self.fields:
            self.initial["number"] = IssuePage.next_number(site_of_page(self.parent_page) if self.parent_page else None)
        if "subject" in self.fields:
            self.fields["subject"].required = False

    def clean(self):
        data = super().clean()
        self._fill_in_subject(data)
        number, part = data.get("number"), data.get("part")
        if number and part and self.parent_page:
            name = IssuePage(number=number, part=part).distinct_name
            if name in IssuePage.names_taken(self.parent_page, besides=self.instance.pk):
                self.add_error("number", f"There is already an {name}.")
        return data

    def _fill_in_subject(self, data):
        """Without a subject, take the title of the first item; ask for one if there is none."""
        if "subject" not in self.fields or data.get("subject") or "subject" in self.errors:
            return
        data["subject"] = subject_from(data.get("sections") or ())
        if not data["subject"] and not self.is_deferred_validation:
            self.add_error("subject", "Write a subject, or add an item whose title becomes the subject.")


class IssueIndexPage(IndexPage):
    """The archive of the regular update."""

    item_models = ("newsletter.IssuePage",)
    parent_page_types = ["home.HomePage"]
    subpage_types = ["newsletter.IssuePage"]
    graphql_fields = [*IndexPage.graphql_fields]

    @classmethod
    def empty_condition(cls, visibility):
        """Whether there is neither an issue nor a list to join; with a list, people subscribe on the page."""
        offered = apps.get_model("newsletter.MailingList").objects.filter(visibility.own_rows(), offered=True)
        return super().empty_condition(visibility) & Q(~Exists(offered))


class IssuePage(BasePage):
    """One issue of the regular update. A large one comes in parts that share its number."""

    number = models.PositiveSmallIntegerField(help_text="It goes on from the last issue.")
    part = models.PositiveSmallIntegerField(default=1, help_text="1, unless the issue comes in several parts.")
    date = models.DateField(default=today)
    subject = models.CharField(
        max_length=LONGEST_SUBJECT,
        help_text="The subject line that subscribers see. Left empty, it becomes the title of the first item.",
    )
    preheader = models.CharField(
        "preview line",
        max_length=150,
        blank=True,
        help_text="The line that mail programs show after the subject. Without it they show the first words of the message.",
    )
    reply_to = models.ForeignKey(
        "programme.ContactPoint",
        verbose_name="replies go to",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The contact point that gets answers to this issue, if not that of the newsletter's settings.",
    )
    introduction = RichTextField(blank=True, features=RICH_TEXT_FEATURES)
    sections = StreamField(IssueStreamBlock(), blank=True)
    # Never in `graphql_fields`, `search_fields` or the public template: it is in the edition for internal lists alone.
    internal_sections = StreamField(
        IssueStreamBlock(),
        blank=True,
        help_text="For internal lists only, before the sections. Never on the site, in the API, a feed or search.",
    )
    author = models.CharField(max_length=120, blank=True, help_text="Who writes it, as readers should see it.")
    mailing_lists = ParentalManyToManyField(
        "newsletter.MailingList", blank=True, related_name="+", verbose_name="lists", help_text="Who gets it."
    )
    work_streams = ParentalManyToManyField(
        "programme.WorkStreamPage",
        blank=True,
        related_name="+",
        verbose_name="only for people interested in",
        help_text="Leave empty for everybody. People who chose no interests always get it.",
    )
    audiences = ParentalManyToManyField(
        "programme.Audience",
        blank=True,
        related_name="issues",
        verbose_name="only for these audiences",
        help_text="Leave empty for everybody. People who chose one of these, or a work stream above, get it.",
    )

    base_form_class = IssuePageForm
    private_bodies = ("internal_sections",)
    # Typed without a year, the next such day is meant (`cms.base.date_fields`).
    dates_ahead = ("date",)

    kept_once = True
    page_kind = PageKind(
        "issue",
        "Issue of the update",
        "Issues of the update",
        plural_name="issues",
        icon="mail",
        order=95,
        date="date",
        summary="preheader",
        api=False,  # an issue is asked for by its number
        listing=False,  # the newsletter has a menu of its own
        newsletter=False,
    )
    list_order = ("-number", "-part")
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("subject", boost=2),
        index.SearchField("introduction"),
        index.SearchField("sections"),
        index.FilterField("date"),
    ]
    source_panels: list = []  # the pages in an issue have their own
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldRowPanel(["number", "part", "date"])], "Which issue"),
        MultiFieldPanel(["subject", "preheader", "reply_to"], "In the inbox"),
        "introduction",
        "internal_sections",
        "sections",
        "author",
        MultiFieldPanel(
            [
                FieldPanel("mailing_lists", widget=forms.CheckboxSelectMultiple),
                FieldPanel("work_streams", widget=forms.CheckboxSelectMultiple),
                FieldPanel("audiences", widget=forms.CheckboxSelectMultiple),
            ],
            "Who gets it",
        ),
    ]
    parent_page_types = ["newsletter.IssueIndexPage"]
    subpage_types: list[str] = []
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLInt("number", description="Number of the issue."),
        GraphQLInt("part", description="Which part of the issue; 1 if it has only one."),
        GraphQLDate("date", description="Date of the issue."),
        GraphQLText("subject", description="The subject line."),
        GraphQLText("preheader", description="The line after the subject; may be empty."),
        GraphQLRichText("opening", source="introduction", description="Opening words; may be empty."),
        GraphQLBlocks("sections", description="The issue, block by block."),
        GraphQLText("author", description="Who wrote it; may be empty."),
        GraphQLConnection(
            "audiences", "programme.Audience", via="issues", description="The audiences it is for; empty for everybody."
        ),
        GraphQLReverse(
            "archived",
            "newsletter.ArchivedIssue",
            via="issue",
            description="The issue as it went out; null before that. Later changes to the page don't affect it.",
        ),
    ]

    @classmethod
    def extra_tabs(cls):
        """The newsletter's tab."""
        return {"Newsletter": [IssueStatePanel()]}

    @property
    def preview_modes(self):
        """The page, and the messages."""
        pages = [(name, label if name else "Page in the archive") for name, label in super().preview_modes]
        return [*pages, *((name, preview.label) for name, preview in issue_previews.items())]

    def clean(self):
        super().clean()
        if self.reply_to is not None and not self.reply_to.email:
            raise ValidationError({"reply_to": f"“{self.reply_to}” has no e-mail address, so it can't get replies."})

    def serve_preview(self, request, mode_name):
        """Show a message, or what every page has."""
        if mode_name in issue_previews:
            return issue_previews[mode_name](self, request)
        return super().serve_preview(request, mode_name)

    @classmethod
    def next_number(cls, site: Site | None) -> int:
        """Return the number after the highest that any issue of a site has, drafts included, or that of the first as an
        editor set it."""
        highest = cls.objects.filter(in_tree_of(site)).aggregate(highest=Max("number"))["highest"] or 0
        return max(highest + 1, NewsletterSettings.of(site).first_number or 1)

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Raises ValidationError if another issue of the site has the number: the form may have let two editors have it."""
        if site := site_of_page(self):
            # Editors who save issues of one site wait for each other. Rows that refer to the site don't wait.
            Site.objects.select_for_update(no_key=True).get(pk=site.pk)
            same = IssuePage.objects.filter(in_tree_of(site), number=self.number, part=self.part)
            if same.exclude(pk=self.pk).exists():
                raise ValidationError({"number": f"There is already an {self.distinct_name}."})
        return super().save(*args, **kwargs)

    @property
    def distinct_name(self) -> str:
        return f"issue {self.number}, part {self.part}"

    @classmethod
    def namesakes(cls, parent):
        """All issues of the site: with several languages each has an archive, but a number is given once."""
        return cls.objects.filter(in_tree_of(site_of_page(parent)))

    @property
    def standing_approval(self):
        """The snapshot that may be sent now, or None: approved by a second person, and of the page as last saved."""
        found = self.snapshots.filter(revision_id=self.latest_revision_id, approved_by__isnull=False)
        return found.select_related("approved_by", "written_by").first()

    @property
    def has_gone_out(self) -> bool:
        """Whether it began to go out to an external list, and so is in the archive for good."""
        return hasattr(self, "archived")
