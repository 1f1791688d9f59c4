"""The public pages as arrays: read once per period, so that questions are answered by arithmetic.

Visibility is decided when the period begins; a period ends with the next change of the content and the next moment at
which something goes live or expires (`cms.visibility.period`).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from django.db.models import OuterRef, QuerySet, Subquery
from wagtail.models import Page

from cms.base.dates import today
from cms.delivery.empty_pages import empty_list_keys
from cms.models import HubDocument
from cms.visibility.rule import Visibility
from programme.choices import NOT_RECORDED, STATUSES, TextStatus
from programme.models import CommitmentPage, ProgressEntry

from . import terms
from .blocks import BlockContents, all_marks, blocks, version_of
from .dictionary import NearWords
from .tables import PUBLIC, Tables
from .terms import Phrase, Vocabulary

# Of each block of entries: their number, and its token.
Version = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class IndexWords:
    """The words of an index, and those with each sound."""

    version: Version
    words: list[str]
    all: frozenset[str]
    by_sound: dict[str, list[str]]
    near: NearWords


_kept: dict[Tables, IndexWords] = {}


def index_words(tables: Tables, version: Version) -> IndexWords:
    """Return the words of the index, whose entries have this version. One statement if it has changed."""
    kept = _kept.get(tables)
    if kept is None or kept.version != version or not all(token for _, token in version):
        kept = _kept[tables] = _read_words(version, tables)
    return kept


def _read_words(version: Version, tables: Tables) -> IndexWords:
    by_sound: dict[str, list[str]] = {}
    for word, sound in tables.words.objects.order_by("pk").values_list("word", "sound"):
        by_sound.setdefault(sound, []).append(word)
    every = [word for some in by_sound.values() for word in some]
    return IndexWords(version, every, frozenset(every), by_sound, NearWords(every))


NOWHERE, NO_ROWS = np.zeros(0, np.int64), np.zeros((0, 4), np.int64)
# The prior weight of a page by kind: lasting content above single events.
WORTH = {"work-stream": 1.15, "person": 1.1, "group": 1.1, "page": 1.05, "publication": 1.05, "news": 0.95}
WORTH |= {"meeting": 0.9, "issue": 0.9}
# Kinds that age: the maximum bonus for a page of today, halved after two years.
AGEING, FRESH, HALF_LIFE = ("news", "publication", "issue", "event", "meeting"), 0.12, 730
# A page without text comes after pages with text.
SAYS_LITTLE, LESS = f"held:{TextStatus.NOT_HELD}", 0.8


@dataclass
class Catalogue:
    """The public pages in the order of their keys. A page's number is its position in that order."""

    first: int  # the lowest key of an entry, at which arrays by entry begin
    page_of: np.ndarray  # by entry: the number of its page, -1 if it isn't public
    keys: np.ndarray  # by page: its key
    own: np.ndarray  # by page: the entry of its own text
    days: np.ndarray  # by page: its day, 0 for none
    worth: np.ndarray  # by page: see WORTH
    marks: dict[str, np.ndarray]  # by mark: the numbers of the pages with it
    vocabulary: Vocabulary
    # By the stems of a synonym: the numbers of the pages with it, and its strengths there, once somebody has asked.
    synonyms: dict[Phrase, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)

    tables: Tables = PUBLIC
    version: Version = ()  # that of all entries, public or not
    # By the key of a language: whether each page is in it.
    languages: dict[int, np.ndarray] = field(default_factory=dict)
    _in_language: dict[int, Catalogue] = field(default_factory=dict)

    @cached_property
    def words(self) -> IndexWords:
        """The words of the index, for corrections, whether anything public has them or not."""
        return index_words(self.tables, self.version)

    @property
    def size(self) -> int:
        return len(self.keys)

    def numbers(self, entries: np.ndarray) -> np.ndarray:
        """Return the page numbers of the entries, -1 for entries that aren't public."""
        places = entries - self.first
        known = (places >= 0) & (places < len(self.page_of))
        numbers = np.full(len(entries), -1, np.int64)
        numbers[known] = self.page_of[places[known]]
        return numbers

    def marked(self, mark: str) -> np.ndarray:
        """Return the numbers of the pages with the mark."""
        return self.marks.get(mark, NOWHERE)

    def is_in(self, locale: int | None) -> np.ndarray:
        """Say for each page whether it is in the language: with None all are, in a language that the site hasn't none."""
        if locale is None:
            return np.ones(self.size, bool)
        return self.languages.get(locale, np.zeros(self.size, bool))

    def in_language(self, locale: int | None) -> Catalogue:
        """Return the catalogue in which words and marks are found only on pages in the language, with the same numbers.

        Worked out once per period. With None it is this catalogue.
        """
        if locale is None:
            return self
        if locale not in self._in_language:
            there = self.is_in(locale)
            self._in_language[locale] = replace(
                self,
                page_of=np.where(np.isin(self.page_of, np.flatnonzero(there)), self.page_of, -1),
                marks={mark: numbers[there[numbers]] for mark, numbers in self.marks.items()},
                synonyms={},
            )
        return self._in_language[locale]

    @cached_property
    def has_documents(self) -> np.ndarray:
        """By page number: whether it has public entries besides its own."""
        return np.bincount(self.page_of[self.page_of >= 0], minlength=self.size) > 1

    def entries_of(self, number: int) -> np.ndarray:
        """Return the public entries of a page: its own and its documents'."""
        return np.flatnonzero(self.page_of == number) + self.first


