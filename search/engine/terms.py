"""Words of the site's terms for the search: synonyms, and words lent to pages by the objects to which they belong.

A page is only marked as belonging to a stream, a person or an organisation; their words are lent to it here, while they
are public themselves. So a page isn't found by the name of a person whose profile was withdrawn.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from django.db.models import CharField, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast

from cms.base.active_site import site_active
from cms.base.local_texts import LocalText
from cms.base.own_words import things, words_of
from cms.pages.models.translated_texts import TranslatedTexts, Translations, text_in
from cms.visibility.rule import Visibility
from programme.choices import COMMITMENT_KINDS, LEADING_DUTIES
from programme.models import Audience, GlossaryTerm, Organisation, OutsideRecord, PolicyArea, SubjectArea, Theme, Topic
from programme.things import UPDATE
from search.models import Entry, EntryText, Synonym

from . import weights
from .words import folded, otherwise, stems

# By the name of the mark: the terms to which pages belong, and the field with their other names.
TERMS: dict[str, tuple[type[Model], str]] = {
    "topic": (Topic, ""),
    "organisation": (Organisation, "short_name"),
    "theme": (Theme, ""),
    "area": (SubjectArea, ""),
    "policy": (PolicyArea, ""),
    "audience": (Audience, ""),
    "outside": (OutsideRecord, ""),
    "glossary": (GlossaryTerm, "long_form"),
    "synonym": (Synonym, "words"),
}
# Terms whose names are synonyms everywhere, not only on pages that belong to them.
SAME_MEANING = ("organisation", "glossary", "synonym")
# Terms that a page lists with their meanings.
EXPLAINED = ("glossary",)
# By kind of page: the mark of objects that belong to such a page.
PAGES = {"work-stream": "stream", "group": "group", "person": "person"}
# Pages whose names are known too, although nothing belongs to them: “Contact”, “Privacy”.
PLAIN = "page"
# The mark of a list of all terms of one kind.
ALL = "all"
# The strength of a lent word relative to the page's own. The subject that a person leads counts nearly as much as their
# name.
LENT, LED = 0.6, 0.9

Phrase = tuple[str, ...]


class OwnName(NamedTuple):
    """What the programme calls something, one and several, and what the index calls it; `numbered` if it has numbers."""

    singular: str
    plural: str
    usual: str
    numbered: bool = False


@dataclass
class NamedObject:
    """A named object to which pages belong."""

    key: int
    name: str
    slug: str
    translations: Translations = field(default_factory=dict)

    def name_in(self, language: str) -> LocalText:
        """Return the name in a language if it is translated."""
        return text_in(self.translations, "name", self.name, language)


@dataclass
class Vocabulary:
    """The vocabulary of the site's terms."""

    # By a phrase of stems: its synonyms.
    same: dict[Phrase, set[Phrase]] = field(default_factory=lambda: defaultdict(set))
    longest: int = 1
    # Those phrases that the site itself uses.
    main: set[Phrase] = field(default_factory=set)
    # By such a phrase as `words.otherwise` has its words: the phrase.
    otherwise: dict[Phrase, Phrase] = field(default_factory=dict)
    # By a stem: the marks of the objects that lend it, with strengths.
    lenders: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    # Names explained on the site.
    explained: set[Phrase] = field(default_factory=set)
    # By the stems of a name: the keys of the pages with it.
    called: dict[Phrase, set[int]] = field(default_factory=lambda: defaultdict(set))
    # By the stems of a name of the programme's own: those of the index's name for it.
    usual: dict[Phrase, Phrase] = field(default_factory=dict)
    # By the folded words of such a name for something with numbers: those of the index's.
    numbered: dict[Phrase, Phrase] = field(default_factory=dict)
    # The stems after which a number belongs to the thing, in the index.
    counted: set[str] = field(default_factory=set)
    # By the name of the mark and the key: the values of a facet.
    named: dict[str, dict[str, NamedObject]] = field(default_factory=lambda: defaultdict(dict))

    def say_the_same(self, names: Sequence[str]) -> None:
        """Add the names as synonyms; the first is the site's own."""
        self.main.add(tuple(stems(names[0])))
        phrases = {phrase: name for name in names if (phrase := tuple(stems(name)))}
        for phrase, name in phrases.items():
            self.longest = max(self.longest, len(phrase))
            self.same[phrase] |= phrases.keys() - {phrase}
            self.otherwise.setdefault(tuple(map(otherwise, folded(name))), phrase)

    def call(self, name: OwnName) -> None:
        """Add a name of the programme's own. Both it and the index's are found by either."""
        usual = tuple(stems(name.usual))
        if name.numbered:
            self.counted.add(usual[-1])
        for own in (name.singular, name.plural):
            if tuple(stems(own)) == usual:
                continue
            self.say_the_same([own, name.usual])
            self.usual[tuple(stems(own))] = usual
            if name.numbered:
                self.numbered[tuple(folded(own))] = tuple(folded(name.usual))

    def lend(self, mark: str, text: str, *, field: str = "labels", worth: float = LENT) -> None:
        """Add the text to the words of pages with the mark, as if it were in the field."""
        for term, strength in weights.terms({field: text}, ()).items():
            lent = worth * strength / weights.STRONGEST
            self.lenders[term][mark] = max(lent, self.lenders[term].get(mark, 0.0))

    def lend_to_leads(self, what: str, text: str) -> None:
        """Add the text to the words of its leads: `what` is “stream:12” or “policy:3”."""
        for kind in LEADING_DUTIES:
            self.lend(f"duty:{kind}:{what}", text, field="title", worth=LED)


