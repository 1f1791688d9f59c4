"""Corrections of words that no page has: words of the site with similar spelling or sound.

The vocabulary has words of texts that may not be public. So a candidate counts only if public pages have its stem, and
only words found in a public text are shown.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.models.index import IndexedText

from . import dictionary, words
from .catalogue import Catalogue
from .matcher import Matcher
from .parser import Alternative, Query

SHORTEST = 4
# Up to this length a word may have one mistake.
LETTERS_A_MISTAKE = 7
# Abbreviations aren't misspelt; other letters mean something else.
LONGEST_ACRONYM = 5
# The sound of short words says little.
SHORTEST_SOUND = 3
# The bonus of a candidate that makes a name of the site with an adjacent word.
MAKES_A_NAME = 1.0
MOST_CANDIDATES = 12
# The extra distance of a word that no page has.
OF_NO_PAGE = 0.1
# A known word is only doubted if another, one letter away, is on this many times more pages.
FAR_MORE = 10
SHORTEST_DOUBTED = 5
MOST_DOUBTED = 5
SHORTEST_BEGINNING, MOST_LONGER, UNFINISHED = 2, 60, 0.8


# Words with which others begin or end: “outcome” isn't two.
NEVER_A_PART = words.WEAK_WORDS | {"out", "over", "under", "off", "down", "come", "one", "two", "not", "no"}


@dataclass(frozen=True)
class Candidate:
    """Possible words of the site, with their distance from the input."""

    words: tuple[str, ...]
    distance: float


def corrected(typed: str, query: Query, matcher: Matcher, *, surely: bool) -> str:
    """Return the input with corrections of words that no public page has; "" if there are none.

    With `surely`, correctly spelt words are kept, unless a name is meant: “prostitution” isn't “prosecution”, but
    “Marie” is “Maree”. At most three statements, and one more per period.
    """
    acronyms = _acronyms(typed)
    kept = acronyms | {token for one in query.concepts for token in one.typed if words.stem(token) in query.literal}
    unknown = [token for concept in matcher.unknown(query) for token in concept.typed if token not in kept]
    if not unknown and not kept:
        return _never_together(typed, query, matcher) if surely else ""
    candidates = {token: _candidates(token, matcher.catalogue, of_english=True) for token in unknown}
    if surely:
        for token in filter(dictionary.is_right, unknown):
            candidates[token] = [
                one
                for one in candidates[token]
                if (one.words[0][0] == token[0] and words.sound(one.words[0]) == words.sound(token))
                or _makes_a_name(typed, token, one, matcher)
            ]
    return _with_others(typed, candidates, matcher, {})


def _acronyms(typed: str) -> set[str]:
    """Return the words in capitals, unless all are, as with Caps Lock on."""
    found = [match.group() for match in words.words(typed)]
    if len(found) > 1 and typed.upper() == typed:
        return set()
    return {words.fold(word) for word in found if word.isalpha() and word.isupper() and len(word) <= LONGEST_ACRONYM}


def _never_together(typed: str, query: Query, matcher: Matcher) -> str:
    """Return the input with one word replaced so that a page has them all: “Catherine Hudson” is Katherine."""
    tokens = [one.typed[0] for one in query.concepts if len(one.typed) == 1 and len(one.typed[0]) >= SHORTEST_DOUBTED]
    near = {
        token: [one for one in _candidates(token, matcher.catalogue, within=1) if one.distance <= 1]
        for token in tokens[:MOST_DOUBTED]
    }
    matcher.read({words.stem(word) for found in near.values() for one in found for word in one.words})
    for token, found in near.items():
        for one in found[:MOST_DOUBTED]:
            others = [concept for concept in query.concepts if concept.typed != (token,)]
            if matcher.together(others, [words.stem(word) for word in one.words]):
                return _with_others(typed, {token: [one]}, matcher, {})
    return ""


def unfinished(query: Query, matcher: Matcher) -> Query | None:
    """Return the query with its last word as a prefix, if no public page has the word; otherwise None.

    One statement, and one more per period. The completions aren't shown, so they may be any words.
    """
    last = query.concepts[-1]
    beginning = last.typed[-1]
    if len(last.typed) > 1 or len(beginning) < SHORTEST_BEGINNING or dictionary.is_common(beginning):
        return None
    if query.phrases or query.literal or last not in matcher.unknown(query):
        return None
    known = matcher.catalogue.words
    longer = sorted((word for word in known.words if word.startswith(beginning)), key=lambda word: (len(word), word))
    stems = dict.fromkeys(words.stem(word) for word in longer[:MOST_LONGER])
    if not stems:
        return None
    others = tuple(Alternative((stem,), UNFINISHED) for stem in stems)
    return replace(query, concepts=[*query.concepts[:-1], replace(last, alternatives=(*last.alternatives, *others))])


def doubted(typed: str, query: Query, matcher: Matcher) -> str:
    """Return the input with a much more common word in place of a rare one; "" if there is none."""
    candidates, frequencies = {}, {}
    for concept in query.concepts:
        token = concept.typed[0]
        if len(concept.typed) > 1 or len(token) < SHORTEST_DOUBTED or dictionary.is_right(token):
            continue
        frequency = matcher.frequency(words.stem(token))
        if 0 < frequency * FAR_MORE <= matcher.catalogue.size:
            candidates[token] = [
                found for found in _candidates(token, matcher.catalogue, within=1) if found.distance <= 1
            ]
            frequencies[token] = frequency * FAR_MORE
    return _with_others(typed, candidates, matcher, frequencies)


def _with_others(typed: str, candidates: dict[str, list[Candidate]], matcher: Matcher, least: dict[str, int]) -> str:
    """Return the input with the best candidate for each word; "" if there are no candidates.

    `least` is the number of pages that must have each candidate. A common English word is only replaced by a name.
    """
    same = matcher.catalogue.vocabulary.same
    matcher.read({words.stem(word) for found in candidates.values() for one in found for word in one.words})
    chosen = {}
    for token, found in candidates.items():
        # The site's synonyms are understood, even if no page has them.
        common = {
            one: min(matcher.frequency(stem) or int((stem,) in same) for stem in map(words.stem, one.words))
            for one in found
        }
        public = [
            one for one in found if common[one] >= least.get(token, 1) and words.stem(token) != words.stem(one.words[0])
        ]
        named = {one: MAKES_A_NAME * _makes_a_name(typed, token, one, matcher) for one in public}
        if token not in least and dictionary.is_common(token):
            public = [one for one in public if named[one]]
        if public:
            nearness = {one: one.distance - 0.2 * min(4, common[one]) / 4 - named[one] for one in public}
            best = min(public, key=lambda one: (nearness[one], -common[one], one.words))
            chosen[token] = best.words
    if not chosen:
        return ""
    spelt = _as_in_public({word for found in chosen.values() for word in found}, matcher)
    return words.WORD.sub(
        lambda match: " ".join(spelt[word] for word in chosen.get(words.fold(match.group()), ())) or match.group(),
        typed,
    )


def _makes_a_name(typed: str, token: str, other: Candidate, matcher: Matcher) -> bool:
    """Say whether the candidate and an adjacent word are a name on the site: “children's hearings”."""
    tokens = words.folded(typed)
    if token not in tokens:
        return False  # it represents the input: a month in figures
    place = tokens.index(token)
    stems = [words.stem(word) for word in (*tokens[:place], *other.words, *tokens[place + 1 :])]
    same = matcher.catalogue.vocabulary.same
    pairs = (tuple(stems[start : start + 2]) for start in (place - 1, place) if start >= 0)
    return any(len(pair) == 2 and pair in same for pair in pairs)


