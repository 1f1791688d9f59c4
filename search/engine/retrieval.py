"""Answers a question with public pages, best first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from wagtail.models import Page

from cms.models import HubDocument
from cms.visibility.rule import Visibility
from programme.choices import STATUSES_OR_NONE, DutyKind
from search.help.offers import help_for
from search.models import EntryText

from . import catalogue as catalogues
from . import corrections, leads, parser, relevance
from .answers import Answer, Hit, Read, public_pages
from .catalogue import Catalogue
from .excerpts import Wanted, excerpt, marked
from .facets import Facets
from .kinds import BY_VALUE, COMMITMENT, OTHER, PERSON
from .matcher import Matcher, Matches
from .parser import Query, parse, tidy
from .promotions import Promotion, promotions
from .questions import MOST_AT_ONCE, Order, Question
from .suggestions import suggest  # noqa: F401  re-exported: the two entry points


def answer(question: Question, visibility: Visibility, read: Read | None = None) -> Answer:
    """Return the answer. `read` reads the pages to show; by default one statement reads plain `Page` rows.

    Filters without words list all matching pages, newest first. At most nine statements, and eleven more when a period
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
    matcher, facets = Matcher(catalogue), Facets(question, catalogue)
    search = _search(typed, matcher, visibility, exact=question.exact)
    # Without search terms: all pages that pass the filters, if any are set.
    everything = np.full(catalogue.size, 1.0 if facets.masks else 0.0)
    scores = _scores(search, matcher, question.order) if search.query.concepts else everything
    # Promoted pages are shown separately, if they pass the filters, and not counted.
    allowed = facets.apply(np.ones(catalogue.size, bool))
    on_top = {number: one for number, one in _promoted(search, catalogue, visibility).items() if allowed[number]}
    matching = scores > 0
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


def _scores(search: _Search, matcher: Matcher, order: Order) -> np.ndarray:
    """Return the scores of the pages to show, for the chosen order."""
    scores = np.maximum(search.matches.scores, search.matches.others)
    if order == Order.RELEVANCE:
        scores = relevance.closer(scores, search.query, matcher)
    return relevance.with_others(scores, search.matches.found)


def _promoted(search: _Search, catalogue: Catalogue, visibility: Visibility) -> dict[int, Promotion]:
    """Return the promotions for the words, by page number; empty without search terms."""
    found = promotions(search.searched, visibility) if search.query.concepts else []
    numbers = {one.page: int(np.searchsorted(catalogue.keys, one.page)) for one in found}
    return {
        numbers[one.page]: one
        for one in found
        if numbers[one.page] < catalogue.size and catalogue.keys[numbers[one.page]] == one.page
    }


@dataclass
class _Search:
    """The final search terms, and the pages found."""

    searched: str
    query: Query
    matches: Matches
    suggestion: str = ""
    missing: tuple[str, ...] = ()


def _search(typed: str, matcher: Matcher, visibility: Visibility, *, exact: bool, counting: bool = True) -> _Search:
    """Search for everything typed; then with the last word as a prefix, with similar words, without unknown words, by
    name."""
    query = parse(typed, matcher.catalogue.vocabulary)
    if not query.concepts:
        return _Search(typed, query, Matches(np.zeros(matcher.catalogue.size)))
    if not counting:
        query.counted = ()
    matches = _matches(query, matcher)
    if query.counted and not query.phrases:
        matches = _with_counted(matches, query, matcher)
        if not matches.found.any():
            return _without_number(typed, query, matcher, visibility, exact=exact)
    if matches.found.any() and not matches.relaxed:
        return _Search(typed, query, matches, corrections.doubted(typed, query, matcher, visibility))
    unfinished = None if exact else corrections.unfinished(query, matcher, visibility)
    if unfinished:
        found = _matches(unfinished, matcher)
        if found.found.any() and not found.relaxed:
            return _Search(typed, unfinished, found)
    suggestion = ""
    for surely in (True, False):
        other = corrections.corrected(typed, query, matcher, visibility, surely=surely) if not suggestion else ""
        if other:
            other_query = parse(other, matcher.catalogue.vocabulary)
            found = _matches(other_query, matcher)
            if found.found.any() and surely and not exact:
                return _Search(other, other_query, found)
            suggestion = other if found.found.any() else ""
    return replace(_without_missing(typed, query, matches, matcher), suggestion=suggestion)


def _with_counted(matches: Matches, query: Query, matcher: Matcher) -> Matches:
    """Return the matches with the page of a numbered thing on top, whatever else was typed.

    If there is no such page, and none of the matches names the thing, return any pages that name it.
    """
    thing = parse(" ".join(query.counted), matcher.catalogue.vocabulary)
    naming = matches.scores if thing.typed == query.typed else _matches(thing, matcher).scores
    named = relevance.by_name(naming, thing, matcher.catalogue)
    scores = np.where(named > 0, named + matches.scores.max(initial=0), matches.scores)
    return replace(
        matches, scores=scores if scores.any() else naming, relaxed=matches.relaxed or not matches.found.any()
    )


def _without_number(typed: str, query: Query, matcher: Matcher, visibility: Visibility, *, exact: bool) -> _Search:
    """Search without a number that no such thing has: “recommendation 13” isn't a page dated the 13th."""
    rest = parser.without_number(typed, query)
    found = _search(rest, matcher, visibility, exact=exact, counting=False)
    searched = typed if found.searched == rest else found.searched
    return replace(found, searched=searched, missing=(" ".join(query.counted), *found.missing))


def _without_missing(typed: str, query: Query, matches: Matches, matcher: Matcher) -> _Search:
    """Search without words that no page has, if enough is left; then by name.

    Half of the words are enough, or the name of a page: no page has “referral grounds”, but one has “reporter”.
    """
    missing = matcher.unknown(query)
    known = [concept for concept in query.concepts if concept not in missing]
    enough = len(known) >= len(missing) or (not query.literal and any(map(matcher.tells, known)))
    if missing and known and enough and not query.phrases:
        found = matcher.match(replace(query, concepts=known))
        if found.found.any():
            words_left_out = tuple(" ".join(concept.typed) for concept in missing)
            return _Search(typed, query, _with_named(found, query, matcher), missing=words_left_out)
    return _Search(typed, query, _with_named(matches, query, matcher))


def _with_named(matches: Matches, query: Query, matcher: Matcher) -> Matches:
    """Return incomplete matches, with pages added whose name was typed among words that they lack."""
    named = relevance.by_name(matcher.any_of(query), query, matcher.catalogue)
    return Matches(np.maximum(matches.scores, named), relaxed=True)


def _matches(query: Query, matcher: Matcher) -> Matches:
    matches = matcher.match(query)
    scores = relevance.with_phrases(leads.first(matches.scores, query, matcher), query, matcher)
    return replace(matches, scores=relevance.lifted(scores, query, matcher.catalogue))


@dataclass
class _Shown:
    """Makes hits from page numbers."""

    question: Question
    search: _Search
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
        entries = self.catalogue.entries_of(number).tolist()
        if len(entries) == 1:
            return own
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
            for duty in DutyKind.values
        }
        return [f"{DutyKind(duty).label}: {', '.join(things)}" for duty, things in found.items() if things]

    def _status(self, number: int) -> str:
        """Return today's status of a commitment, or “not recorded”; empty for other pages."""
        return next((value for value in STATUSES_OR_NONE if number in self.catalogue.marked(f"status:{value}")), "")


def _seen(document: HubDocument | None, visibility: Visibility) -> HubDocument | None:
    return document if document is not None and visibility.can_see(document) else None
