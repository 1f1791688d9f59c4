"""The form field for an object's texts in other languages: one input for each text in each language of the settings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Field, TextField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from cms.pages.languages import own_name


def other_languages() -> list[str]:
    """Return the codes of the languages beside the hub's first."""
    return [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


class TranslatedTextsInput(forms.Widget):
    """The inputs, by language."""

    template_name = "cms/admin/translated_texts.html"

    def __init__(self, fields: Sequence[Field[Any, Any]]):
        super().__init__()
        self.fields = fields

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        described = (attrs or {}).get("aria-describedby")
        context["languages"] = [
            {
                "code": code,
                "name": own_name(code),
                "inputs": [
                    {
                        "name": input_name(name, code, field.name),
                        "id": f"id_{input_name(name, code, field.name)}",
                        "label": capfirst(field.verbose_name),
                        "value": ((value or {}).get(code) or {}).get(field.name, ""),
                        "is_long": isinstance(field, TextField),
                        "described_by": described,
                    }
                    for field in self.fields
                ],
            }
            for code in other_languages()
        ]
        return context

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        """Use the templates of the hub, which the renderer of forms doesn't look into."""
        return render_to_string(template_name, context)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, dict[str, str]]:
        """Return what was typed, without what is empty."""
        found = {
            code: {field.name: text for field in self.fields if (text := _typed(data, name, code, field.name))}
            for code in other_languages()
        }
        return {code: texts for code, texts in found.items() if texts}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(
            input_name(name, code, field.name) in data for code in other_languages() for field in self.fields
        )

    def id_for_label(self, id_: str) -> str:
        """The group of inputs has a name of its own; each input has its label."""
        return ""


def input_name(name: str, code: str, field: str) -> str:
    """Return the name of an input."""
    return f"{name}-{code}-{field}"


def _typed(data: Any, name: str, code: str, field: str) -> str:
    return (data.get(input_name(name, code, field)) or "").strip()


class TranslatedTextsFormField(forms.Field):
    """The texts by language and name. A text that doesn't fit its field is refused with its label and language."""

    def __init__(self, *, fields: Sequence[Field[Any, Any]], **kwargs: Any):
        super().__init__(widget=TranslatedTextsInput(fields), **kwargs)
        self.model_fields = fields

    def clean(self, value: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        """Return the texts. Raises ValidationError with a sentence for each that is too long."""
        if wrong := list(self._too_long(value)):
            raise ValidationError(wrong)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or {}) != (data or {})

    def _too_long(self, value: dict[str, dict[str, str]]) -> Iterator[str]:
        for code, texts in value.items():
            for field in self.model_fields:
                length = len(texts.get(field.name, ""))
                if field.max_length and length > field.max_length:
                    label = f"{capfirst(field.verbose_name)} ({own_name(code)})"
                    yield f"{label}: {field.max_length} characters at most; it has {length}."