def _candidates(token: str, catalogue: Catalogue, *, of_english: bool = False, within: int = 3) -> list[Candidate]:
    """Return words near the token, regardless of visibility, nearest first.

    At most `within` letters differ, and fewer in a short word; of words that sound alike, one more.

    With `of_english`, also words that no page has: pages may have another form, such as “assessing” for “assesment”.
    """
    if len(token) < SHORTEST or not token.isalpha():
        return []
    known = catalogue.words
    most = 1 if len(token) <= LETTERS_A_MISTAKE else 2 if len(token) <= 10 else 3  # letters; a mistake for each four
    distances = known.near.near(token, min(most, within), MOST_CANDIDATES)
    if of_english:
        distances = dictionary.frequent().near(token, most, MOST_CANDIDATES) | distances
    sound = words.sound(token)
    alike = set()
    if len(sound) >= SHORTEST_SOUND:
        alike = {*known.by_sound.get(sound, ()), *(word for word in distances if words.sound(word) == sound)}
    # The first letter is rarely wrong, and then the rest is right. In words of four letters, one says little.
    found = {
        word: distance - (0.5 if word in alike else 0) + (0.4 if word[0] != token[0] else 0)
        for word, distance in distances.items()
        if word != token
        and (word[0] == token[0] or distance <= 1 or word in alike)
        and (len(token) > SHORTEST or len(word) != len(token) or sorted(word) == sorted(token) or word in alike)
    }
    for word in alike - {token}:
        distance = OSA.distance(word, token)
        if distance <= most + 1 and abs(len(word) - len(token)) <= most:
            found[word] = min(found.get(word, math.inf), 0.45 * distance)
    candidates = [
        Candidate((word,), distance + (0 if word in known.all else OF_NO_PAGE))
        for word, distance in found.items()
        if word not in words.WEAK_WORDS
    ]
    for place in range(2, len(token) - 1):
        parts = (token[:place], token[place:])
        if all(part in known.all and part not in NEVER_A_PART for part in parts):
            candidates.append(Candidate(parts, 1.0))
    most_of_all = MOST_CANDIDATES * (2 if of_english else 1)
    return sorted(candidates, key=lambda one: (one.distance, one.words))[:most_of_all]


