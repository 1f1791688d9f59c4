"""The blocks allowed in a body."""

from wagtail import blocks

from cms.pages.blocks.content import (
    CallOutBlock,
    DocumentBlock,
    EmbedBlock,
    HeadingBlock,
    ImageBlock,
    PageLinksBlock,
    QuoteBlock,
    RichTextBlock,
)
from cms.pages.blocks.table import TableBlock


class BodyStreamBlock(blocks.StreamBlock):
    """The shared blocks. An app adds its own blocks in a subclass."""

    heading = HeadingBlock()
    rich_text = RichTextBlock()
    image = ImageBlock()
    quote = QuoteBlock()
    call_out = CallOutBlock()
    table = TableBlock()
    document = DocumentBlock()
    embed = EmbedBlock()
    page_links = PageLinksBlock()

    class Meta:
        required = False
