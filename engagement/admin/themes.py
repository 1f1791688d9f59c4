"""The themes that the team sorts feedback by, and how often each comes up."""

from __future__ import annotations

from django.db.models import Count
from wagtail.admin.ui.tables import Column

from cms.editing.records import RecordIndexView, RecordViewSet
from engagement.models import FeedbackTheme


class ThemeIndexView(RecordIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().annotate(pieces=Count("feedback"))


class FeedbackThemeViewSet(RecordViewSet):
    model = FeedbackTheme
    name = "feedback-themes"
    icon = "tag"
    menu_label = "Themes"
    inspect_view_enabled = False
    index_view_class = ThemeIndexView
    ordering = "name"
    form_fields = None
    list_display = ["name", "description", Column("pieces", label="Pieces of feedback", sort_key="pieces")]
    panels = ["name", "description"]
