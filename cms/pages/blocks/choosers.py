"""Chooser blocks; for the API they hold a reference (`cms.batches.shapes`)."""

from wagtail import blocks
from wagtail.documents import blocks as document_blocks
from wagtail.images import blocks as image_blocks

from cms.batches.shapes import ByReference


class ImageChooserBlock(ByReference, image_blocks.ImageChooserBlock):
    """Chooses an image."""


class DocumentChooserBlock(ByReference, document_blocks.DocumentChooserBlock):
    """Chooses a document."""


class PageChooserBlock(ByReference, blocks.PageChooserBlock):
    """Chooses a page."""
