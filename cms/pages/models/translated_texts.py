"""Texts of terms and settings in the languages of the hub.

They are kept in the row of their object, because everything that is true of the row is then true of them without a
statement more: who may see it, its drafts and versions, the moment at which kept answers end. Wagtail's way, a row for
each language, would have pages in one language choose other rows than those in another, and count each term twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.forms import Field
from wagtail.admin.panels import FieldPanel

from cms.base.local_texts import LocalText
from cms.pages.translated_text_forms import TranslatedTextsFormField

# By the code of a language and the name of a field: the text.
Translations = Mapping[str, Mapping[str, str]]


def text_in(translated: Translations | None, name: str, own: str, language: str | None) -> LocalText:
    """Return a text in the language if it is translated, otherwise the object's own, in the hub's first language."""
    there = ((translated or {}).get(language or "") or {}).get(name, "")
    return LocalText(there, language) if there and language else LocalText(own, settings.LANGUAGE_CODE)


class TranslatedTextsField(models.JSONField):
    """The texts of an object in other languages: `{"gd": {"name": "Dearmad"}}`."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **{"default": dict, "db_default": {}, "blank": True, **kwargs})

    def formfield(self, **kwargs: Any) -> Field:
        by_name = {field.name: field for field in self.model._meta.fields}
        fields = [by_name[name] for name in self.model.translated_fields]  # type: ignore[attr-defined]  # of `TranslatedTexts`
        return TranslatedTextsFormField(fields=fields, label="In other languages", required=False)

    def save_form_data(self, instance: models.Model, data: dict[str, dict[str, str]]) -> None:
        """Take what was typed. Texts in languages that the settings no longer name are kept."""
        known = {code for code, _ in settings.LANGUAGES}
        kept = {code: texts for code, texts in (getattr(instance, self.attname) or {}).items() if code not in known}
        setattr(instance, self.attname, kept | data)


class TranslatedTextsPanel(FieldPanel):
    """The texts in other languages; not there on a hub with one language."""

    def __init__(self, **kwargs: Any):
        super().__init__("translated_texts", **kwargs)

    def clone_kwargs(self) -> dict[str, Any]:
        return {name: value for name, value in super().clone_kwargs().items() if name != "field_name"}

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return settings.WAGTAIL_I18N_ENABLED and super().is_shown()


class TranslatedTexts(models.Model):
    """A model some of whose texts editors give in the other languages of the hub, too."""

    # The names of those fields, in the order of the form.
    translated_fields: ClassVar[tuple[str, ...]] = ()

    translated_texts = TranslatedTextsField()

    class Meta:
        abstract = True

    def text_in(self, name: str, language: str | None) -> LocalText:
        """Return the text of a field in the language if it is translated, otherwise in the hub's first language."""
        return text_in(self.translated_texts, name, getattr(self, name), language)
