"""StreamField blocks shared by all apps, each with its GraphQL type and template."""

from cms.pages.blocks.choosers import DocumentChooserBlock, ImageChooserBlock, PageChooserBlock  # noqa: F401  re-exported
from cms.pages.blocks.content import (  # noqa: F401  re-exported
    CallOutBlock,
    DocumentBlock,
    EmbedBlock,
    HeadingBlock,
    ImageBlock,
    PageLinksBlock,
    QuoteBlock,
    RichTextBlock,
)
from cms.pages.blocks.streams import BodyStreamBlock  # noqa: F401  re-exported
from cms.pages.blocks.table import TableBlock  # noqa: F401  re-exported
