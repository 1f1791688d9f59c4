"""Searches an index for the words typed, and then for what they may have meant."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from . import corrections, leads, parser, relevance
from .matcher import Matcher, Matches
from .parser import Query, parse
from .questions import Order


@dataclass
class WordSearch:
    """The final search terms, and the pages found."""

    searched: str
    query: Query
    matches: Matches
    suggestion: str = ""
    missing: tuple[str, ...] = ()


def search_for(typed: str, matcher: Matcher, *, exact: bool, counting: bool = True) -> WordSearch:
    """Search for everything typed; then with the last word as a prefix, with similar words, without unknown words, by
    name."""
    query = parse(typed, matcher.catalogue.vocabulary)
    if not query.concepts:
        return WordSearch(typed, query, Matches(np.zeros(matcher.catalogue.size)))
    if not counting:
        query.counted = ()
    matches = _matches(query, matcher)
    if query.counted and not query.phrases:
        matches = _with_counted(matches, query, matcher)
        if not matches.found.any():
            return _without_number(typed, query, matcher, exact=exact)
    if matches.found.any() and not matches.relaxed:
        return WordSearch(typed, query, matches, corrections.doubted(typed, query, matcher))
    unfinished = None if exact else corrections.unfinished(query, matcher)
    if unfinished:
        found = _matches(unfinished, matcher)
        if found.found.any() and not found.relaxed:
            return WordSearch(typed, unfinished, found)
    suggestion = ""
    for surely in (True, False):
        other = corrections.corrected(typed, query, matcher, surely=surely) if not suggestion else ""
        if other:
            other_query = parse(other, matcher.catalogue.vocabulary)
            found = _matches(other_query, matcher)
            if found.found.any() and surely and not exact:
                return WordSearch(other, other_query, found)
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


def _without_number(typed: str, query: Query, matcher: Matcher, *, exact: bool) -> WordSearch:
    """Search without a number that no such thing has: “recommendation 13” isn't a page dated the 13th."""
    rest = parser.without_number(typed, query)
    found = search_for(rest, matcher, exact=exact, counting=False)
    searched = typed if found.searched == rest else found.searched
    return replace(found, searched=searched, missing=(query.counted_as, *found.missing))


def _without_missing(typed: str, query: Query, matches: Matches, matcher: Matcher) -> WordSearch:
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
            return WordSearch(typed, query, _with_named(found, query, matcher), missing=words_left_out)
    return WordSearch(typed, query, _with_named(matches, query, matcher))


def _with_named(matches: Matches, query: Query, matcher: Matcher) -> Matches:
    """Return incomplete matches, with pages added whose name was typed among words that they lack."""
    named = relevance.by_name(matcher.any_of(query), query, matcher.catalogue)
    return Matches(np.maximum(matches.scores, named), relaxed=True)


def _matches(query: Query, matcher: Matcher) -> Matches:
    matches = matcher.match(query)
    scores = relevance.with_phrases(leads.first(matches.scores, query, matcher), query, matcher)
    return replace(matches, scores=relevance.lifted(scores, query, matcher.catalogue))


def scores_of(search: WordSearch, matcher: Matcher, order: Order) -> np.ndarray:
    """Return the scores of the pages to show, for the chosen order."""
    scores = np.maximum(search.matches.scores, search.matches.others)
    if order == Order.RELEVANCE:
        scores = relevance.closer(scores, search.query, matcher)
    return relevance.with_others(scores, search.matches.found)