def beginnings(token: str, catalogue: Catalogue) -> dict[str, float]:
    """Return words of the index with a prefix similar to the token, each with its similarity, below 1.

    They may be from pages that aren't public: show only those in public titles. Common English words aren't mistakes.
    """
    if len(token) < SHORTEST or not token.isalpha() or dictionary.is_common(token):
        return {}
    known = catalogue.words
    likely = [word for word in known.words if word[0] == token[0] and len(word) >= len(token) - 1]
    most = 1 if len(token) <= LETTERS_A_MISTAKE else 2
    found: dict[str, float] = {}
    # A letter may be missing or one too many.
    for length in (len(token), len(token) - 1, len(token) + 1):
        begun = {word: word[:length] for word in likely}
        near = process.extract(token, begun, scorer=OSA.distance, score_cutoff=most, limit=MOST_LONGER)
        for _, distance, word in near:
            found[word] = max(found.get(word, 0), 1 / (1 + max(1, distance)))
    return found


def _as_in_public(wanted: set[str], matcher: Matcher) -> dict[str, str]:
    """Return each word as found in a public text: itself, or another word with its stem if only hidden texts have it.

    English words reveal nothing.

    One statement.
    """
    entries = {word: _public_entries(words.stem(word), matcher) for word in wanted}
    keys = {key for some in entries.values() for key in some}
    texts = {text.entry_id: text for text in matcher.catalogue.tables.texts.objects.filter(entry__in=keys)}
    found = {}
    for word in wanted:
        forms: dict[str, int] = {}
        for key in entries[word]:
            if key in texts:
                for form in _forms(texts[key], words.stem(word)):
                    forms[form] = forms.get(form, 0) + 1
        written = min(forms, key=lambda form: (words.fold(form) != word, -forms[form], form), default="")
        itself = dictionary.is_right(word) or not entries[word]
        found[word] = word if itself and words.fold(written) != word else written or words.stem(word)
    return found


def _public_entries(stem: str, matcher: Matcher, most: int = 3) -> list[int]:
    """Return the public entries in which the stem is strongest."""
    postings = matcher.known[stem]
    public = matcher.catalogue.numbers(postings.entries) >= 0
    entries, strengths = postings.entries[public], postings.strengths[public]
    return entries[strengths.argsort(kind="stable")[::-1][:most]].tolist()


def _forms(text: IndexedText, stem: str):
    """Yield the words with a stem in a text, in lower case unless capitalised within a sentence."""
    for content in (text.title, text.aliases, text.labels, text.questions, text.summary, text.body):
        for match in words.words(content):
            if words.stem_of(match.group()) == stem:
                amid = content[: match.start()].rstrip(" ")[-1:].isalnum()
                capital = match.group()[:1].isupper()
                yield match.group() if amid and capital else match.group().lower()
