"""Suggestions while typing: titles and names with words that begin with the words typed."""

from __future__ import annotations

import numpy as np

from cms.visibility.rule import Visibility
from search.models import EntryText

from . import catalogue as catalogues
from . import corrections, postings, words
from .answers import Read, Suggestion, public_pages
from .catalogue import SAYS_LITTLE, Catalogue
from .kinds import BY_VALUE, OTHER
from .parser import NUMBERS, tidy
from .postings import TITLE, Postings
from .relevance import highest

MOST_WORDS = 6
LOOKED_AT = 40
BEGINS_TITLE, SAME_AS_TITLE, WHOLE_WORD = 1.5, 2.0, 2.0
# Pages without text come after pages with text, however short their titles.
SAYING_LITTLE = 0.5


def suggest(
    prefix: str, visibility: Visibility, most: int = 8, read: Read | None = None, locale: int | None = None
) -> list[Suggestion]:
    """Return pages whose title or other name has words beginning with all the words typed, best first.

    `read` is as for `answer`, `locale` the key of a language; without it pages in all languages are
    suggested. Two statements, one more for each word, three more for a word that no title has, and one more for each
    thing that the programme calls by a name of its own beginning with the word.
    """
    typed = words.folded(tidy(prefix))[:MOST_WORDS]
    if visibility.site is None or not typed:
        return []
    catalogue = catalogues.of(visibility).in_language(locale)
    scores = catalogue.worth.copy()
    scores[catalogue.marked(SAYS_LITTLE)] *= SAYING_LITTLE
    for word in typed:
        strengths = _beginning_like(word, catalogue)
        scores *= strengths if strengths.any() else _beginning_nearly_like(word, catalogue)
    numbers = highest(scores, scores > 0, LOOKED_AT)
    if not len(numbers):
        return []
    entries = {int(catalogue.own[number]): int(number) for number in numbers}
    titles = EntryText.objects.filter(entry__in=entries).values_list("entry_id", "title", "entry__kind")
    ranked = sorted(
        ((scores[entries[entry]] * _bonus(title, typed), entries[entry], title, kind) for entry, title, kind in titles),
        key=lambda row: (-row[0], row[1]),
    )
    found: list[Suggestion] = []
    # The second half is only read if a page of the first was hidden in the meantime.
    for part in (ranked[:most], ranked[most : 2 * most]):
        if len(found) < most and part:
            found += _suggestions(part, catalogue, read or (lambda keys: public_pages(keys, visibility)))
    return found[:most]


def _suggestions(ranked: list[tuple[float, int, str, str]], catalogue: Catalogue, read: Read) -> list[Suggestion]:
    keys = [int(catalogue.keys[number]) for _, number, _, _ in ranked]
    pages = read(keys)
    return [
        Suggestion(title, pages[key], BY_VALUE.get(kind, OTHER).label)
        for key, (_, _, title, kind) in zip(keys, ranked, strict=True)
        if key in pages
    ]


def _beginning_like(word: str, catalogue: Catalogue) -> np.ndarray:
    """Return for each page the strength of words in its title or other name that begin with this one."""
    strengths = np.zeros(catalogue.size, np.float32)
    for beginning in dict.fromkeys((word, NUMBERS.get(word, word), words.stem(word))):
        _add(strengths, postings.read_merged(f"{TITLE}{beginning}", WHOLE_WORD), catalogue)
        if strengths.any():
            break  # or else in another spelling: “childrens”, “maclean”, “seven”
    # The index has its own names of numbered things, such as “Recommendation 3” for “Pledge 3”.
    numbered = catalogue.vocabulary.numbered.items()
    for name in sorted({part for own, usual in numbered for part in usual if any(one.startswith(word) for one in own)}):
        _add(strengths, postings.read_merged(f"{TITLE}{name}", WHOLE_WORD), catalogue)
    return strengths


def _beginning_nearly_like(word: str, catalogue: Catalogue) -> np.ndarray:
    """Return the same for a misspelt word."""
    strengths = np.zeros(catalogue.size, np.float32)
    near = corrections.beginnings(word, catalogue)
    for term, found in postings.read({f"{TITLE}{other}" for other in near}).items():
        _add(strengths, found, catalogue, near[term.removeprefix(TITLE)])
    return strengths


def _add(strengths: np.ndarray, found: Postings, catalogue: Catalogue, nearness: float = 1.0) -> None:
    """Add the strengths found to the public pages."""
    numbers = catalogue.numbers(found.entries)
    public = numbers >= 0
    np.maximum.at(strengths, numbers[public], nearness * found.strengths[public])


def _bonus(title: str, typed: list[str]) -> float:
    begins = words.folded(title)
    if begins == typed:
        return SAME_AS_TITLE
    same = begins[: len(typed) - 1] == typed[:-1] and begins[len(typed) - 1 : len(typed)]
    return BEGINS_TITLE if same and same[0].startswith(typed[-1]) else 1.0
