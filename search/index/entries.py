"""Writes pages into the index."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from search.engine import postings, weights, words
from search.engine.kinds import kind_of
from search.engine.tables import DESK, PUBLIC, Tables
from search.models import Entry

from . import (
    documents,
    programme,  # noqa: F401  registers the texts of page types
)
from .texts import said_by

# Raise it when words, weights or texts change the contents of entries: `manage.py search update` then rebuilds the
# index.
VERSION = "13"
BATCH = 200
FIELDS = ("title", "aliases", "labels", "questions", "summary", "body", "marks", "facts")
SHORTEST_WORD, MOST_LETTERS = 3, 30


@dataclass
class EntryDraft:
    """The new contents of an entry."""

    page: int
    document: int | None
    day: int
    kind: str
    fields: dict[str, str]

    @property
    def key(self) -> tuple[int, int | None]:
        return self.page, self.document

    @property
    def digest(self) -> str:
        content = "\0".join([VERSION, str(self.day), self.kind, *(self.fields[name] for name in FIELDS)])
        return hashlib.blake2s(content.encode(errors="replace"), digest_size=16).hexdigest()


def drafts(pages: Iterable[Page]) -> Iterator[EntryDraft]:
    """Yield the entries of specific pages. Two statements for all their documents."""
    said = {page.pk: (page, said_by(page), documents.offered_by(page)) for page in pages}
    keys = {key for _, _, offered in said.values() for key in offered}
    texts = documents.texts_of(sorted(keys)) if keys else {}
    for page, says, offered in said.values():
        day = says.date.toordinal() if says.date else 0
        kind = kind_of(type(page)).value
        also = {"marks": "\n".join(sorted(says.marks)), "facts": "\n".join(says.facts)}
        yield EntryDraft(page.pk, None, day, kind, {**says.fields(), **also})
        for key, title in offered.items():
            if key in texts:
                document: Any
                document, text = texts[key]
                fields = {
                    "title": words.clean(title or document.title),
                    "aliases": words.clean(document.title if title else ""),
                    "labels": words.clean(f"{document.filename} {document.file_extension}"),
                    "questions": "",
                    "summary": "",
                    "body": text,
                    "marks": "",
                    "facts": "",
                }
                yield EntryDraft(page.pk, key, day, kind, fields)


def terms_of(entry: Any, fields: dict[str, str]) -> dict[str, int]:
    """Return the terms of an entry of any index with their strength, from its texts."""
    marks = fields["marks"].split("\n") if fields["marks"] else ()
    return weights.terms(fields, marks, document=getattr(entry, "document_id", None) is not None)


@transaction.atomic
def put(pages: Iterable[Page]) -> int:
    """Update the entries of specific pages. Returns the number of changed entries.

    Unchanged entries aren't written.
    """
    pages = list(pages)
    wanted = {draft.key: draft for draft in drafts(pages)}
    there = {
        (entry.page_id, entry.document_id): entry
        for entry in Entry.objects.filter(page__in=[page.pk for page in pages])
    }
    gone = [entry for key, entry in there.items() if key not in wanted]
    changed = [draft for key, draft in wanted.items() if key not in there or there[key].digest != draft.digest]
    same = [entry.pk for key, entry in there.items() if key in wanted and wanted[key].digest == entry.digest]
    if same:
        # Only for finding entries not checked for a long time; readers see no difference.
        Entry.objects.filter(pk__in=same).update(indexed_at=timezone.now())
    remove(gone)
    contents = []
    for draft in changed:
        entry = there.get(draft.key) or Entry(page_id=draft.page, document_id=draft.document)
        entry.day, entry.kind, entry.digest = draft.day, draft.kind, draft.digest
        contents.append((entry, draft.fields))
    write(contents)
    return len(gone) + len(changed)


@transaction.atomic
def remove(entries: Iterable[Any], tables: Tables = PUBLIC) -> None:
    """Remove entries from the index."""
    before = _terms_before(entries, tables)
    if before:
        postings.write({key: (terms, {}) for key, terms in before.items()}, tables)
        tables.entries.objects.filter(pk__in=list(before)).delete()


def write(contents: list[tuple[Any, dict[str, str]]], tables: Tables = PUBLIC) -> None:
    """Save entries, new ones and others, with their texts, terms and words. Call it within a transaction."""
    if not contents:
        return
    before, now = _terms_before([entry for entry, _ in contents if entry.pk], tables), timezone.now()
    for entry, _ in contents:
        entry.indexed_at = now
        entry.save()
    texts = [tables.texts(entry=entry, **fields) for entry, fields in contents]
    tables.texts.objects.bulk_create(
        texts, update_conflicts=True, unique_fields=["entry"], update_fields=FIELDS, batch_size=BATCH
    )
    changes: dict[int, tuple[Iterable[str], dict[str, int]]] = {
        entry.pk: (before.get(entry.pk, ()), terms_of(entry, fields)) for entry, fields in contents
    }
    postings.write(changes, tables)
    add_words({word for _, fields in contents for word in vocabulary(fields)}, tables)


def _terms_before(entries: Iterable[Any], tables: Tables) -> dict[int, dict[str, int]]:
    """Return the terms of the entries by key, from their texts in the database; none of those without a text."""
    by_key = {entry.pk: entry for entry in entries}
    rows = tables.texts.objects.filter(entry__in=list(by_key)).values("entry_id", *FIELDS) if by_key else ()
    return dict.fromkeys(by_key, {}) | {row["entry_id"]: terms_of(by_key[row["entry_id"]], row) for row in rows}


def vocabulary(fields: dict[str, str]) -> set[str]:
    """Return the words of an entry that may be used in corrections."""
    found = {word for name in weights.FIELDS for word in words.folded(fields[name])}
    return {word for word in found if SHORTEST_WORD <= len(word) <= MOST_LETTERS and word.isalpha()}


def add_words(seen: Iterable[str], tables: Tables = PUBLIC) -> None:
    """Add words to the vocabulary."""
    seen = sorted(seen)
    for start in range(0, len(seen), 500):
        some = seen[start : start + 500]
        known = set(tables.words.objects.filter(word__in=some).values_list("word", flat=True))
        new = [tables.words(word=word, sound=words.sound(word)) for word in some if word not in known]
        tables.words.objects.bulk_create(new, ignore_conflicts=True)


def forget_words() -> None:
    """Delete the words from the vocabularies that no entry has any more, in any form."""
    for tables in (PUBLIC, DESK):
        terms = {bytes(term) for term in tables.postings.objects.values_list("term", flat=True).distinct()}
        # Words that are too common to be searched for have no postings.
        gone = [
            key
            for key, word in tables.words.objects.exclude(word__in=words.STOP_WORDS).values_list("pk", "word")
            if postings.term_bytes(words.stem(word)) not in terms
        ]
        for start in range(0, len(gone), BATCH):
            tables.words.objects.filter(pk__in=gone[start : start + BATCH]).delete()
