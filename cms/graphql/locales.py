"""Pages in several languages. Each language is a tree of its own, and its top page is a translation of the site's.

A site in one language, which is what settings say unless they name more, costs no statement for any of this but the one
that reads the name of a language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import graphene
from django.db.models import Model, QuerySet
from django.utils.translation import get_language_info
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale as LocaleRecord
from wagtail.models import Page

from cms.visibility.rule import Visibility
from cms.visibility.statements import several

from .context import Context, group_of


class Locale(graphene.ObjectType):
    """A language that pages are in."""

    code = graphene.String(
        required=True, description="Its code, such as en or gd, as a path begins and as HTML has it."
    )
    name = graphene.String(required=True, description="What it calls itself, such as English or Gàidhlig.")


@dataclass(frozen=True)
class Language:
    """What the type `Locale` answers from."""

    code: str
    name: str


def locale_argument() -> graphene.Argument:
    """Return the argument of lists and of single pages that says in which language they are wanted."""
    return graphene.Argument(graphene.String, description="Code of a language; the site's own if nothing is said.")


def locales_argument(**options) -> graphene.Argument:
    """Return the argument that says in which languages something is wanted, the dearest first."""
    description = "Codes of languages, the first choice first."
    return graphene.Argument(graphene.List(graphene.NonNull(graphene.String)), description=description, **options)


def _languages(context: Context) -> dict[int, Language]:
    """Return all languages by key, in the order of the settings. One query a period."""

    def read() -> dict[int, Language]:
        order = {code: place for place, code in enumerate(get_content_languages())}
        # One that settings no longer name comes last: pages may still be in it.
        records = sorted(LocaleRecord.all_objects.all(), key=lambda one: order.get(one.language_code, len(order)))
        return {record.pk: Language(record.language_code, _own_name(record)) for record in records}

    return context.visibility.fact("languages", read)


def _own_name(record: LocaleRecord) -> str:
    try:
        return get_language_info(record.language_code)["name_local"].capitalize()
    except KeyError:
        return record.get_display_name()


def language_of(page: Page, context: Context) -> Language:
    """Return the language that the page is in."""
    return _languages(context)[page.locale_id]


def language_key(model: type[Model], code: str | None, context: Context) -> int | None:
    """Return the key of the language to which a list of the model is narrowed, or None if it isn't.

    Pages are narrowed to the language with the code; without a code to that of the site, if there are others. The key of
    a language that there isn't is 0.
    """
    roots = context.visibility.roots
    if not issubclass(model, Page) or (code is None and len(roots) < 2):
        return None
    if code is None:
        return roots[0].locale_id
    return next((key for key, language in _languages(context).items() if language.code == code), 0)


def _keys(page: Page, context: Context) -> dict[int, int]:
    """Return the keys of the page's visible translations by the key of their language, itself among them."""
    if len(context.visibility.roots) < 2:
        return {page.locale_id: page.pk}
    group = group_of(page)

    def build(visibility: Visibility) -> QuerySet:
        wanted = Page.objects.filter(pk__among="keys").order_by().values("translation_key")
        pages = visibility.filter(Page.objects.filter(translation_key__in=wanted).order_by())
        return pages.values_list("translation_key", "locale_id", "pk")

    def read() -> dict[Any, dict[int, int]]:
        found: dict[Any, dict[int, int]] = {}
        values = {"keys": several({other.pk for other in group})}
        for translation_key, locale, pk in context.values(Page, "translations", build, values):
            found.setdefault(translation_key, {})[locale] = pk
        return found

    return group.shared("translations", read).get(page.translation_key, {})


def translations(page: Page, context: Context) -> list[Page]:
    """Return the visible pages that are the same in other languages, in the order of the languages."""
    return _read([key for key in _languages(context) if key != page.locale_id], page, context)


def translation(page: Page, codes: list[str], context: Context) -> Page | None:
    """Return the page, or the visible page that is the same, in the first of the languages that there is; else None."""
    by_code = {language.code: key for key, language in _languages(context).items()}
    keys = _keys(page, context)
    for key in (by_code.get(code) for code in codes):
        if key == page.locale_id:
            return page
        if key in keys:
            return next(iter(_read([key], page, context)), None)
    return None


def in_language(page: Page | None, codes: list[str] | None, context: Context) -> Page | None:
    """Return the page in the first of the languages that there is, if any are named."""
    return page if page is None or codes is None else translation(page, codes, context)


def _read(locales: list[int], page: Page, context: Context) -> list[Page]:
    """Return the page in these languages, read together with those of its peers."""
    for other in group_of(page):
        keys = _keys(other, context)
        context.expect(Page, [keys[locale] for locale in locales if locale in keys and locale != other.locale_id])
    keys = _keys(page, context)
    found = (context.get(Page, keys[locale]) for locale in locales if locale in keys)
    return [other for other in found if other is not None]
