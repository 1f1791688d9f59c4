"""The glossary as a page, and abbreviations explained where a page first uses them.

An explanation is words in brackets for everybody, not a `title` that only a mouse can reach, and the words lead to the
glossary: “CPC (child protection committee)”. WCAG 2.2, 3.1.4, has this as technique G97.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape

from django.db.models import QuerySet
from django.db.models.functions import Lower
from wagtail.models import Page

from cms import frame
from cms.delivery.viewer import visibility_of
from cms.graphql.context import Context
from cms.visibility.objects import compiled
from cms.visibility.rule import Visibility
from programme.models import GlossaryPage, GlossaryTerm

from .lists import landmarks

# Words inside these are names, links, controls or pictures, which an explanation would break up.
CLOSED = frozenset(
    (
        "a",
        "abbr",
        "blockquote",
        "button",
        "caption",
        "code",
        "dt",
        "figcaption",
        "form",
        "kbd",
        "label",
        "nav",
        "option",
    )
    + ("h1", "h2", "h3", "h4", "h5", "h6", "pre", "samp", "script", "style", "summary", "svg", "table", "textarea")
)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^>]*?(/?)>|<!--.*?-->", re.DOTALL)
# Two capitals and no space: an abbreviation, not a word or a phrase.
ABBREVIATION = re.compile(r"(?=(?:.*[A-Z]){2})\S+")

EXPLAINED = "terms with a long form"


@dataclass(frozen=True)
class Explanations:
    """What the abbreviations of a site stand for, and the address of the glossary, if it is public."""

    pattern: re.Pattern | None
    terms: dict[str, GlossaryTerm]
    address: str


@dataclass
class Explained:
    """How far a page has come: the abbreviations that need no more explaining, and all that it has said."""

    done: set[str] = field(default_factory=set)
    said: list[str] = field(default_factory=list)

    def has_said(self, words: str, lately: str) -> bool:
        """Say whether the page has these words already; `lately` is what stands before them in the piece at hand."""
        text = unescape("".join([*self.said, lately])).lower()
        return words.lower() in " ".join(text.split())


def page(page: Page, request) -> dict:
    """Return the terms by their first letter."""
    letters: dict[str, list[GlossaryTerm]] = {}
    for term in _terms(visibility_of(request)):
        letters.setdefault(term.name[0].upper(), []).append(term)
    return {"letters": list(letters.items())}


@compiled
def _terms(visibility: Visibility) -> QuerySet[GlossaryTerm]:
    return visibility.filter(GlossaryTerm.objects.order_by(Lower("name")))


@compiled
def with_long_form(visibility: Visibility) -> QuerySet[GlossaryTerm]:
    """Return the terms that explain an abbreviation, as the frame reads them."""
    return visibility.filter(GlossaryTerm.objects.exclude(long_form=""))


def abbreviations() -> set[str]:
    """Return the abbreviations that public pages explain by themselves. One query."""
    terms = GlossaryTerm.objects.filter(live=True).exclude(long_form="")
    return {name for name in terms.values_list("name", flat=True) if ABBREVIATION.fullmatch(name)}


def explain(html: str, request) -> str:
    """Return the HTML with the long form behind each abbreviation's first use, unless the page has said it before.

    Headings, links, tables and code stay as they are. The parts of a page are given one after the other. What is known is
    read once a period.
    """
    visibility = visibility_of(request)
    known = visibility.fact(("explanations", visibility.site and visibility.site.pk), lambda: _read(visibility))
    if known.pattern is None:
        return html
    page = Context.for_visibility(visibility).shared("explained", Explained)
    return "".join(_explained(text, is_open, known, page) for text, is_open in _parts(html))


def _explained(text: str, is_open: bool, known: Explanations, page: Explained) -> str:
    """Return a piece of a page with its explanations, and note what it says."""

    def explained(match: re.Match) -> str:
        name = match["name"]
        if name in page.done:
            return match[0]
        page.done.add(name)
        if page.has_said(known.terms[name].long_form, text[: match.start()]):
            return match[0]
        return f"{match[0]} ({_words(known, name, plural=bool(match['plural']))})"

    result = known.pattern.sub(explained, text) if is_open else text
    if not text.startswith("<"):
        page.said.append(text)
    return result


def _parts(html: str) -> Iterator[tuple[str, bool]]:
    """Yield the HTML in pieces, each with whether it is text that may be explained."""
    closed, at = 0, 0
    for match in TAG.finditer(html):
        yield html[at : match.start()], not closed
        yield match[0], False
        at = match.end()
        if match[2] and match[2].lower() in CLOSED and not match[3]:
            closed += -1 if match[1] else 1
    yield html[at:], not closed


def _words(known: Explanations, name: str, *, plural: bool) -> str:
    term = known.terms[name]
    first, *others = term.long_form.split()
    # A name keeps its capital; other words lose the one that they have in the glossary.
    is_name = any(word[0].isupper() for word in others)
    words = escape(" ".join([first if is_name else first[0].lower() + first[1:], *others]) + ("s" if plural else ""))
    return f'<a href="{escape(known.address)}#{term.slug}">{words}</a>' if known.address else words


def _read(visibility: Visibility) -> Explanations:
    terms = {term.name: term for term in frame.part(visibility, EXPLAINED) if ABBREVIATION.fullmatch(term.name)}
    page = landmarks(visibility).get(GlossaryPage.__name__.lower())
    if not terms:
        return Explanations(None, {}, "")
    names = "|".join(re.escape(name) for name in sorted(terms, key=len, reverse=True))
    # Not where brackets around or behind it say that the text explains it, nor inside another word or an address.
    pattern = re.compile(rf"(?<![\w(/.@-])(?P<name>{names})(?P<plural>s?)(?![\w/@-]|\.\w|\s*\()")
    return Explanations(pattern, terms, Context.for_visibility(visibility).path_of(page) if page else "")
