"""The documents on a page, and the text of their files."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from django.db.models import Model
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtail.search import index

from cms.batches.shapes import references
from cms.models import DocumentRow, HubDocument
from cms.pages.rich_text import linked_ids, source_of
from search.engine.words import clean
from search.models import DocumentText

from . import pdf

logger = logging.getLogger(__name__)

LARGEST = 50 * 1024 * 1024  # bytes of a file
MOST_TRIES = 3


def offered_by(page: Page) -> dict[int, str]:
    """Return the documents on the page: the page's title for each by the document's key, empty if it has none.

    They are in its rows (attachments, papers, materials) and in texts named in its `search_fields`.
    """
    found: dict[int, str] = {}
    for relation in get_all_child_relations(type(page)):
        if issubclass(relation.related_model, DocumentRow):
            for row in getattr(page, relation.get_accessor_name()).all():
                found[row.document_id] = row.title
    searched = {known.field_name for known in page.search_fields if isinstance(known, index.SearchField)}
    for known in page._meta.concrete_fields:
        if known.name in searched and isinstance(known, (RichTextField, StreamField)):
            for key, title in _in_text(known, getattr(page, known.name)):
                found[key] = found.get(key) or title
    return found


def _in_text(known, value) -> Iterator[tuple[int, str]]:
    if not value:
        return
    if isinstance(known, RichTextField):
        yield from _linked(value)
        return
    with references():
        yield from _in_block(value.stream_block, value)


def _in_block(block, value) -> Iterator[tuple[int, str]]:
    if isinstance(block, StreamBlock):
        for child in value or []:
            yield from _in_block(child.block, child.value)
    elif isinstance(block, ListBlock):
        for item in value or []:
            yield from _in_block(block.child_block, item)
    elif isinstance(block, StructBlock):
        document = value.get("document")
        if isinstance(document, HubDocument):
            yield document.pk, value.get("title") or ""
        for name, child in block.child_blocks.items():
            yield from _in_block(child, value.get(name))
    elif isinstance(value, RichText):
        yield from _linked(value)


def _linked(value) -> Iterator[tuple[int, str]]:
    for key in linked_ids(source_of(value)).get(HubDocument, ()):
        yield key, ""


# The text of a file


def is_current(kept: DocumentText | None, document: HubDocument) -> bool:
    """Say whether the file has already been read, or can't be."""
    return kept is not None and kept.file == _name(document) and (not kept.problem or kept.tries >= MOST_TRIES)


def read(document: HubDocument) -> DocumentText:
    """Read the document's file. Returns its text, or the error, to be saved. Another call tries again.

    Only PDFs are read; other files are found by title and name. If a file is too large, locked, damaged or takes too
    long, the reason is recorded, and after `MOST_TRIES` the file is skipped until another is uploaded.
    """
    kept = DocumentText.objects.filter(document=document).first() or DocumentText(document=document)
    if kept.file != _name(document):
        kept.file, kept.tries = _name(document), 0
    kept.tries, kept.read_at = kept.tries + 1, timezone.now()
    kept.text, kept.problem = "", ""
    try:
        kept.text = _text_of(document)
    except pdf.UnreadableError as error:
        kept.problem, kept.tries = str(error), MOST_TRIES
    except Exception as error:  # damaged files and storages can raise anything
        logger.warning("Could not read the text of %s", document.filename, exc_info=True)
        kept.problem = clean(str(error) or type(error).__name__)[:200]
    return kept


def _name(document: HubDocument) -> str:
    return f"{document.file.name}:{document.file_size or ''}"[:255]


def _text_of(document: HubDocument) -> str:
    if document.file_extension != "pdf":
        return ""
    if document.file.size > LARGEST:
        raise pdf.UnreadableError(f"The file is larger than {LARGEST // 1024 // 1024} MB.")
    with document.file.open("rb") as file:
        return clean(pdf.text_of(file.read()))


def waiting() -> Iterator[HubDocument]:
    """Yield documents on pages whose file hasn't been read."""
    from search.models import Entry

    keys = Entry.objects.exclude(document=None).values("document")
    kept = {text.document_id: text for text in DocumentText.objects.defer("text")}
    for document in HubDocument.objects.filter(pk__in=keys).order_by("pk"):
        if not is_current(kept.get(document.pk), document):
            yield document


def texts_of(keys: list[int]) -> dict[int, tuple[Model, str]]:
    """Return documents with the texts read so far, by the document's key. Two statements."""
    texts = dict(DocumentText.objects.filter(document__in=keys).values_list("document", "text"))
    return {document.pk: (document, texts.get(document.pk, "")) for document in HubDocument.objects.filter(pk__in=keys)}