def of(visibility: Visibility) -> Catalogue:
    """Return the catalogue of the visibility's site. At most twelve statements when a period begins, later none."""
    visibility.asked |= {Page, HubDocument, *(model for model, _ in terms.TERMS.values())}
    return visibility.fact(("search", visibility.site_key), lambda: _read(visibility))


def _read(visibility: Visibility) -> Catalogue:
    names, titles, statuses = terms.names(visibility), terms.titles(visibility), _statuses(visibility, today())
    contents = blocks(PUBLIC)
    entries, pages, documents, days = _public_rows(contents, visibility).T
    keys = np.sort(pages[documents == 0], kind="stable")  # each page has one such entry; they are nearly in this order
    # A document is found with its page, so it is left out until the page itself is indexed.
    numbers = np.searchsorted(keys, pages)
    numbers[numbers == len(keys)] = 0
    numbers = np.where(keys[numbers] == pages, numbers, -1) if len(keys) else numbers
    first = int(entries[0]) if len(entries) else 0
    page_of = np.full(int(entries[-1]) - first + 1 if len(entries) else 0, -1, np.int64)
    page_of[entries - first] = numbers
    own, page_days = np.zeros(len(keys), np.int64), np.zeros(len(keys), np.int64)
    own[numbers[documents == 0]] = entries[documents == 0]
    page_days[numbers[documents == 0]] = days[documents == 0]
    vocabulary = terms.vocabulary(tuple(names), tuple(titles), tuple(STATUSES.choices), terms.own_names(visibility))
    catalogue = Catalogue(first, page_of, keys, own, page_days, np.ones(len(keys), np.float32), {}, vocabulary)
    catalogue.version = version_of(contents)
    for mark, carrying_entries in all_marks(contents).items():
        carriers = catalogue.numbers(carrying_entries)
        catalogue.marks[mark] = carriers[carriers >= 0]
    carrying: dict[str, list[int]] = {}
    for key, status in statuses:
        carrying.setdefault(f"status:{status or NOT_RECORDED}", []).append(key)
    catalogue.marks |= {mark: np.flatnonzero(np.isin(keys, pages)) for mark, pages in carrying.items()}
    _weigh(catalogue)
    catalogue.languages = _languages(keys, visibility)
    return catalogue


def _languages(keys: np.ndarray, visibility: Visibility) -> dict[int, np.ndarray]:
    """Return for each language of the site whether the pages are in it. One statement if there are several."""
    own, *others = (root.locale_id for root in visibility.roots)
    pages: dict[int, list[int]] = {locale: [] for locale in others}
    if others:
        for page, locale in Page.objects.filter(locale__in=others).order_by().values_list("pk", "locale"):
            pages[locale].append(page)
    found = {locale: np.isin(keys, np.array(those, np.int64)) for locale, those in pages.items()}
    return {own: ~np.logical_or.reduce([np.zeros(len(keys), bool), *found.values()]), **found}


def _public_rows(contents: list[BlockContents], visibility: Visibility) -> np.ndarray:
    """Return the rows of public entries, by the rule of `Entry`: page and document must be public.

    The hidden ones are read, because they are few. Lists without items are left out.
    """
    rows = np.concatenate([NO_ROWS, *(block.rows for block in contents)])
    hidden = np.fromiter(visibility.hidden_pages(), np.int64)
    hidden = np.concatenate([hidden, np.fromiter(empty_list_keys(visibility), np.int64)])
    shown = ~np.isin(rows[:, 1], hidden)
    public_documents = visibility.filter(HubDocument.objects.order_by()).values("pk")
    hidden_documents = HubDocument.objects.exclude(pk__in=public_documents).values_list("pk", flat=True)
    return rows[shown & ~np.isin(rows[:, 2], np.fromiter(hidden_documents, np.int64))]


def _statuses(visibility: Visibility, day: datetime.date) -> QuerySet:
    """Return the key and status of every commitment on the day, None without an entry."""
    entries = ProgressEntry.objects.filter(page=OuterRef("pk"), date__lte=day, corrected_on=None)
    entries = entries.order_by("-date", "-sort_order")
    status = Subquery(entries.values("status")[:1])
    return visibility.filter(CommitmentPage.objects.order_by()).values_list("pk", status)


def _weigh(catalogue: Catalogue) -> None:
    for kind, worth in WORTH.items():
        catalogue.worth[catalogue.marked(f"type:{kind}")] *= worth
    catalogue.worth[catalogue.marked(SAYS_LITTLE)] *= LESS
    for kind in AGEING:
        ages = np.maximum(0, today().toordinal() - catalogue.days[catalogue.marked(f"type:{kind}")])
        catalogue.worth[catalogue.marked(f"type:{kind}")] *= 1 + FRESH * np.exp2(-ages / HALF_LIFE)


def date_of(day: int) -> datetime.date | None:
    """Return the date of an entry's day number."""
    return datetime.date.fromordinal(day) if day else None
