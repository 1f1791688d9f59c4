"""Pages in several languages, for the public site: the language of a request and of a page, and a page's translations.

Each language is a tree of its own, whose top page is a translation of the site's. With one language nothing here costs
a statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page

from cms.visibility.rule import Visibility

# The language of the hub's own words, as HTML names it.
ENGLISH = "en-GB"


@dataclass(frozen=True)
class PageTranslation:
    """A page in one of its languages: the language's code, its own name, and the page's full address and path."""

    code: str
    name: str
    url: str
    path: str
    is_current: bool


def own_name(code: str) -> str:
    """Return a language's name in that language, such as Gàidhlig."""
    try:
        return get_language_info(code)["name_local"].capitalize()
    except KeyError:
        return dict(settings.LANGUAGES).get(code, code)


def top_page(visibility: Visibility) -> Page:
    """Return the site's top page in the language of the request, or in the site's own if that isn't published."""
    own, *translated = visibility.roots
    language = get_language()
    return next((page for page in translated if page.live and page.locale.language_code == language), own)


def is_own(visibility: Visibility) -> bool:
    """Say whether the language of the request is the site's own."""
    return len(visibility.roots) < 2 or top_page(visibility) is visibility.roots[0]


def in_language(pages: QuerySet[Any], visibility: Visibility, path: str = "") -> QuerySet[Any]:
    """Return the pages in the language of the request; all of them if the site has one. `path` is a lookup to the page."""
    if len(visibility.roots) < 2:
        return pages
    return pages.filter(**{f"{path}locale": top_page(visibility).locale_id})


def in_own_language(pages: QuerySet[Any], visibility: Visibility) -> QuerySet[Any]:
    """Return the pages in the site's own language: what is counted is counted once, in whatever language it is read."""
    return pages.filter(locale=visibility.roots[0].locale_id) if len(visibility.roots) > 1 else pages


def key_of_original(page: Page, visibility: Visibility) -> int | None:
    """Return the key of the page in the site's own language, to which commitments and other pages refer, whatever their
    language. One query for a translation."""
    if len(visibility.roots) < 2 or page.locale_id == visibility.roots[0].locale_id:
        return page.pk
    found = Page.objects.filter(translation_key=page.translation_key, locale=visibility.roots[0].locale_id)
    return found.values_list("pk", flat=True).first() or page.pk


def html_language(page: object, visibility: Visibility) -> str:
    """Return the code, for HTML, of the language in which a page is written. Views without a page are in English.

    An alias has the text of its original.
    """
    if not isinstance(page, Page) or len(visibility.roots) < 2 or page.alias_of_id:
        return ENGLISH
    root = visibility.root_of(page)
    return ENGLISH if root is visibility.roots[0] else root.locale.language_code


def translations(page: Page, visibility: Visibility) -> list[PageTranslation]:
    """Return the public page in all its languages, in the order of the settings; empty if it has only one. One query.

    Aliases are left out: they show the text of another page.
    """
    if len(visibility.roots) < 2 or page.alias_of_id or page.pk is None:
        return []
    found = Page.objects.filter(translation_key=page.translation_key, alias_of=None).select_related("locale")
    by_code = {other.locale.language_code: other for other in visibility.filter(found)}
    if len(by_code) < 2:
        return []
    return [
        PageTranslation(
            code,
            own_name(code),
            visibility.url_of(by_code[code]),
            visibility.path_of(by_code[code]),
            by_code[code].pk == page.pk,
        )
        for code, _ in settings.LANGUAGES
        if code in by_code
    ]
