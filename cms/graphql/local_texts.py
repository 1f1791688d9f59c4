"""Texts of terms and of the site in a language, each with the language that it is in."""

from __future__ import annotations

import graphene

from cms.base.local_texts import LocalText

from .context import Info
from .locales import Language, Locale, LocaleCode, language_with


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
