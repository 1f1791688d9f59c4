"""The page of the glossary, and abbreviations expanded where a page first uses them.

The long form is in brackets in the text, with a link to the glossary, “CPC (child protection committee)”, not in a
`title` that only a mouse can reach: technique G97 of WCAG 2.2, 3.1.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import get_language
from wagtail.models import Page

from cms.base.local_texts import LocalText
from cms.batches.reader import BatchReader
from cms.delivery import frame
from cms.pages import contexts
from cms.pages.viewer import visibility_of
from cms.templatetags.languages import marked
from cms.visibility.rule import Visibility
from programme.models import GlossaryPage, GlossaryTerm

from .landmarks import landmarks

# Text in these elements is a name, link, control or picture, which an expansion would break up.
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
    """The long forms of a site's abbreviations, and the address of the glossary if it is public."""

    pattern: re.Pattern | None
    terms: dict[str, GlossaryTerm]
    address: str


@dataclass
class Explained:
    """The state while a page is rendered: the abbreviations already expanded, and the text so far."""

    done: set[str] = field(default_factory=set)
    said: list[str] = field(default_factory=list)

    def has_said(self, words: str, lately: str) -> bool:
        """Say whether the page already has these words; `lately` is the text before them in the current piece."""
        text = unescape("".join([*self.said, lately])).lower()
        return words.lower() in " ".join(text.split())


@contexts.shown.of(GlossaryPage)
def page(page: Page, request) -> dict:
    """Return the terms grouped by first letter."""
    letters: dict[str, list[GlossaryTerm]] = {}
    for term in _terms(visibility_of(request)):
        letters.setdefault(term.name[0].upper(), []).append(term)
    return {"letters": list(letters.items())}


def _terms(visibility: Visibility) -> QuerySet[GlossaryTerm]:
    return visibility.filter(GlossaryTerm.objects.order_by(Lower("name")))


def with_long_form(visibility: Visibility) -> QuerySet[GlossaryTerm]:
    """Return the terms with a long form, in the form that the frame reads."""
    return visibility.filter(GlossaryTerm.objects.exclude(long_form=""))


def abbreviations() -> set[str]:
    """Return the abbreviations that public pages expand automatically. One query."""
    terms = GlossaryTerm.objects.filter(live=True).exclude(long_form="")
    return {name for name in terms.values_list("name", flat=True) if ABBREVIATION.fullmatch(name)}


def explain(html: str, request) -> str:
    """Return the HTML with the long form after the first use of each abbreviation, unless the page has already given
    it.

    Headings, links, tables and code stay as they are. Call it for the parts of a page in order. The terms are read once
    per period.
    """
    visibility = visibility_of(request)
    known = visibility.fact(("explanations", visibility.site and visibility.site.pk), lambda: _read(visibility))
    if known.pattern is None:
        return html
    page = BatchReader.for_visibility(visibility).shared("explained", Explained)
    return "".join(_explained(text, is_open, known, page) for text, is_open in _parts(html))


def _explained(text: str, is_open: bool, known: Explanations, page: Explained) -> str:
    """Return a piece of a page with its expansions, and add it to the text so far."""

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
    """Yield the HTML in pieces, each with whether it is text that may be expanded."""
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
    text = term.text_in("long_form", get_language())
    if text.language == settings.LANGUAGE_CODE:
        first, *others = text.split()
        # Names keep their capital; other terms lose the one they have in the glossary.
        is_name = any(word[0].isupper() for word in others)
        said = " ".join([first if is_name else first[0].lower() + first[1:], *others]) + ("s" if plural else "")
        text = LocalText(said, text.language)
    words = marked(text)
    return f'<a href="{escape(known.address)}#{term.slug}">{words}</a>' if known.address else words


def _read(visibility: Visibility) -> Explanations:
    # The programme's own come last, and so before shared ones of the same name.
    found = sorted(frame.part(visibility, EXPLAINED), key=lambda term: term.site_id is not None)
    terms = {term.name: term for term in found if ABBREVIATION.fullmatch(term.name)}
    page = landmarks(visibility).get(GlossaryPage.__name__.lower())
    if not terms:
        return Explanations(None, {}, "")
    names = "|".join(re.escape(name) for name in sorted(terms, key=len, reverse=True))
    # Not next to brackets, where the text already explains it, nor inside another word or an address.
    pattern = re.compile(rf"(?<![\w(/.@-])(?P<name>{names})(?P<plural>s?)(?![\w/@-]|\.\w|\s*\()")
    return Explanations(pattern, terms, visibility.path_of(page) if page else "")
