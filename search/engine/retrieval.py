"""Answers a question with public pages, best first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from wagtail.models import Page

from cms.models import HubDocument
from cms.visibility.rule import Visibility
from programme.choices import DUTY_KINDS, statuses_or_none
from search.help.offers import help_for
from search.models import EntryText

from . import catalogue as catalogues
from . import relevance
from .answers import Answer, Hit, Read, public_pages
from .catalogue import Catalogue
from .excerpts import Wanted, excerpt, marked
from .facets import Facets
from .kinds import BY_VALUE, COMMITMENT, OTHER, PERSON
from .matcher import Matcher
from .parser import tidy
from .promotions import Promotion, promotions
from .questions import MOST_AT_ONCE, Order, Question
from .searches import WordSearch, scores_of, search_for
from .suggestions import suggest  # noqa: F401  re-exported: the two entry points


def answer(question: Question, visibility: Visibility, read: Read | None = None) -> Answer:
    """Return the answer. `read` reads the pages to show; by default one statement reads plain `Page` rows.

    Filters without words list all matching pages, newest first. At most nine statements, and twelve more when a period
    begins.
    """
    typed = tidy(question.words)
    if visibility.site is None:
        return Answer(question, searched=typed, useful=bool(typed))
    offered = help_for(typed, visibility)
    if offered is None or not offered.is_first or question.exact:
        return replace(_found(typed, question, visibility, read), help=offered)
    nothing = Answer(question, searched=typed, help=offered)
    if offered.hides_results:
        return nothing
    # Beside help, only pages with all the words typed are shown.
    found = _found(typed, question, visibility, read)
    return nothing if found.relaxed or found.corrected or found.missing else replace(found, suggestion="", help=offered)


def _found(typed: str, question: Question, visibility: Visibility, read: Read | None) -> Answer:
    catalogue = catalogues.of(visibility)
    facets, in_language = Facets(question, catalogue), catalogue.is_in(question.locale)
    matcher = Matcher(catalogue.in_language(question.locale))
    search = search_for(typed, matcher, exact=question.exact)
    # Without search terms: all pages that pass the filters, if any are set.
    everything = np.full(catalogue.size, 1.0 if facets.masks else 0.0)
    scores = scores_of(search, matcher, question.order) if search.query.concepts else everything
    # Promoted pages are shown separately, if they pass the filters, and not counted.
    allowed = facets.apply(in_language)
    on_top = {number: one for number, one in _promoted(search, catalogue, visibility).items() if allowed[number]}
    matching = (scores > 0) & in_language
    matching[list(on_top)] = False
    found = facets.apply(matching)
    shown = _Shown(question, search, matcher, visibility)
    total = int(np.count_nonzero(found))
    offset, size = max(0, question.offset), max(0, min(MOST_AT_ONCE, question.size))
    part = shown.in_order(scores, found, offset + size)[offset:].tolist()
    promoted, hits = shown.hits({} if offset else on_top, part, read)
    return Answer(
        question,
        total=total,
        hits=hits,
        facets=facets.count(matching),
        searched=search.searched,
        corrected=search.searched != typed,
        suggestion=search.suggestion,
        useful=bool(search.query.concepts),
        relaxed=search.matches.relaxed and bool(total),
        missing=search.missing,
        promoted=promoted,
        ignored=facets.ignored,
    )


def _promoted(search: WordSearch, catalogue: Catalogue, visibility: Visibility) -> dict[int, Promotion]:
    """Return the promotions for the words, by page number; empty without search terms."""
    found = promotions(search.searched, visibility) if search.query.concepts else []
    numbers = {one.page: int(np.searchsorted(catalogue.keys, one.page)) for one in found}
    return {
        numbers[one.page]: one
        for one in found
        if numbers[one.page] < catalogue.size and catalogue.keys[numbers[one.page]] == one.page
    }


@dataclass
class _Shown:
    """Makes hits from page numbers."""

    question: Question
    search: WordSearch
    matcher: Matcher
    visibility: Visibility

    @property
    def catalogue(self) -> Catalogue:
        return self.matcher.catalogue

    @cached_property
    def wanted(self) -> Wanted:
        return Wanted.of(self.search.query)

    def in_order(self, scores: np.ndarray, found: np.ndarray, most: int) -> np.ndarray:
        """Return the numbers of the first pages found, in the chosen order; pages without a date are the oldest."""
        by_date = self.question.order == Order.DATE or not self.search.query.concepts
        return relevance.highest(self.catalogue.days if by_date else scores, found, most)

    def hits(self, on_top: dict[int, Promotion], numbers: list[int], read: Read | None) -> tuple[list[Hit], list[Hit]]:
        """Return the hits of promoted pages and of a slice of the pages found. Two statements."""
        wanted = [*on_top, *numbers]
        if not wanted:
            return [], []
        entries = {number: self._entry(number) for number in wanted}
        page_keys = [int(self.catalogue.keys[number]) for number in wanted]
        pages = read(page_keys) if read else public_pages(page_keys, self.visibility)
        keys = {*entries.values(), *(int(self.catalogue.own[number]) for number in wanted)}
        texts = {
            text.entry_id: text for text in EntryText.objects.filter(entry__in=keys).select_related("entry__document")
        }
        hits = {}
        for number in wanted:
            page, own = pages.get(int(self.catalogue.keys[number])), texts.get(int(self.catalogue.own[number]))
            if page is not None and own is not None:
                hits[number] = self._hit(number, page, own, texts.get(entries[number], own), on_top.get(number))
        return [hits[n] for n in on_top if n in hits], [hits[n] for n in numbers if n in hits]

    def _entry(self, number: int) -> int:
        """Return the entry in which the page was found: its own, unless only a document has the search terms."""
        own = int(self.catalogue.own[number])
        if not self.catalogue.has_documents[number]:
            return own
        entries = self.catalogue.entries_of(number).tolist()
        held = {entry: self._held(entry) for entry in entries}
        best = max(entries, key=lambda entry: (held[entry], entry == own))
        return best if held[best] > held[own] else own

    def _held(self, entry: int) -> int:
        stems = self.search.query.stems
        return sum(
            bool(np.isin(entry, self.matcher.known[stem].entries)) for stem in stems if stem in self.matcher.known
        )

    def _hit(self, number: int, page: Page, own: EntryText, text: EntryText, promotion: Promotion | None) -> Hit:
        wanted = self.wanted
        document = text.entry.document if text is not own else None
        if promotion and promotion.text:
            cut = marked(promotion.text, wanted)
        elif document:
            cut = excerpt([text.body or text.title], wanted)
        else:
            cut = excerpt([own.summary, own.body], wanted)
        return Hit(
            page=page,
            # From the index: a page read for a GraphQL document may lack the key of its type.
            kind=BY_VALUE.get(own.entry.kind, OTHER),
            title=marked(own.title, wanted),
            excerpt=cut,
            document=_seen(document, self.visibility),
            date=catalogues.date_of(int(self.catalogue.days[number])),
            facts=(
                *self._stream(number, own.entry.kind),
                *filter(None, own.facts.split("\n")),
                *self._duties(number, own.entry.kind),
            ),
            status=self._status(number),
            promoted=promotion is not None,
        )

    def _stream(self, number: int, kind: str) -> list[str]:
        """Return the work stream of a commitment: each stream has an “Action 1”."""
        streams = self.catalogue.vocabulary.named["stream"] if kind == COMMITMENT else {}
        return [stream.name for key, stream in streams.items() if number in self.catalogue.marked(f"stream:{key}")]

    def _duties(self, number: int, kind: str) -> list[str]:
        """Return a person's duties by stream and policy area: “Policy lead: Neglect”."""
        if kind != PERSON:
            return []
        found = {
            duty: [
                thing.name
                for mark in ("stream", "policy")
                for key, thing in self.catalogue.vocabulary.named[mark].items()
                if number in self.catalogue.marked(f"duty:{duty}:{mark}:{key}")
            ]
            for duty in DUTY_KINDS.values
        }
        return [f"{DUTY_KINDS(duty).label}: {', '.join(things)}" for duty, things in found.items() if things]

    def _status(self, number: int) -> str:
        """Return today's status of a commitment, or “not recorded”; empty for other pages."""
        return next((value for value in statuses_or_none() if number in self.catalogue.marked(f"status:{value}")), "")


def _seen(document: HubDocument | None, visibility: Visibility) -> HubDocument | None:
    return document if document is not None and visibility.can_see(document) else None
