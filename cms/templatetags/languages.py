"""The hub's own words in the language of the page, and marks for the language of what is in another.

The words are in English; `templates/locale` has their translations. On a page in another language each word, phrase and
title says in which language it is (WCAG 2.2, 3.1.2). On an English page nothing is marked.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from functools import cache
from gettext import GNUTranslations, NullTranslations, find
from pathlib import Path

from django import template
from django.conf import settings
from django.template.base import FilterExpression, token_kwargs
from django.utils import translation
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, to_locale
from wagtail.models import Page

from cms.base import dates
from cms.pages import languages
from cms.pages.languages import ENGLISH, PageTranslation
from cms.pages.viewer import visibility_of

register = template.Library()

# As `makemessages` finds it.
WORDS = re.compile(r"""_\((["'])(.*)\1\)""")


@dataclass(frozen=True)
class DocumentLanguage:
    """The language of a page, where its front page is, and its translations."""

    code: str
    home: str
    translations: list[PageTranslation] = field(default_factory=list)

    @property
    def of_frame(self) -> SafeString:
        """The attribute for the parts around the page, which are in English."""
        return attribute(ENGLISH if self.code != ENGLISH else "")


def attribute(code: str) -> SafeString:
    """Return the attribute for a language; empty without one."""
    return format_html(' lang="{}"', code) if code else SafeString("")


def reads_english() -> bool:
    """Say whether the request is for the English site."""
    return (get_language() or ENGLISH).startswith("en")


@register.simple_tag(takes_context=True)
def page_language(context) -> DocumentLanguage:
    """Return the language of the page. One query if the site has several."""
    page, visibility = context.get("page"), visibility_of(context["request"])
    if len(visibility.roots) < 2:
        return DocumentLanguage(ENGLISH, "/")
    code, top = languages.html_language(page, visibility), languages.top_page(visibility)
    home = "/" if top.alias_of_id else visibility.path_of(top)
    return DocumentLanguage(code, home, languages.translations(page, visibility) if isinstance(page, Page) else [])


@register.simple_tag(takes_context=True)
def language_of(context, page: Page) -> SafeString:
    """Return the attribute for an element with another page's title; empty on an English page in English."""
    if reads_english() or "request" not in context:
        return attribute("")
    return attribute(languages.html_language(page, visibility_of(context["request"])))


@register.simple_tag
def today() -> datetime.date:
    """Return today's date, for words to print in their own language."""
    return dates.today()


@cache
def catalogue(code: str) -> NullTranslations:
    """Return the hub's own catalogue of a language; an empty one if there is none.

    Django's `gettext` would also take single words from Django's catalogues, which mean something else there.
    """
    folders = [str(folder) for folder in settings.LOCALE_PATHS]
    found = (find("django", folder, [to_locale(code)]) for folder in folders)
    path = next(filter(None, found), None)
    if path is None:
        return NullTranslations()
    with Path(path).open("rb") as file:
        return GNUTranslations(file)


class WordsNode(template.Node):
    """Words of the hub's own, in the language of the page if they are translated, otherwise marked as English."""

    child_nodelists = ()

    def __init__(self, words: str | FilterExpression, values: dict[str, FilterExpression]):
        self.words = words
        self.values = values

    def render(self, context) -> str:
        if reads_english():
            return self.marked(self._filled(self._words(context), context), "")
        code = get_language()
        with translation.override(None):
            words = self._words(context)
        if not words:
            return ""
        translated = catalogue(code).gettext(words)
        if translated != words:
            return self.marked(self._filled(translated, context), code)
        # Dates among the values are in the language of the words.
        with translation.override(settings.LANGUAGE_CODE):
            return self.marked(self._filled(words, context), ENGLISH)

    def marked(self, text: SafeString, code: str) -> SafeString:
        """Return the text as HTML that names its language; nothing needs a name on an English page."""
        return format_html('<span lang="{}">{}</span>', code, text) if code else text

    def _words(self, context) -> str:
        """Return the words in English: those of the template, which are HTML already, or a label that was passed on."""
        return self.words if isinstance(self.words, str) else conditional_escape(self.words.resolve(context))

    def _filled(self, text: str, context) -> SafeString:
        values = {name: conditional_escape(value.resolve(context)) for name, value in self.values.items()}
        return mark_safe(text % values if values else text)  # noqa: S308  of a template, or escaped; so are the values


class LabelNode(WordsNode):
    """An attribute that is read out or shown, such as a label, with its language."""

    def __init__(self, words: str | FilterExpression, values: dict[str, FilterExpression], name: str):
        super().__init__(words, values)
        self.name = name

    def marked(self, text: SafeString, code: str) -> SafeString:
        return format_html(' {}="{}"{}', self.name, text, attribute(code))


class UnmarkedNode(WordsNode):
    """Words where HTML has no place for a mark."""

    def marked(self, text: SafeString, code: str) -> SafeString:
        return text


def words_of(parser, token) -> tuple[str | FilterExpression, dict[str, FilterExpression]]:
    """Return the words of a tag and their values."""
    _, words, *values = token.split_contents()
    constant = WORDS.fullmatch(words)
    return constant[2] if constant else parser.compile_filter(words), token_kwargs(values, parser)


@register.tag
def say(parser, token) -> WordsNode:
    """`{% say _("Get %(name)s by e-mail") name=name %}`, or `{% say key %}` with `key=_("Date")` from another template."""
    return WordsNode(*words_of(parser, token))


@register.tag
def label(parser, token) -> LabelNode:
    """`<nav{% label _("Breadcrumb") %}>` for `aria-label`, or another attribute: `<input{% label _("Search") of="title" %}>`.

    Its language is that of the element, which all inside inherits: other people's words in there say theirs.
    """
    words, values = words_of(parser, token)
    return LabelNode(words, values, str(values.pop("of").var) if "of" in values else "aria-label")


@register.tag
def unmarked(parser, token) -> UnmarkedNode:
    """`<title>{% unmarked _("Home") %}</title>`: the bare words, where no element can name their language: in a title of
    a page, and in an attribute of a cell whose text is in the language of the page."""
    return UnmarkedNode(*words_of(parser, token))
