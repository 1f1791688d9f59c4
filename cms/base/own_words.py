"""The words of a programme: what it calls the things that every programme has, such as its work streams.

The product's sentences are written with the words in `things`. A programme that calls them otherwise has its own words
put into those sentences: “Choose a work stream” becomes “Choose an aim”. This concerns the product's English sentences
and labels only; nothing that editors wrote goes through here, and neither do addresses or names of the API.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from wagtail.models import Site

from .active_site import active_site
from .registry import Registry

# Where the words of a site are kept once they are read: they live as long as the object of the site.
KEPT = "_hub_own_words"

# In a sentence, but no words of it: the names of its values, and tags of HTML.
NO_WORDS = r"%\(\w+\)[a-z]|<[^>]*>"


@dataclass(frozen=True)
class Thing:
    """A thing that programmes call by different words, with the product's own words for it."""

    name: str
    singular: str
    plural: str
    # Further words for it in the product's sentences, singular and plural, such as “stream”.
    also: tuple[tuple[str, str], ...] = ()
    # Phrases in which the word means something else.
    besides: tuple[str, ...] = ()

    def forms(self) -> Iterator[tuple[str, bool]]:
        """Yield each word of the product for it, and whether it is a plural."""
        for singular, plural in ((self.singular, self.plural), *self.also):
            yield singular, False
            yield plural, True


# By name, in the order in which editors see them. Apps add theirs when they are loaded.
things: Registry[Thing] = Registry("thing with words of its own")


@dataclass(frozen=True)
class OwnWord:
    """What a programme calls a thing; `article` is “a” or “an”."""

    thing: str
    singular: str
    plural: str
    article: str


@dataclass(frozen=True)
class OwnWords:
    """The words of a programme that aren't the product's. The same words give equal objects, which are keys of caches."""

    words: tuple[OwnWord, ...] = ()

    @cached_property
    def _forms(self) -> dict[str, tuple[OwnWord, bool]]:
        """Return the programme's word for each of the product's that it replaces, and whether it is the plural."""
        return {form: (word, many) for word in self.words for form, many in things[word.thing].forms()}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._forms, key=len, reverse=True)
        besides = [phrase for word in self.words for phrase in things[word.thing].besides]
        kept = "|".join([NO_WORDS, *(rf"\b{re.escape(phrase)}\b" for phrase in besides)])
        forms = "|".join(map(re.escape, longest_first))
        return re.compile(rf"{kept}|(?:\b(?P<article>an?)\s+)?\b(?P<form>{forms})\b", re.IGNORECASE)

    def word_for(self, thing: Thing) -> tuple[str, str]:
        """Return what one and what several of a thing are called."""
        own = next((word for word in self.words if word.thing == thing.name), None)
        return (own.singular, own.plural) if own else (thing.singular, thing.plural)

    def put_into(self, sentence: str) -> str:
        """Return a sentence of the product with the words of the programme."""
        return self._pattern.sub(self._replaced, sentence) if self.words else sentence

    def _replaced(self, found: re.Match[str]) -> str:
        form = found["form"]
        if form is None:
            return found[0]
        word, many = self._forms[form.lower()]
        said = word.plural if many else word.singular
        if found["article"] is None:
            return _begun_as(form, said)
        return f"{_begun_as(found['article'], word.article)} {_begun_as(form, said)}"


def _begun_as(before: str, text: str) -> str:
    """Return the text with a capital at its beginning if there was one before."""
    return text[:1].upper() + text[1:] if before[:1].isupper() else text


def article_of(word: str) -> str:
    """Return “an” for a word that begins with a vowel, otherwise “a”. “hour” and “union” have to be corrected."""
    return "an" if word[:1].lower() in "aeiou" else "a"


_readers: list[Callable[[Site], OwnWords]] = []


def read_by(reader: Callable[[Site], OwnWords]) -> None:
    """Name the function that reads the words of a site."""
    _readers[:] = [reader]


def keep(site: Site, words: OwnWords) -> None:
    """Keep the words with the object of their site, if they are known from elsewhere."""
    vars(site)[KEPT] = words


def active_words() -> OwnWords:
    """Return the words of the active site's programme; the product's own where there is none."""
    return words_of(active_site())


def words_of(site: Site | None) -> OwnWords:
    """Return the words of a site's programme, which are read once for the object of the site."""
    if site is None or not _readers:
        return OwnWords()
    if KEPT not in vars(site):
        keep(site, _readers[0](site))
    found: OwnWords = vars(site)[KEPT]
    return found


class Worded(str):
    """A text that has the words of its programme already: a programme may call actions “recommendations”."""

    __slots__ = ()

    def __str__(self) -> str:
        return self


def worded(text: str, **values: Any) -> str:
    """Return a sentence of the product in the words of the active site's programme, then with its values."""
    text = str(text)
    if not isinstance(text, Worded) and (known := active_words()).words:
        text = Worded(_put_into(known, text))
    return Worded(text % values) if values else text


@lru_cache(maxsize=8_000)
def _put_into(words: OwnWords, sentence: str) -> str:
    return words.put_into(sentence)
