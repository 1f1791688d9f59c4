"""A field that holds a key of a vocabulary: it offers and shows the entries of the active programme."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.text import capfirst

from .vocabulary import ChoiceVocabulary

# What a form may ask of the field.
FORM_OPTIONS = ("required", "widget", "label", "initial", "help_text", "error_messages", "disabled")


class OfferedSelect(forms.Select):
    """A select without the entries that are no longer offered, unless one of them is the value."""

    vocabulary: ChoiceVocabulary

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """Return the options that are offered, and the present one."""
        hidden = {entry.key for entry in self.vocabulary if not entry.offered} - set(value)
        groups = super().optgroups(name, value, attrs)
        return [group for group in groups if group[1][0]["value"] not in hidden]


class VocabularyField(models.CharField):
    """A `CharField` whose choices are the entries of a vocabulary. For migrations it has the defaults, which never change
    with a programme."""

    def __init__(self, *args: Any, vocabulary: ChoiceVocabulary | None = None, **kwargs: Any):
        self.vocabulary = vocabulary
        if vocabulary:
            kwargs["choices"] = lambda: vocabulary.choices
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Tell the vocabulary of the field."""
        super().contribute_to_class(cls, name, private_only)
        if self.vocabulary and not cls._meta.abstract:
            self.vocabulary.fields.append(self)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Return a `CharField` with the default choices."""
        name, _, args, kwargs = super().deconstruct()
        if self.vocabulary:
            kwargs["choices"] = self.vocabulary.defaults.choices
        return name, "django.db.models.CharField", args, kwargs

    def get_default(self) -> Any:
        """Return the default, or the first entry on offer if the programme doesn't offer that."""
        default = super().get_default()
        return self.vocabulary.first_of(default) if self.vocabulary and default else default

    def _check_choices(self) -> list[Any]:
        # The entries are checked when they are saved; a check of the code mustn't need a database.
        return [] if self.vocabulary else super()._check_choices()  # type: ignore[misc]  # Django has it

    def formfield(self, form_class: Any = None, choices_form_class: Any = None, **kwargs: Any) -> Any:
        """Return a field that asks the vocabulary each time it is shown: a form is made once for all programmes."""
        vocabulary = self.vocabulary
        if vocabulary is None:
            return super().formfield(form_class=form_class, choices_form_class=choices_form_class, **kwargs)
        begins_empty = self.blank or not (self.has_default() or "initial" in kwargs)
        empty = BLANK_CHOICE_DASH if begins_empty else []
        made = forms.TypedChoiceField(
            **{
                "required": not self.blank,
                "label": capfirst(self.verbose_name),
                "help_text": self.help_text,
                "initial": self.get_default if self.has_default() else None,
                "coerce": self.to_python,
                "widget": OfferedSelect,
                **{name: value for name, value in kwargs.items() if name in FORM_OPTIONS},
                "choices": lambda: [*empty, *vocabulary.choices],
            }
        )
        if isinstance(made.widget, OfferedSelect):
            made.widget.vocabulary = vocabulary
        return made