@lru_cache(maxsize=2)
def vocabulary(
    terms: tuple[tuple, ...],
    pages: tuple[tuple, ...],
    statuses: tuple[tuple[str, str], ...],
    own: tuple[OwnName, ...],
) -> Vocabulary:
    """Return the vocabulary of the rows of `names` and `titles`, of the statuses' keys and labels, and of `own_names`. Most
    changes of the content leave them as they are."""
    vocabulary = Vocabulary()
    for called in own:
        vocabulary.call(called)
    for status, label in statuses:
        vocabulary.lend(f"status:{status}", str(label))
    for mark, key, name, slug, others, explanation, translated in terms:
        translations = json.loads(translated)
        names = [name, *others.splitlines(), *_names_in(translations)]
        vocabulary.named[mark][str(key)] = NamedObject(key, name, slug, translations)
        if mark in SAME_MEANING:
            vocabulary.say_the_same(names)
        if mark != "synonym":
            vocabulary.lend(f"{mark}:{key}", " ".join(names))
            vocabulary.lend(f"{mark}:{ALL}", " ".join(names))
        if mark == "policy":
            vocabulary.lend_to_leads(f"policy:{key}", name)
        if explanation:
            vocabulary.lend(f"{mark}:{ALL}", explanation, field="body")
            vocabulary.explained |= {tuple(stems(one)) for one in names if one}
    for kind, key, slug, title, aliases in pages:
        for name in (title, *aliases.split(" · ")):
            vocabulary.called[tuple(stems(name))].add(key)
        if kind == PLAIN:
            continue
        mark = PAGES[kind]
        vocabulary.named[mark][str(key)] = NamedObject(key, title, slug)
        vocabulary.lend(f"{mark}:{key}", f"{title} {aliases}")
        if kind == "work-stream":
            vocabulary.lend_to_leads(f"stream:{key}", f"{title} {aliases}")
            vocabulary.say_the_same([title, *aliases.split(" · ")])
    return vocabulary


def _names_in(translations: Translations) -> list[str]:
    """Return the names in other languages, by which pages are found, too."""
    return [texts["name"] for texts in translations.values() if texts.get("name")]


def titles(visibility: Visibility) -> QuerySet:
    """Return the public pages to which others belong, and plain ones: kind, key, slug, title and other names."""
    own = visibility.filter(Entry.objects.filter(document=None, kind__in=[*PAGES, PLAIN]).order_by())
    rows = EntryText.objects.filter(entry__in=own).order_by("entry__page__path")
    return rows.values_list("entry__kind", "entry__page_id", "entry__page__slug", "title", "aliases")


def own_names(visibility: Visibility) -> tuple[OwnName, ...]:
    """Return the names that the programme's words and its kinds of commitments have, where the index has others.

    The index is written in the product's words, whatever programme a page belongs to.
    """
    site = visibility.site
    found = [
        OwnName(word.singular, word.plural, things[word.thing].singular, numbered=word.thing == UPDATE)
        for word in words_of(site).words
    ]
    with site_active(site):
        kinds = [(key, label, COMMITMENT_KINDS.plural(key)) for key, label in COMMITMENT_KINDS.choices]
    with site_active(None):
        usual = {key: str(COMMITMENT_KINDS(key).label) for key, _label, _plural in kinds}
    found += [OwnName(str(label), str(plural), usual[key], numbered=True) for key, label, plural in kinds]
    return tuple(name for name in found if name.numbered or name.singular != name.usual)


def names(visibility: Visibility) -> QuerySet:
    """Return all public terms of any kind: mark, key, name, slug, other names, explanation, and translations."""
    queries = [
        visibility.filter(model.objects.order_by()).values_list(
            Value(mark, CharField()),
            "pk",
            "name",
            "slug",
            Cast(others, TextField()) if others else Value("", TextField()),
            Cast("description", TextField()) if mark in EXPLAINED else Value("", TextField()),
            Cast("translated_texts", TextField()) if issubclass(model, TranslatedTexts) else Value("{}", TextField()),
        )
        for mark, (model, others) in TERMS.items()
    ]
    return queries[0].union(*queries[1:], all=True)
