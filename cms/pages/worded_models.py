"""The labels of models and of their forms in the words of the programme.

In the code, names of models and fields, help texts and headings are plain texts. An app has them replaced once, when
it is loaded, by labels that choose their words each time they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig
from django.db.models import Model
from wagtail.admin.panels import Panel
from wagtail.models import Page

from cms.base.local_texts import worded_label

PANELS = ("content_panels", "promote_panels", "settings_panels", "panels")
TEXTS_OF_PANELS = ("heading", "help_text", "label", "content")


def word_labels(app: AppConfig) -> None:
    """Give the models of an app labels that are in the words of the programme, but for those that say
    `labels_as_written`."""
    for model in app.get_models():
        if getattr(model, "labels_as_written", False):
            continue
        if issubclass(model, Page):
            # Its kind has its name; that of the model goes into choosers, which are made once for all programmes.
            word(model, *{"page_description"} & vars(model).keys())
        else:
            word(model._meta, "verbose_name", "verbose_name_plural")
        for field in model._meta.local_fields + model._meta.local_many_to_many:
            word(field, "verbose_name", "help_text")
        _word_panels(model)


def _word_panels(model: type[Model]) -> None:
    for name in PANELS:
        _word_each(vars(model).get(name) or ())
    if handler := vars(model).get("edit_handler"):
        _word_each([handler])


def _word_each(panels: Iterable[Any]) -> None:
    for panel in panels:
        if isinstance(panel, Panel):
            word(panel, *TEXTS_OF_PANELS)
            _word_each([*(getattr(panel, "children", None) or ()), *(getattr(panel, "panels", None) or ())])


def word(thing: Any, *names: str) -> None:
    """Replace texts of an object by labels in the words of the programme."""
    for name in names:
        text = getattr(thing, name, None)
        if text and isinstance(text, str):
            setattr(thing, name, worded_label(text))
