"""The index in a perspective: the versions that it shows, in a block of their own before the public blocks.

Written by the code that builds the index, but into the temporary rows of the overlay, which nobody else sees.
"""

from __future__ import annotations

import uuid
from collections import defaultdict

from django.db import connection
from django.db.models import Max, Model
from django.utils import timezone

from cms.base.memory import Bounded
from cms.perspectives.overlay import Overlay, TableRows, current, keys_in
from cms.visibility.content_version import ContentVersion
from search.engine import postings
from search.models import Entry, EntryText, Posting, PublicBlock

from .entries import EntryDraft, drafts, terms_of
from .rebuilds import specific

# The texts of a perspective's pages by the content's token and the rows shown: working them out takes long.
_kept = Bounded(2_000, largest=1_000)


def index() -> None:
    """Index the versions of the overlay through which this context reads; nothing without one or the second time."""
    overlay = current()
    if overlay is None or overlay.is_indexed:
        return
    overlay.is_indexed = True
    if not overlay.pages:
        return
    overlay.put(_tables(overlay))


def _tables(overlay: Overlay) -> dict[type[Model], TableRows]:
    shown = (ContentVersion.current(), overlay.digest)
    found = _kept.get(shown)
    if found is None:
        found = list(drafts(page for page in specific(overlay.pages) if page.live))
        _kept.keep(shown, found, len(found))
    first = _next_block() * postings.BLOCK
    tables: dict[type[Model], TableRows] = {model: TableRows() for model in (Entry, EntryText, Posting, PublicBlock)}
    terms: dict[int, dict[str, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for key, draft in enumerate(found, start=first):
        entry, text = _entry(key, draft)
        tables[Entry].rows.append(_row(entry))
        tables[EntryText].rows.append(_row(text))
        block, place = divmod(key, postings.BLOCK)
        for term, strength in terms_of(draft.fields, document=draft.document is not None).items():
            terms[block][term][place] = strength
    number = -1
    for block, those in terms.items():
        for posting in postings.fresh_rows(block, those):
            posting.pk = number = number - 1
            tables[Posting].rows.append(_row(posting))
    # The public entries of these pages; their words and postings lead to no entry any more. Their blocks get a token of
    # their own, by which a server knows that it hasn't read them in this form.
    there = {key // postings.BLOCK for key in Entry.objects.filter(page__in=overlay.pages).values_list("pk", flat=True)}
    tables[Entry].replaced.append(keys_in("page_id", overlay.pages))
    tables[PublicBlock].replaced.append(keys_in("number", there))
    for block in sorted(there | set(terms)):
        tables[PublicBlock].rows.append(_row(PublicBlock(number=block, token=uuid.uuid4().hex)))
    return tables


def _next_block() -> int:
    highest = Entry.objects.aggregate(highest=Max("pk"))["highest"] or 0
    return highest // postings.BLOCK + 1


def _entry(key: int, draft: EntryDraft) -> tuple[Entry, EntryText]:
    entry = Entry(pk=key, page_id=draft.page, document_id=draft.document, day=draft.day, kind=draft.kind)
    entry.digest, entry.indexed_at = draft.digest, timezone.now()
    return entry, EntryText(entry=entry, **draft.fields)


def _row(thing: Model) -> list[object]:
    return [one.get_db_prep_save(getattr(thing, one.attname), connection) for one in thing._meta.local_concrete_fields]
