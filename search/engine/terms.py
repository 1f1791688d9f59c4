"""The words that the site's terms bring to the search: what means the same, and what pages find because they belong to something.

A page is only marked as belonging to a stream, a person, an organisation; their words are lent to it here, for as long as
they are public themselves. So nobody finds a page by the name of somebody whose profile was taken away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import CharField, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast

from cms.visibility.objects import compiled
from cms.visibility.rule import Visibility
from programme.choices import LEADING_DUTIES
from programme.models import Audience, GlossaryTerm, Organisation, PolicyArea, SubjectArea, Theme, Topic
from search.models import Entry, EntryText, Synonym

from . import weights
from .words import folded, otherwise, stems

# By the name of the mark: the terms that pages belong to, and the field with their other names.
TERMS: dict[str, tuple[type[Model], str]] = {
    "topic": (Topic, ""),
    "organisation": (Organisation, "short_name"),
    "theme": (Theme, ""),
    "area": (SubjectArea, ""),
    "policy": (PolicyArea, ""),
    "audience": (Audience, ""),
    "glossary": (GlossaryTerm, "long_form"),
    "synonym": (Synonym, "words"),
}
# Those whose names mean the same wherever they stand, and not only on pages that belong to them.
SAME_MEANING = ("organisation", "glossary", "synonym")
# Those that a page lists with what they mean.
EXPLAINED = ("glossary",)
# By kind of page: the mark of what belongs to such a page.
PAGES = {"work-stream": "stream", "group": "group", "person": "person"}
# Pages that belong to nobody, whose names are known as well: “Contact”, “Privacy”.
PLAIN = "page"
# A list of all terms of one kind is marked as belonging to this one.
ALL = "all"
# How strong a lent word is beside one of the page's own. The subject that somebody leads counts nearly as their name.
LENT, LED = 0.6, 0.9

Phrase = tuple[str, ...]


@dataclass
class Term:
    """Something with a name that pages belong to."""

    key: int
    name: str
    slug: str


@dataclass
class Vocabulary:
    """What the site's terms say."""

    # By a phrase of stems: other phrases that mean the same.
    same: dict[Phrase, set[Phrase]] = field(default_factory=lambda: defaultdict(set))
    longest: int = 1
    # The phrases among these that the site itself uses.
    main: set[Phrase] = field(default_factory=set)
    # By such a phrase as `words.otherwise` has its words: the phrase.
    otherwise: dict[Phrase, Phrase] = field(default_factory=dict)
    # By a stem: the marks of what lends it, and how strongly.
    lenders: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    # Names that the site explains.
    explained: set[Phrase] = field(default_factory=set)
    # By the stems of a name: the keys of the pages that are called so.
    called: dict[Phrase, set[int]] = field(default_factory=lambda: defaultdict(set))
    # By the name of the mark and the key: what can be chosen in a facet.
    named: dict[str, dict[str, Term]] = field(default_factory=lambda: defaultdict(dict))

    def say_the_same(self, names: Sequence[str]) -> None:
        """Write down that the names mean the same; the first is the site's own."""
        self.main.add(tuple(stems(names[0])))
        phrases = {phrase: name for name in names if (phrase := tuple(stems(name)))}
        for phrase, name in phrases.items():
            self.longest = max(self.longest, len(phrase))
            self.same[phrase] |= phrases.keys() - {phrase}
            self.otherwise.setdefault(tuple(map(otherwise, folded(name))), phrase)

    def lend(self, mark: str, text: str, *, field: str = "labels", worth: float = LENT) -> None:
        """Write down that what carries the mark is found by the text, as if it stood in the field."""
        for term, strength in weights.terms({field: text}, ()).items():
            lent = worth * strength / weights.STRONGEST
            self.lenders[term][mark] = max(lent, self.lenders[term].get(mark, 0.0))

    def lend_to_leads(self, what: str, text: str) -> None:
        """Write down that who leads it is found by the text: `what` is “stream:12” or “policy:3”."""
        for kind in LEADING_DUTIES:
            self.lend(f"duty:{kind}:{what}", text, field="title", worth=LED)


def vocabulary(terms: Iterable[Sequence], pages: Iterable[Sequence]) -> Vocabulary:
    """Return what the rows of `names` and of `titles` say."""
    vocabulary = Vocabulary()
    for mark, key, name, slug, others, explanation in terms:
        names = [name, *others.splitlines()]
        vocabulary.named[mark][str(key)] = Term(key, name, slug)
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
        vocabulary.named[mark][str(key)] = Term(key, title, slug)
        vocabulary.lend(f"{mark}:{key}", f"{title} {aliases}")
        if kind == "work-stream":
            vocabulary.lend_to_leads(f"stream:{key}", f"{title} {aliases}")
            vocabulary.say_the_same([title, *aliases.split(" · ")])
    return vocabulary


@compiled
def titles(visibility: Visibility) -> QuerySet:
    """Return the public pages that other pages belong to, and plain ones: kind, key, slug, title and other names."""
    own = visibility.filter(Entry.objects.filter(document=None, kind__in=[*PAGES, PLAIN]).order_by())
    rows = EntryText.objects.filter(entry__in=own).order_by("entry__page__path")
    return rows.values_list("entry__kind", "entry__page_id", "entry__page__slug", "title", "aliases")


@compiled
def names(visibility: Visibility) -> QuerySet:
    """Return all public terms, whatever kind: mark, key, name, slug, other names, and what a page explains them by."""
    queries = [
        visibility.filter(model.objects.order_by()).values_list(
            Value(mark, CharField()),
            "pk",
            "name",
            "slug",
            Cast(others, TextField()) if others else Value("", TextField()),
            Cast("description", TextField()) if mark in EXPLAINED else Value("", TextField()),
        )
        for mark, (model, others) in TERMS.items()
    ]
    return queries[0].union(*queries[1:], all=True)
