"""Pages and texts in several languages. Each language is a tree of its own, whose top page is a translation of the site's.

With only one language, the default, none of this costs a statement, except for reading the name of the language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import graphene
from django.db.models import Model, QuerySet, TextChoices
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale as LocaleRecord
from wagtail.models import Page

from cms.base.local_texts import LocalText
from cms.batches.peers import group_of
from cms.pages.languages import own_name
from cms.settings.languages import KNOWN
from cms.visibility.rule import Visibility
from cms.visibility.statements import several

from .context import Context, Info

MEMBERS = [(code.upper().replace("-", "_"), (code, name)) for code, name in sorted(KNOWN.items())]
# Its members are texts, so resolvers compare them with the codes of records.
LocaleCode = graphene.Enum.from_enum(
    TextChoices("LocaleCode", MEMBERS),  # type: ignore[call-overload]  # the types of Django don't know this form
    description=lambda value: f"{value.label}." if value else "The languages that a hub's pages can be in.",
)


@dataclass(frozen=True)
class Language:
    """The object behind the type `Locale`: its code and own name, and its top page if the site has one in it."""

    code: str
    name: str
    home: int | None
    is_default: bool


class Locale(graphene.ObjectType):
    """A language of pages."""

    code = graphene.Field(LocaleCode, required=True, description="Its code, such as EN or GD.")
    tag = graphene.String(required=True, description="Its code in paths and for HTML's `lang`, such as en or gd.")
    name = graphene.String(required=True, description="Its own name, such as English or Gàidhlig.")
    is_default = graphene.Boolean(
        required=True,
        description="Whether it is the site's own: that of lists without `locale`, of paths without a code.",
    )
    # By its name: the interface has fields of this type.
    home = graphene.Field(
        "cms.graphql.interfaces.PageInterface", description="The home page in it; null if there is none that is public."
    )

    @staticmethod
    def resolve_tag(root: Language, info: Info) -> str:
        return root.code

    @staticmethod
    def resolve_home(root: Language, info: Info) -> Page | None:
        return _home(root, info.context)


class LocalTextType(graphene.ObjectType):
    """A text in the language that was asked for, or in the site's own where it isn't translated."""

    text = graphene.String(required=True, description="The text; may be empty.")
    locale = graphene.Field(Locale, required=True, description="The language that the text is in.")

    class Meta:
        name = "LocalText"

    @staticmethod
    def resolve_text(root: LocalText, info: Info) -> str:
        return str(root)

    @staticmethod
    def resolve_locale(root: LocalText, info: Info) -> Language:
        return language_with(root.language, info.context)


def required_locale() -> graphene.Argument:
    """Return the argument for the language of a text."""
    return graphene.Argument(graphene.NonNull(LocaleCode), description="The language.")


def locale_argument(without: str = "the site's own") -> graphene.Argument:
    """Return the argument for the language of lists and single pages."""
    return graphene.Argument(LocaleCode, description=f"A language; {without} if omitted.")


def locales_argument(**options: Any) -> graphene.Argument:
    """Return the argument for languages in order of preference."""
    description = "Languages, the first choice first."
    return graphene.Argument(graphene.List(graphene.NonNull(LocaleCode)), description=description, **options)


def _languages(context: Context) -> dict[int, Language]:
    """Return all languages by key, in the order of the settings. One query a period."""

    def read() -> dict[int, Language]:
        order = {code: place for place, code in enumerate(get_content_languages())}
        # A language no longer in settings comes last: there may still be pages in it.
        records = sorted(LocaleRecord.all_objects.all(), key=lambda one: order.get(one.language_code, len(order)))
        homes = {root.locale_id: root.pk for root in context.visibility.roots}
        return {
            record.pk: Language(
                record.language_code,
                own_name(record.language_code),
                home=homes.get(record.pk),
                is_default=record.pk == next(iter(homes), None),
            )
            for record in records
        }

    return context.visibility.fact(("languages", context.visibility.site_key), read)


def languages(context: Context) -> list[Language]:
    """Return the languages in which the home page is public, in the order of the settings. One query for those pages."""
    return [language for language in _languages(context).values() if _home(language, context)]


def _home(language: Language, context: Context) -> Page | None:
    context.expect(Page, [root.pk for root in context.visibility.roots])
    return context.get(Page, language.home) if language.home else None


def language_of(page: Page, context: Context) -> Language:
    """Return the language of the page."""
    return _languages(context)[page.locale_id]


def language_with(code: str, context: Context) -> Language:
    """Return the language with the code, or the hub's first if it hasn't got it."""
    found = list(_languages(context).values())
    return next((one for one in found if one.code == code), found[0])


def language_key(model: type[Model], code: str | None, context: Context) -> int | None:
    """Return the key of the language by which a list of the model is filtered, or None if it isn't.

    Pages are filtered by the language with the code; without a code by that of the site, if there are several. The key
    of an unknown language is 0.
    """
    roots = context.visibility.roots
    if not issubclass(model, Page) or (code is None and len(roots) < 2):
        return None
    return roots[0].locale_id if code is None else key_of_language(code, context)


def key_of_language(code: str | None, context: Context) -> int | None:
    """Return the key of the language with the code: 0 if the hub hasn't got it, None without a code."""
    if code is None:
        return None
    return next((key for key, language in _languages(context).items() if language.code == code), 0)


def _keys(page: Page, context: Context) -> dict[int, int]:
    """Return the keys of the page's visible translations, including itself, by the key of their language."""
    if len(context.visibility.roots) < 2:
        return {page.locale_id: page.pk}
    group = group_of(page)

    def build(visibility: Visibility) -> QuerySet[Any]:
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
    """Return the visible translations of the page, in the order of the languages."""
    return _read([key for key in _languages(context) if key != page.locale_id], page, context)


def translation(page: Page, codes: list[str], context: Context) -> Page | None:
    """Return the page or its visible translation in the first of the languages that exists; otherwise None."""
    by_code = {language.code: key for key, language in _languages(context).items()}
    keys = _keys(page, context)
    for key in (by_code.get(code) for code in codes):
        if key == page.locale_id:
            return page
        if key in keys:
            return next(iter(_read([key], page, context)), None)
    return None


def in_language(page: Page | None, codes: list[str] | None, context: Context) -> Page | None:
    """Return the page in the first of the languages that exists, if any are named."""
    return page if page is None or codes is None else translation(page, codes, context)


def _read(locales: list[int], page: Page, context: Context) -> list[Page]:
    """Return the page's translations into these languages, read together with those of its peers."""
    for other in group_of(page):
        keys = _keys(other, context)
        context.expect(Page, [keys[locale] for locale in locales if locale in keys and locale != other.locale_id])
    keys = _keys(page, context)
    found = (context.get(Page, keys[locale]) for locale in locales if locale in keys)
    return [other for other in found if other is not None]
