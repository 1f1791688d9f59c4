"""The order of what was found, and how the first of it is judged more closely."""

from __future__ import annotations

import re
import unicodedata

import numpy as np

from search.models import EntryText

from . import words
from .catalogue import Catalogue
from .matching import Matcher
from .parsing import Phrase, Query
from .terms import ALL, EXPLAINED

# So many of the best are looked at word by word. Those behind keep their order, so that pages of results don't overlap.
LOOKED_AT = 60
# More pages than this with all words of a quoted phrase aren't looked through for the phrase itself.
MOST_WITH_PHRASE, MOST_WITH_NUMBER = 1_000, 200
SAME_AS_TITLE, SAME_AS_NAME, BEGINS_TITLE = 2.0, 1.8, 1.3
TOGETHER = {"title": 1.25, "aliases": 1.2, "labels": 1.15, "summary": 1.1}


def by_relevance(scores: np.ndarray, found: np.ndarray, texts: dict[int, EntryText], query: Query) -> np.ndarray:
    """Return the numbers of the pages found, best first; of equals the older page first."""
    numbers = np.flatnonzero(found)
    numbers = numbers[np.argsort(-scores[numbers], kind="stable")]
    first = numbers[:LOOKED_AT]
    closer = np.array([scores[n] * (bonus(texts[n], query) if n in texts else 1) for n in first])
    return np.concatenate([first[np.argsort(-closer, kind="stable")], numbers[LOOKED_AT:]])


def by_date(found: np.ndarray, catalogue: Catalogue) -> np.ndarray:
    """Return the numbers of the pages found, newest first; those without a date at the end."""
    numbers = np.flatnonzero(found)
    return numbers[np.argsort(-catalogue.days[numbers], kind="stable")]


def texts_of(scores: np.ndarray, found: np.ndarray, catalogue: Catalogue) -> dict[int, EntryText]:
    """Return the short texts of the best pages by their number. One statement."""
    numbers = np.flatnonzero(found)
    if len(numbers) > LOOKED_AT:
        # As `by_relevance` sorts: of equals the older page first.
        numbers = numbers[np.argsort(-scores[numbers], kind="stable")[:LOOKED_AT]]
    entries = {int(catalogue.own[number]): int(number) for number in numbers}
    rows = EntryText.objects.filter(entry__in=entries).only(*TOGETHER) if entries else ()
    return {entries[text.entry_id]: text for text in rows}


def lifted(scores: np.ndarray, query: Query, catalogue: Catalogue) -> np.ndarray:
    """Return the scores, better for pages that explain what was typed, if that is a term, or list all of what it names.

    What has a term for its name comes before the page that explains it: that is judged more closely afterwards.
    """
    better = scores.copy()
    if query.typed in catalogue.vocabulary.explained:
        for kind in EXPLAINED:
            explaining = catalogue.marked(f"{kind}:{ALL}")
            better[explaining] = np.where(scores[explaining] > 0, scores.max(initial=0), 0)
    if len(query.typed) == 1:
        lists = catalogue.marked(f"lists:{query.typed[0]}")
        better[lists] = np.where(scores[lists] > 0, scores.max(initial=0) + scores[lists], 0)
    return better


def by_name(scores: np.ndarray, query: Query, catalogue: Catalogue) -> np.ndarray:
    """Return the scores of those pages whose name was typed among words that they lack. One statement.

    That is the whole title or another name, or two words that stand together in it.
    """
    if query.phrases:
        return np.zeros_like(scores)
    pairs = {query.typed[place : place + 2] for place in range(len(query.typed) - 1)}
    named = np.zeros(len(scores), bool)
    for number, text in texts_of(scores, scores > 0, catalogue).items():
        names = [name for part in (text.title, *text.aliases.split(" · ")) if (name := _useful(part))]
        named[number] = any(_holds(query.typed, name) or any(_holds(name, pair) for pair in pairs) for name in names)
    return np.where(named, scores, 0)


def bonus(text: EntryText, query: Query) -> float:
    """Return how many times better a page is for what its words say together."""
    typed = query.typed
    title = _useful(text.title)
    if title == typed:
        return SAME_AS_TITLE
    names = {_useful(name) for name in text.aliases.split(" · ")}
    better = 1.0
    if typed in names or title in query.same or title == query.rest:
        better = SAME_AS_NAME
    elif title[: len(typed)] == typed:
        better = BEGINS_TITLE
    if len(typed) > 1:
        for name, factor in TOGETHER.items():
            if _holds(_useful(getattr(text, name)), typed):
                return better * factor
    return better


def _useful(text: str) -> Phrase:
    """Return the stems of a name as `parse` keeps those of what is typed: without words that say little, unless all do."""
    folded = words.folded(text)
    telling = [word for word in folded if word not in words.SOFT_WORDS]
    return tuple(words.stem(word) for word in telling or folded if word not in words.STOP_WORDS)


def _holds(text: Phrase, phrase: Phrase) -> bool:
    return any(text[place : place + len(phrase)] == phrase for place in range(len(text) - len(phrase) + 1))


def with_phrases(scores: np.ndarray, query: Query, matcher: Matcher) -> np.ndarray:
    """Return the scores of those pages in one of whose texts each quoted phrase stands as it was typed. One statement.

    So does what is named by its number. Of many pages with all the words, only the best are looked through.
    """
    if not query.all_phrases:
        return scores
    most = MOST_WITH_PHRASE if query.phrases else MOST_WITH_NUMBER
    catalogue = matcher.catalogue
    numbers = np.flatnonzero(scores)
    numbers = numbers[np.argsort(-scores[numbers], kind="stable")[:most]]
    wanted = np.zeros(catalogue.size, bool)
    wanted[numbers] = True
    pages = {
        key + catalogue.first: page for key, page in enumerate(catalogue.page_of.tolist()) if page >= 0 and wanted[page]
    }
    patterns = [(pattern_of(phrase), phrase) for phrase in query.all_phrases]
    there = np.zeros((len(patterns), catalogue.size), bool)
    for row in EntryText.objects.filter(entry__in=pages).values_list(
        "entry_id", "title", "aliases", "labels", "summary", "body"
    ):
        content = "\n\n".join(row[1:])
        for place, (pattern, phrase) in enumerate(patterns):
            if stands_in(content, pattern, phrase):
                there[place, pages[row[0]]] = True
    return np.where(there.all(axis=0), scores, 0)


def pattern_of(phrase: Phrase) -> re.Pattern:
    """Return what finds quickly, in small letters, where a phrase may stand. Stems end otherwise than words: “polici”."""
    beginnings = (stem[: max(1, len(stem) - 1)] for stem in phrase)
    # It doesn't reach from one item of a list into the next, nor from one text.
    return re.compile(r"[\w'’]*[^\w\n]{1,3}".join(map(re.escape, beginnings)) + r"[\w'’]*")


def stands_in(text: str, pattern: re.Pattern, phrase: Phrase) -> bool:
    """Say whether the phrase, whose pattern is given, stands in the text."""
    text = text.replace("·", "\n")  # between the items of a list
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        # Quickly, where the phrase has no other letters than these: accents and signs fall away.
        text = text.encode("ascii", "ignore").decode() if "".join(phrase).isascii() else text
    text = text.lower()
    return any(
        not text[match.start() - 1 : match.start()].isalnum() and _holds(tuple(words.stems(match.group())), phrase)
        for match in pattern.finditer(text)
    )
