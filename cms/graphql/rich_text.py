"""Rich text in the API, in the forms that a client may want."""

from __future__ import annotations

import re
from html import unescape

import graphene
from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from graphene.types.generic import GenericScalar
from markdownify import markdownify
from wagtail.models import Page
from wagtail.rich_text import RichText as WagtailRichText

from cms.pages.anchors import Heading
from cms.pages.rich_text import expand, plain_text, relative, source_of

from .context import Context, Info
from .interfaces import ContentsEntry
from .items import model_type
from .rich_text_tree import Node, TreeBuilder

HEADING_ANCHOR = re.compile(r'<h([1-6]) id="([^"]*)">(.*?)</h\1>', re.DOTALL)

# The columns needed for documents and pictures in a text.
SHOWN = {"cms.HubDocument": ["file"], "cms.HubImage": ["description"]}


class PublicText:
    """A rich text for the public; each form is made on request."""

    def __init__(self, value: WagtailRichText | str | None, context: Context):
        self.source = source_of(value)
        self.context = context

    @cached_property
    def html(self) -> str:
        return expand(self.source, self.context)

    @property
    def plain_text(self) -> str:
        return plain_text(self.html)

    @property
    def markdown(self) -> str:
        # All punctuation that Markdown might read is escaped: words such as “<script>” or “1.” stay words.
        return markdownify(self.html, heading_style="ATX", bullets="-", escape_misc=True).strip()

    @cached_property
    def built(self) -> TreeBuilder:
        return TreeBuilder(self.source, self.context)

    @property
    def tree(self) -> list[Node]:
        return self.built.tree

    @property
    def references(self) -> PublicText:
        return self

    @property
    def pages(self) -> list[Model | None]:
        # For all texts that were read together: a list costs as many statements as one text.
        self.context.expect_linked()
        return [self.context.get(Page, key) for key in self.built.things["page"]]

    @property
    def documents(self) -> list[Model]:
        return list(self.built.things["document"].values())

    @property
    def images(self) -> list[Model]:
        return list(self.built.things["image"].values())

    @property
    def headings(self) -> list[Heading]:
        found = HEADING_ANCHOR.findall(self.html)
        return [Heading(int(level), unescape(strip_tags(words)).strip(), anchor) for level, anchor, words in found]


class RichTextTree(GenericScalar):
    """JSON."""


class RichTextReferences(graphene.ObjectType):
    """The public objects to which the nodes of `tree` refer, each once, in the order of the text."""

    pages = graphene.List(
        graphene.NonNull(lambda: model_type("wagtailcore.Page")),
        required=True,
        description="Pages, such as key messages: those with `reference.type` “page”.",
    )
    documents = graphene.List(
        graphene.NonNull(lambda: model_type("cms.HubDocument")),
        required=True,
        description="Documents: those with `reference.type` “document”.",
    )
    images = graphene.List(
        graphene.NonNull(lambda: model_type("cms.HubImage")),
        required=True,
        description="Pictures: those with `reference.type` “image”.",
    )


class LinkForm(graphene.Enum):
    """How links to the frontend are written."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"

    @property
    def description(self) -> str:
        return "Full addresses." if self == LinkForm.ABSOLUTE else "Without the host: from the first slash."


class RichText(graphene.ObjectType):
    """Formatted text. Links are absolute; a link to something that isn't public is dropped, and its words are kept."""

    html = graphene.String(
        required=True,
        links=LinkForm(default_value=LinkForm.ABSOLUTE, description="How links to pages are written."),
        description="As HTML: paragraphs, lists, bold, italic and links, without the editor's attributes.",
    )
    plain_text = graphene.String(
        required=True, description="The words without formatting, with one line for each paragraph."
    )
    markdown = graphene.String(required=True, description="As Markdown (CommonMark).")
    tree = RichTextTree(
        required=True, description="As a tree of nodes, for frontends that render each with a component of their own."
    )
    references = graphene.Field(
        RichTextReferences, required=True, description="The objects to which the nodes of `tree` refer."
    )
    headings = graphene.List(
        graphene.NonNull(ContentsEntry),
        required=True,
        description="The headings in `html`, each with its anchor; empty if the field doesn't allow headings.",
    )

    def resolve_html(root: PublicText, info: Info, links: LinkForm | None) -> str:
        return relative(root.html, info.context.visibility) if links == LinkForm.RELATIVE else root.html
