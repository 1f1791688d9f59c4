"""Blocks with text, pictures and links."""

from django.core.exceptions import ValidationError
from django.db import models
from grapple.helpers import register_streamfield_block
from wagtail import blocks

from cms.graphql.fields import (
    GraphQLChoice,
    GraphQLInt,
    GraphQLOne,
    GraphQLPages,
    GraphQLRichText,
    GraphQLText,
)
from cms.pages.anchors import DEPTHS, anchor_of, assign
from cms.pages.blocks.choosers import DocumentChooserBlock, ImageChooserBlock, PageChooserBlock

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class HeadingLevel(models.TextChoices):
    """The level of a heading; a page's title is level 1."""

    H2 = "h2", "Section"
    H3 = "h3", "Subsection"


class CallOutKind(models.TextChoices):
    """The purpose of a call-out."""

    INFORMATION = "information", "Information"
    IMPORTANT = "important", "Important"
    WARNING = "warning", "Warning"


class TextChoiceBlock(blocks.ChoiceBlock):
    """A choice of texts. Stored values are used as they are: looking each up took longer than the rest of the block."""

    def to_python(self, value):
        return value


class HeadingValue(blocks.StructValue):
    """A heading with its anchor."""

    home = None  # the page and the name of its StreamField, if known
    own_anchor = ""  # unique among the headings of the page, once assigned

    @property
    def anchor(self) -> str:
        if self.home and not self.own_anchor:
            assign(*self.home)
        return self.own_anchor or anchor_of(self["text"])

    @property
    def depth(self) -> int:
        return DEPTHS.get(self["level"], 2)


@register_streamfield_block
class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=150)
    level = TextChoiceBlock(choices=HeadingLevel.choices, default=HeadingLevel.H2)

    graphql_fields = [
        GraphQLText("text", description="The heading's words."),
        GraphQLInt("level", source="depth", description="Its level: 2 for a section, 3 for a subsection."),
        GraphQLText("anchor", description="Fragment of the address that leads here, without the #."),
    ]

    class Meta:
        icon = "title"
        template = "blocks/heading.html"
        value_class = HeadingValue
        graphql_description = "A heading in the text."


@register_streamfield_block
class RichTextBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(features=RICH_TEXT_FEATURES)

    graphql_fields = [GraphQLRichText("rich_text", source="text", description="Paragraphs, lists and links.")]

    class Meta:
        icon = "pilcrow"
        label = "Text"
        template = "blocks/rich_text.html"
        graphql_description = "Paragraphs of formatted text."


@register_streamfield_block
class ImageBlock(blocks.StructBlock):
    image = ImageChooserBlock()
    caption = blocks.CharBlock(required=False, max_length=250, help_text="Caption under the picture.")

    graphql_fields = [
        GraphQLOne("image", "cms.HubImage", description="The picture, with its alternative text."),
        GraphQLText("caption", description="The caption under the picture; may be empty."),
    ]

    class Meta:
        icon = "image"
        template = "blocks/image.html"
        graphql_description = "A picture with a caption."


@register_streamfield_block
class QuoteBlock(blocks.StructBlock):
    quote = blocks.TextBlock(help_text="Without quotation marks.")
    speaker = blocks.CharBlock(required=False, max_length=120)

    graphql_fields = [
        GraphQLText("quote", description="The quotation, without quotation marks."),
        GraphQLText("speaker", description="The speaker; empty if not named."),
    ]

    class Meta:
        icon = "openquote"
        template = "blocks/quote.html"
        graphql_description = "A quotation."


@register_streamfield_block
class CallOutBlock(blocks.StructBlock):
    kind = TextChoiceBlock(choices=CallOutKind.choices, default=CallOutKind.INFORMATION)
    text = blocks.RichTextBlock(features=["bold", "link"])

    graphql_fields = [
        GraphQLChoice("kind", CallOutKind, description="The purpose of the call-out."),
        GraphQLRichText("rich_text", source="text", description="The text that readers should not miss."),
    ]

    class Meta:
        icon = "warning"
        label = "Call-out"
        template = "blocks/call_out.html"
        graphql_description = "A short text that readers should not miss."


@register_streamfield_block
class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock()
    title = blocks.CharBlock(required=False, max_length=150, help_text="Leave empty to use the document's own title.")

    graphql_fields = [
        GraphQLOne("document", "cms.HubDocument", description="The file with its type, size and pages."),
        GraphQLText("title", description="Title for this place; empty to use the document's own."),
    ]

    class Meta:
        icon = "doc-full"
        label = "Document to download"
        template = "blocks/document.html"
        graphql_description = "A file to download."


def validate_https(value: str) -> None:
    """Raise ValidationError unless the address starts with https://."""
    if not value.startswith("https://"):
        raise ValidationError("Use an address that starts with https://.")


@register_streamfield_block
class EmbedBlock(blocks.StructBlock):
    """A film or other content on another site. The hub only links to it: embedding would tell a third party about
    readers."""

    url = blocks.URLBlock(validators=[validate_https], label="Address")
    title = blocks.CharBlock(max_length=150, help_text="The title of the content.")
    description = blocks.TextBlock(required=False, help_text="A description, for those who don't open it.")

    graphql_fields = [
        GraphQLText("url", description="Its address."),
        GraphQLText("title", description="The title of the content."),
        GraphQLText("description", description="A description; may be empty."),
    ]

    class Meta:
        icon = "media"
        label = "Film or other external content"
        template = "blocks/embed.html"
        graphql_description = "A film or other content on another site, as a link with a description."


@register_streamfield_block
class PageLinksBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=100, help_text="Heading above the links.")
    pages = blocks.ListBlock(PageChooserBlock(), min_num=1)

    graphql_fields = [
        GraphQLText("title", description="Heading above the links; may be empty."),
        GraphQLPages("pages", description="The linked pages that are public."),
    ]

    class Meta:
        icon = "link"
        label = "Links to pages"
        template = "blocks/page_links.html"
        graphql_description = "A list of links to pages on this site."
