"""Rebuilds the whole index, finds pages to index, and says whether it is behind the content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.core.checks import CheckMessage, Warning
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.models import Page

from cms.operations.doctor import check_of_state
from search.engine import postings
from search.models import Entry, EntryText, Posting, PublicBlock, Word

from .entries import BATCH, VERSION, EntryDraft, add_words, drafts, put, terms_of, vocabulary

# The version that built the index, stored in a row that no word can have.
MADE_BY = b"!version"
# Publishing indexes pages at once; a few may be in progress.
FEW = 20


def pages_to_index():
    """Return the pages for the index: all live ones, regardless of visibility."""
    return Page.objects.filter(depth__gt=1, live=True)


def in_batches(keys: Iterable[int], size: int = BATCH) -> Iterator[list[Page]]:
    """Yield specific pages in batches."""
    batch = []
    for key in keys:
        batch.append(key)
        if len(batch) == size:
            yield specific(batch)
            batch = []
    if batch:
        yield specific(batch)


def specific(keys: list[int]) -> list[Page]:
    return list(Page.objects.filter(pk__in=keys).order_by("pk").specific())


def is_current() -> bool:
    """Say whether this version of the program built the index."""
    return Posting.objects.filter(term=MADE_BY, data=VERSION.encode()).exists()


def after_restoration() -> None:
    """Rebuild the index if another version of the hub built it."""
    if not is_current():
        for _ in Rebuild():
            pass


@check_of_state
def index_behind() -> Iterator[CheckMessage]:
    """An index of another version, and pages that aren't in it."""
    if not is_current():
        yield Warning(
            "The search index was made by another version of the hub.",
            hint="Run manage.py search update.",
            id="hub.index",
        )
        return
    missing = pages_to_index().exclude(pk__in=Entry.objects.filter(document=None).values("page")).count()
    if missing > FEW:
        yield Warning(
            f"The search doesn't know {missing} pages.",
            hint="A worker adds them. If it doesn't, run manage.py search rebuild.",
            id="hub.index_missing",
        )


class Rebuild:
    """Rebuilds the index. Iterating over it does the work and yields the number of pages done.

    It works block by block, each in a transaction: new entries replace a page's old ones in one step, so that readers
    always find everything, and editors wait for one block at most. The old postings, which are then unused, are deleted
    at the end.
    """

    def __init__(self):
        self.started = timezone.now()
        highest = Entry.objects.aggregate(highest=Max("pk"))["highest"] or 0
        self.first_block = highest // postings.BLOCK + 1 if highest else 0
        self.key = max(1, self.first_block * postings.BLOCK)
        self.drafts: list[EntryDraft] = []
        self.words: set[str] = set()

    def __iter__(self) -> Iterator[int]:
        done = 0
        for pages in in_batches(list(pages_to_index().order_by("path").values_list("pk", flat=True))):
            for draft in drafts(pages):
                self.drafts.append(draft)
                if (self.key + len(self.drafts)) % postings.BLOCK == 0:
                    self._flush()
            done += len(pages)
            yield done
        self._flush()
        self._end()

    @transaction.atomic
    def _flush(self) -> None:
        """Write a block."""
        terms: dict[str, dict[int, int]] = defaultdict(dict)
        entries, texts, seen = [], [], set()
        block = self.key // postings.BLOCK
        for draft in self.drafts:
            entry = Entry(pk=self.key, page_id=draft.page, document_id=draft.document, day=draft.day, kind=draft.kind)
            entry.digest, entry.indexed_at = draft.digest, timezone.now()
            entries.append(entry)
            texts.append(EntryText(entry=entry, **draft.fields))
            for term, strength in terms_of(entry, draft.fields).items():
                terms[term][self.key % postings.BLOCK] = strength
            seen |= vocabulary(draft.fields)
            self.key += 1
        pages = {draft.page for draft in self.drafts}
        _delete(Entry.objects.filter(page__in=pages, pk__lt=self.first_block * postings.BLOCK or 1))
        Entry.objects.bulk_create(entries, batch_size=BATCH)
        EntryText.objects.bulk_create(texts, batch_size=BATCH)
        Posting.objects.bulk_create(postings.fresh_rows(block, terms), batch_size=500)
        postings.renew(block)
        add_words(seen)
        self.words |= seen
        self.drafts = []

    def _end(self) -> None:
        with transaction.atomic():
            _delete(Entry.objects.filter(pk__lt=self.first_block * postings.BLOCK or 1))
            Posting.objects.filter(block__lt=self.first_block).delete()
            PublicBlock.objects.filter(number__lt=self.first_block).delete()
            Posting.objects.update_or_create(
                term=MADE_BY, defaults={"block": self.first_block, "data": VERSION.encode()}
            )
            with connection.cursor() as cursor:
                for statement in connection.ops.sequence_reset_sql(no_style(), [Entry]):
                    cursor.execute(statement)
        forgotten = [key for key, word in Word.objects.values_list("pk", "word") if word not in self.words]
        for start in range(0, len(forgotten), BATCH):
            Word.objects.filter(pk__in=forgotten[start : start + BATCH]).delete()
        # Pages published meanwhile may have been read before the change and written after it.
        later = pages_to_index().filter(latest_revision_created_at__gte=self.started)
        for pages in in_batches(later.values_list("pk", flat=True)):
            put(pages)


def _delete(entries) -> None:
    keys = list(entries.values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        EntryText.objects.filter(entry__in=some).delete()
        Entry.objects.filter(pk__in=some).delete()
