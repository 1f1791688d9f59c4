"""Panels that show feedback in the inbox, read-only."""

from __future__ import annotations

from django.utils.html import format_html
from wagtail.admin.panels import FieldPanel


class SaidPanel(FieldPanel):
    """A value that people gave or left empty; shown, not edited."""

    unsaid = "Not said"

    def __init__(self, field_name, **kwargs):
        super().__init__(field_name, **{"read_only": True, **kwargs})

    def format_value_for_display(self, value):
        return super().format_value_for_display(value) if value else self.unsaid


class AddressPanel(SaidPanel):
    """An e-mail address to write to."""

    def format_value_for_display(self, value):
        return format_html('<a href="mailto:{}">{}</a>', value, value) if value else self.unsaid


class PathPanel(SaidPanel):
    """The page on the site."""

    unsaid = "The site as a whole"

    def format_value_for_display(self, value):
        return format_html('<a href="{}">{}</a>', value, value) if value else self.unsaid
