"""StreamField blocks that every app shares; one block, one GraphQL type, one template."""

from .choosers import DocumentChooserBlock, ImageChooserBlock, PageChooserBlock  # noqa: F401  re-exported
from .content import (  # noqa: F401  re-exported
    CallOutBlock,
    DocumentBlock,
    EmbedBlock,
    HeadingBlock,
    ImageBlock,
    PageLinksBlock,
    QuoteBlock,
    RichTextBlock,
)
from .streams import BodyStreamBlock  # noqa: F401  re-exported
from .table import TableBlock  # noqa: F401  re-exported
