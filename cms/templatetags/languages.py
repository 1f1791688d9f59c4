"""The hub's own words in the language of the page, and marks for the language of what is in another.

The words are in English; `templates/locale` has their translations. On a page in another language each word, phrase and
title says in which language it is (WCAG 2.2, 3.1.2). On an English page nothing is marked.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, token_kwargs
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import Page

from cms.base.local_texts import LocalText, catalogue, reads_english
from cms.base.own_words import worded
from cms.pages import languages
from cms.pages.languages import ENGLISH, PageTranslation
from cms.pages.models import TranslatedTexts
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


def in_english() -> SafeString:
    """Return the attribute for an element with words of the hub's own that no catalogue has."""
    return attribute("" if reads_english() else ENGLISH)


def attribute(code: str) -> SafeString:
    """Return the attribute for a language; empty without one."""
    return format_html(' lang="{}"', code) if code else SafeString("")


@register.simple_tag(takes_context=True)
def page_language(context) -> DocumentLanguage:
    """Return the language of the page. One query if the site has several."""
    page, visibility = context.get("page"), visibility_of(context["request"])
    if len(visibility.roots) < 2:
        return DocumentLanguage(ENGLISH, f"{visibility.prefix}/")
    code, top = languages.html_language(page, visibility), languages.top_page(visibility)
    home = f"{visibility.prefix}/" if top.alias_of_id else visibility.path_of(top)
    return DocumentLanguage(code, home, languages.translations(page, visibility) if isinstance(page, Page) else [])


@register.simple_tag(takes_context=True)
def language_of(context, page: Page) -> SafeString:
    """Return the attribute for an element with another page's title; empty on an English page in English."""
    if reads_english() or "request" not in context:
        return attribute("")
    return attribute(languages.html_language(page, visibility_of(context["request"])))


@register.filter
def local_text(thing: TranslatedTexts | None, name: str) -> SafeString:
    """Return a text of a term or of the settings in the language of the page where it is translated, with a mark for its
    language: `{{ topic|local_text:"name" }}`. On an English page nothing is marked; without the object it is empty."""
    return marked(thing.text_in(name, get_language())) if thing else SafeString("")


@register.filter
def local_texts(things: Iterable[TranslatedTexts], name: str) -> SafeString:
    """Return a text of each, with commas between."""
    return format_html_join(", ", "{}", ((local_text(thing, name),) for thing in things))


@register.filter
def translated_text(thing: TranslatedTexts, name: str) -> SafeString:
    """Return the same if it is translated into the language of the page, otherwise nothing."""
    found = thing.text_in(name, get_language())
    return marked(found) if found.language != settings.LANGUAGE_CODE else SafeString("")


@register.filter
def bare_text(thing: TranslatedTexts, name: str) -> str:
    """Return a text without a mark, where no element can name its language: in a title, and in an attribute."""
    return str(thing.text_in(name, get_language()))


@register.filter
def marked(value: Any) -> SafeString:
    """Return a value as HTML that names its language, if it is a text that knows it and the page isn't in English."""
    if not value or not isinstance(value, LocalText) or reads_english():
        return conditional_escape(value)
    return format_html('<span lang="{}">{}</span>', html_code(value.language), value)


@register.filter
def lowered(text: str) -> str:
    """Return a text in small letters, in its language."""
    return LocalText(text.lower(), text.language) if isinstance(text, LocalText) else text.lower()


@register.filter
def in_line(facts: Iterable[str]) -> SafeString:
    """Return brief facts about a page in one line."""
    return format_html_join(" · ", "{}", ((marked(fact),) for fact in facts))


@register.filter
def in_html(value: Any) -> SafeString:
    """Return the attribute of an element all of whose text is the value: `<option{{ words|in_html }}>`."""
    is_marked = isinstance(value, LocalText) and not reads_english()
    return attribute(html_code(value.language) if is_marked else "")


def html_code(language: str) -> str:
    """Return the code of a language for HTML: of English that of the hub's own words."""
    return ENGLISH if language == settings.LANGUAGE_CODE else language


@register.simple_tag
def today() -> datetime.date:
    """Return today's date, for words to print in their own language; today's on the page of a past day, too."""
    return timezone.localdate()


class WordsNode(template.Node):
    """Words of the hub's own, in the language of the page if they are translated, otherwise marked as English."""

    child_nodelists = ()

    def __init__(self, words: str | FilterExpression, values: dict[str, FilterExpression]):
        self.words = words
        self.values = values

    def render(self, context) -> str:
        if reads_english():
            return self.marked(self._filled(self._worded(context), context), "")
        if isinstance(known := self._resolved(context), LocalText):
            return self.marked(conditional_escape(known), html_code(known.language)) if known else ""
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
            return self.marked(self._filled(self._worded(context), context), ENGLISH)

    def marked(self, text: SafeString, code: str) -> SafeString:
        """Return the text as HTML that names its language; nothing needs a name on an English page."""
        return format_html('<span lang="{}">{}</span>', code, text) if code else text

    def _words(self, context) -> str:
        """Return the words in English: those of the template, which are HTML already, or a label that was passed on."""
        return self.words if isinstance(self.words, str) else conditional_escape(self._resolved(context))

    def _worded(self, context) -> str:
        """Return the words in English with those of the programme."""
        words = self._resolved(context)
        if isinstance(words, Promise):
            words = str(words)
        if not words or isinstance(words, LocalText) or (isinstance(words, SafeString) and "<" in words):
            return conditional_escape(words or "")  # somebody has put the words in already
        return mark_safe(worded(words)) if self._is_html(words) else conditional_escape(worded(words))  # noqa: S308

    def _is_html(self, words: str) -> bool:
        return isinstance(self.words, str) or isinstance(words, SafeString)

    def _resolved(self, context) -> Any:
        return self.words if isinstance(self.words, str) else self.words.resolve(context)

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


@register.simple_tag(name="ours")
def in_our_words(text: str) -> SafeString:
    """`{% ours "No recommendation is published yet." %}`: a text that isn't translated, in the programme's words."""
    return mark_safe(worded(text))  # noqa: S308  a constant of a template


@register.filter
def ours(text: str) -> str:
    """Return a constant of a template in the words of the programme: `{{ total|pluralize:"action,actions"|ours }}`."""
    return worded(text)
