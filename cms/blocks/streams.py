"""Which blocks a body may hold."""

from wagtail import blocks

from .content import (
    CallOutBlock,
    DocumentBlock,
    EmbedBlock,
    HeadingBlock,
    ImageBlock,
    PageLinksBlock,
    QuoteBlock,
    RichTextBlock,
)
from .table import TableBlock


class BodyStreamBlock(blocks.StreamBlock):
    """The shared set. An app with blocks of its own adds them in a subclass."""

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
