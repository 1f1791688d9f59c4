"""Collections: publications, pages and links that belong together, in an order and under headings."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from cms.base.dates import today
from cms.graphql.fields import GraphQLBlocks, GraphQLConnection, GraphQLDate, GraphQLOne, GraphQLRows, GraphQLText
from cms.models import BasePage, IndexPage
from cms.pages.forms import HubPageForm
from cms.pages.kinds import PageKind
from cms.pages.panels import ChoicesPanel, SummaryPanel
from cms.pages.rows import RowsPanel
from cms.visibility.rule import Visibility
from programme.blocks import ProgrammeStreamBlock

from .outside import OutsideRecord
from .settings import phases_to_choose
from .taxonomy import FOR_EVERYBODY

TWICE = "This is in the collection already, further up. Remove one of the two."


class DocumentCollectionIndexPage(IndexPage):
    """The list of collections."""

    item_models = ("programme.DocumentCollectionPage",)
    parent_page_types = ["home.HomePage"]
    subpage_types = ["programme.DocumentCollectionPage"]
    admin_default_ordering = "path"  # the order that readers see
    graphql_fields = [*IndexPage.graphql_fields]


class CollectionForm(HubPageForm):
    """Refuses a thing that is in the collection twice, at the second row."""

    def is_valid(self):
        return super().is_valid() and self._has_each_once()

    def _has_each_once(self) -> bool:
        formset = self.formsets.get("items")
        if formset is None:
            return True
        seen, twice = set(), []
        # As the editor ordered them: a row that was moved up is no longer the second.
        for row in sorted(formset.forms, key=lambda form: (form.cleaned_data or {}).get("ORDER") or 0):
            data = row.cleaned_data or {}
            name, thing = next(((name, data[name]) for name in TARGETS if data.get(name)), ("", None))
            if not name or data.get("DELETE"):
                continue
            key = (name, getattr(thing, "pk", thing))
            if key in seen:
                twice.append((row, name))
            seen.add(key)
        for row, name in twice:
            row.add_error(name, TWICE)
        return not twice


class DocumentCollectionPage(BasePage):
    """Publications, pages and links that belong together, in the editors' order and under headings."""

    summary = models.CharField(max_length=300, help_text="What is brought together here, 300 characters at most.")
    body = StreamField(
        ProgrammeStreamBlock(),
        verbose_name="introduction",
        blank=True,
        help_text="What readers should know beforehand.",
    )
    work_streams = ParentalManyToManyField("programme.WorkStreamPage", blank=True, related_name="collections")
    audiences = ParentalManyToManyField(
        "programme.Audience", blank=True, related_name="collections", help_text=FOR_EVERYBODY
    )
    phases = ParentalManyToManyField(
        "programme.Phase", blank=True, related_name="collections", limit_choices_to=phases_to_choose
    )

    base_form_class = CollectionForm
    page_kind = PageKind(
        "collection",
        "Collection",
        "Collections",
        icon="folder-open-inverse",
        order=55,
        facts=lambda page: [],
        streams="work_streams",
        audiences="audiences",
        description="Collections of publications, pages and links, in the editors' order.",
        feed=True,
        feed_text=lambda page: page.summary,
        feed_order=25,
        menu_order=75,
        newsletter_order=55,
    )
    list_order = ("path",)
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        # Not titles of pages: those may not be public.
        index.RelatedFields(
            "items", [index.SearchField("heading"), index.SearchField("title"), index.SearchField("text")]
        ),
    ]
    content_panels = [
        *BasePage.content_panels,
        SummaryPanel("summary"),
        "body",
        RowsPanel("items", heading="What it contains", label="Heading or item"),
        MultiFieldPanel(
            [ChoicesPanel("work_streams"), ChoicesPanel("audiences"), ChoicesPanel("phases")], "Where it belongs"
        ),
    ]
    parent_page_types = ["programme.DocumentCollectionIndexPage"]
    subpage_types: list[str] = []
    graphql_fields = [
        *BasePage.graphql_fields,
        GraphQLText("summary", description="What is brought together here."),
        GraphQLBlocks("body", description="What readers should know beforehand, block by block."),
        GraphQLRows(
            "items",
            "programme.CollectionItem",
            via="page",
            description="Its headings and items, in order; without items that aren't public.",
        ),
        GraphQLConnection(
            "work_streams",
            "programme.WorkStreamPage",
            via="collections",
            description="The streams that it belongs to.",
        ),
        GraphQLConnection("audiences", "programme.Audience", via="collections", description="The audiences it is for."),
        GraphQLConnection("phases", "programme.Phase", via="collections", description="The phases that it belongs to."),
    ]


