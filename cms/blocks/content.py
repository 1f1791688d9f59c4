"""Blocks that carry text, pictures and links."""

from django.core.exceptions import ValidationError
from django.db import models
from grapple.helpers import register_streamfield_block
from wagtail import blocks

from cms.anchors import anchor_of, assign
from cms.graphql.fields import (
    GraphQLChoice,
    GraphQLOne,
    GraphQLPages,
    GraphQLRichText,
    GraphQLText,
)

from .choosers import DocumentChooserBlock, ImageChooserBlock, PageChooserBlock

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class HeadingLevel(models.TextChoices):
    """How deep a heading stands; a page's title is level 1."""

    H2 = "h2", "Section"
    H3 = "h3", "Part of a section"


class CallOutKind(models.TextChoices):
    """What a call-out is for."""

    INFORMATION = "information", "Information"
    IMPORTANT = "important", "Important"
    WARNING = "warning", "Warning"


class TextChoiceBlock(blocks.ChoiceBlock):
    """A choice among texts. What is stored is the choice itself; looking it up for each block took longer than the block."""

    def to_python(self, value):
        return value


class HeadingValue(blocks.StructValue):
    """A heading that knows the anchor it is linked by."""

    home = None  # the page and the name of the StreamField that it stands in, if that is known
    own_anchor = ""  # the one among all headings of the page, once that is known

    @property
    def anchor(self) -> str:
        if self.home and not self.own_anchor:
            assign(*self.home)
        return self.own_anchor or anchor_of(self["text"])


@register_streamfield_block
class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=150)
    level = TextChoiceBlock(choices=HeadingLevel.choices, default=HeadingLevel.H2)

    graphql_fields = [
        GraphQLText("text", description="The heading's words."),
        GraphQLChoice("level", HeadingLevel, description="Section or part of a section."),
        GraphQLText("anchor", description="Fragment of the address that leads here, without the #."),
    ]

    class Meta:
        icon = "title"
        template = "blocks/heading.html"
        value_class = HeadingValue
        graphql_description = "A heading inside the text."


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
    caption = blocks.CharBlock(required=False, max_length=250, help_text="Shown under the picture.")

    graphql_fields = [
        GraphQLOne("image", "cms.HubImage", description="The picture, with its alternative text."),
        GraphQLText("caption", description="Words under the picture; may be empty."),
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
        GraphQLText("quote", description="What was said, without quotation marks."),
        GraphQLText("speaker", description="Who said it; empty when nobody is named."),
    ]

    class Meta:
        icon = "openquote"
        template = "blocks/quote.html"
        graphql_description = "Somebody's words, set apart."


@register_streamfield_block
class CallOutBlock(blocks.StructBlock):
    kind = TextChoiceBlock(choices=CallOutKind.choices, default=CallOutKind.INFORMATION)
    text = blocks.RichTextBlock(features=["bold", "link"])

    graphql_fields = [
        GraphQLChoice("kind", CallOutKind, description="What the call-out is for."),
        GraphQLRichText("rich_text", source="text", description="What readers should not miss."),
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
    """A film or another thing elsewhere. The hub links to it: showing it in the page would tell a third party who reads."""

    url = blocks.URLBlock(validators=[validate_https], label="Address")
    title = blocks.CharBlock(max_length=150, help_text="What readers will find there.")
    description = blocks.TextBlock(required=False, help_text="What it shows and says, for those who don't open it.")

    graphql_fields = [
        GraphQLText("url", description="Where it is."),
        GraphQLText("title", description="What readers will find there."),
        GraphQLText("description", description="What it shows and says; may be empty."),
    ]

    class Meta:
        icon = "media"
        label = "Film or other outside content"
        template = "blocks/embed.html"
        graphql_description = "A film or other content on another site, as a link with a description."


@register_streamfield_block
class PageLinksBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=100, help_text="Heading above the links.")
    pages = blocks.ListBlock(PageChooserBlock(), min_num=1)

    graphql_fields = [
        GraphQLText("title", description="Heading above the links; may be empty."),
        GraphQLPages("pages", description="The pages linked, as far as they are public."),
    ]

    class Meta:
        icon = "link"
        label = "Links to pages"
        template = "blocks/page_links.html"
        graphql_description = "A list of links to pages of this site."
