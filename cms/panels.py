"""Panels of the editing forms that pages of several apps use."""

from django import forms
from wagtail.admin.panels import FieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput


class OneParagraphInput(AdminAutoHeightTextInput):
    """Room for two or three lines. Line breaks, which come with pasted text, become spaces."""

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return " ".join(value.split()) if value else value


class SummaryPanel(FieldPanel):
    """A short text that is too long for one line."""

    def __init__(self, field_name, **kwargs):
        kwargs["widget"] = kwargs.get("widget") or OneParagraphInput
        super().__init__(field_name, **kwargs)


class ChoicesPanel(FieldPanel):
    """Several of a list, as boxes to tick: in a selection list one careless click loses all others."""

    def __init__(self, field_name, **kwargs):
        kwargs["widget"] = kwargs.get("widget") or forms.CheckboxSelectMultiple
        super().__init__(field_name, **kwargs)
