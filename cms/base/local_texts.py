"""Texts that know their language, and the hub's own words in the language of the request.

The words are in English; `templates/locale` has their translations. What no catalogue translates stays English and says
so, for templates to mark it.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations, find
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import get_language, to_locale

from .own_words import Worded, worded


class LocalText(str):
    """A text with the code of its language."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str) -> LocalText:
        made = super().__new__(cls, text)
        made.language = language
        return made


def reads_english() -> bool:
    """Say whether the request is for the English site."""
    return (get_language() or "en").startswith("en")


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


# For a value with a date: the function runs when the words have been chosen, in their language.
in_words = lazy(lambda make: make(), str)


def hub_text(message: str, **values: object) -> LocalText:
    """Return words of the hub's own with their values, in the language of the request if a catalogue has them; in
    English, with the programme's own words.

    `message` is a constant in `gettext_noop`, by which `makemessages` finds it, or a label of choices. Dates among the
    values are written in the language of the words.
    """
    language, message = get_language() or settings.LANGUAGE_CODE, str(message)  # a label may be lazy
    words = message if reads_english() or not message else catalogue(language).gettext(message)
    if words == message:
        language, words = settings.LANGUAGE_CODE, worded(message)
    with translation.override(language):
        return LocalText(words % values if values else words, language)


def _label(text: str) -> Worded | str:
    # Where the page isn't in English, a catalogue is still to be asked for it.
    return Worded(worded(text)) if reads_english() else text


# A label in the words of the programme for which the hub speaks when it is shown: of a model, a field, a choice.
worded_label = lazy(_label, str)