# An item has a value in one of these fields.
TARGETS = ("target", "record", "address")


class CollectionItem(Orderable):
    """A heading or an item of a collection. An item leads to a page, to a record of others, or to an address."""

    page = ParentalKey(DocumentCollectionPage, on_delete=models.CASCADE, related_name="items")
    heading = models.CharField(
        max_length=120, blank=True, help_text="For a heading: its text. The other fields then stay empty."
    )
    target = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="collection_items",
        verbose_name="page",
        help_text="A publication or another page of this hub. Readers see it while it is public.",
    )
    record = models.ForeignKey(
        OutsideRecord,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="collection_items",
        verbose_name="outside record",
    )
    address = models.URLField(max_length=500, blank=True, help_text="For a link: its address, with a title.")
    title = models.CharField(
        max_length=250, blank=True, help_text="For a link. If it is empty, a page or record has its own title."
    )
    text = models.CharField(max_length=300, blank=True, help_text="One sentence about it. Optional.")
    added_on = models.DateField(
        default=today, help_text="Since when it has been in the collection. The collection's feed shows it."
    )

    panels = [
        "heading",
        PageChooserPanel("target"),
        "record",
        FieldRowPanel(["address", "title"]),
        "text",
        "added_on",
    ]
    graphql_fields = [
        GraphQLText("heading", description="The heading of what follows; empty for an item."),
        GraphQLOne("target", "wagtailcore.Page", description="The page; null for anything else."),
        GraphQLOne("record", "programme.OutsideRecord", description="The record of others; null for anything else."),
        GraphQLText("address", description="The address of a link; empty for anything else."),
        GraphQLText("title", description="The title given here; if it is empty, the page or record has its own."),
        GraphQLText("text", description="One sentence about it; may be empty."),
        GraphQLDate("added_on", description="Since when it has been in the collection."),
        GraphQLOne("collection", "programme.DocumentCollectionPage", source="page", description="The collection."),
    ]

    def __str__(self):
        return self.heading or self.title or str(self.target or self.record or self.address)

    @classmethod
    def visible_condition(cls, visibility: Visibility, prefix: str) -> Q:
        """Return the condition for `visibility.Visibility.condition`: an item is public with its page or record."""
        target = visibility.condition(Page, f"{prefix}target__")
        record = visibility.condition(OutsideRecord, f"{prefix}record__")
        return (
            visibility.condition(DocumentCollectionPage, f"{prefix}page__")
            & (Q(**{f"{prefix}target": None}) | target)
            & (Q(**{f"{prefix}record": None}) | record)
        )

    def is_visible(self, visibility: Visibility) -> bool:
        """Return whether the public may see this row."""
        things = [thing for thing in (self.target, self.record) if thing is not None]
        return all(visibility.can_see(thing) for thing in (self.page, *things))

    def clean(self):
        super().clean()
        given = [name for name in TARGETS if getattr(self, "address" if name == "address" else f"{name}_id")]
        if self.heading:
            extra = [*given, *(name for name in ("title", "text") if getattr(self, name))]
            if extra:
                raise ValidationError(
                    {extra[0]: "This row is a heading: empty this field, or the heading and use a row of its own."}
                )
        elif not given:
            raise ValidationError(
                {"target": "Choose a page or an outside record, or give an address; or write a heading."}
            )
        elif len(given) > 1:
            raise ValidationError({given[1]: "One item leads to one thing: use a row of its own for this."})
        elif self.address and not self.title:
            raise ValidationError({"title": "Give the link a title: readers see it instead of the address."})
