"""The tables of an index. There are two: the public one, and that of the editors' desk, which nothing public reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Model, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from search.models import (
    DeskBlock,
    DeskEntry,
    DeskPosting,
    DeskText,
    DeskWord,
    Entry,
    EntryText,
    Posting,
    PublicBlock,
    Word,
)


@dataclass(frozen=True, eq=False)
class Tables:
    """The models of an index."""

    entries: Any  # the managers of these models are used, which types don't share
    texts: Any
    postings: Any
    blocks: Any
    words: Any
    # Of an entry: the key of its page or thing; a document's key, or the content type; its day.
    columns: tuple[str | Combinable, ...]

    @property
    def posting_table(self) -> str:
        """The name of the table of postings in the database."""
        model: type[Model] = self.postings
        return model._meta.db_table


PUBLIC = Tables(Entry, EntryText, Posting, PublicBlock, Word, ("page_id", Coalesce("document_id", 0), "day"))
DESK = Tables(DeskEntry, DeskText, DeskPosting, DeskBlock, DeskWord, ("object_key", F("content_type_id"), Value(0)))
