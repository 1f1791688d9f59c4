"""The themes that the team sorts feedback by, and how often each comes up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse
from django.urls import path
from django.views.generic import TemplateView
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.base.local_texts import worded_label
from cms.base.spreadsheets import csv_file
from cms.editing.records import RecordIndexView, RecordViewSet
from cms.editing.shown_rows import rows_shown
from engagement.models import Feedback, FeedbackTheme

NO_THEME, NO_STREAM = "No theme yet", worded_label("No work stream")


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

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("report/", ThemeReportView.as_view(), name="report")]


class PeriodFilterSet(WagtailFilterSet):
    created_at = django_filters.DateFromToRangeFilter(label="Sent", widget=DateRangePickerWidget)

    class Meta:
        model = Feedback
        fields = ["created_at"]


@dataclass(frozen=True)
class ThemeTable:
    """The number of messages for each theme and work stream. A message with two themes counts under both."""

    streams: list[str]
    rows: list[tuple[str, list[int], int]]


def table(queryset) -> ThemeTable:
    """Return the counts of a queryset of feedback. One query; answers without a message have no theme and don't count."""
    counts: Counter[tuple[str, str]] = Counter()
    order: dict[str, str] = {}
    for theme, stream, place, number in (
        queryset.exclude(message="")
        .order_by()
        .values_list("themes__name", "work_stream__title", "work_stream__path")
        .annotate(number=Count("pk"))
    ):
        counts[theme or NO_THEME, stream or NO_STREAM] += number
        order[stream or NO_STREAM] = place or "~"  # after every path
    streams = sorted(order, key=order.__getitem__)
    themes = sorted({theme for theme, _ in counts}, key=lambda theme: (theme == NO_THEME, theme))
    rows = [(theme, [counts[theme, stream] for stream in streams]) for theme in themes]
    return ThemeTable(streams, [(theme, numbers, sum(numbers)) for theme, numbers in rows])


class ThemeReportView(WagtailAdminTemplateMixin, TemplateView):
    """The themes of feedback by work stream, for a period; also as a file."""

    template_name = "engagement/admin/theme_report.html"
    header_icon = "tag"
    page_title = "What people talk about"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("engagement.view_feedback"):
            raise PermissionDenied
        self.filters = PeriodFilterSet(
            request.GET or None, queryset=Feedback.objects.filter(rows_shown(request)), request=request
        )
        self.table = table(self.filters.qs)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return self._file() if request.GET.get("export") == "csv" else super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        query = self.request.GET.copy()
        query["export"] = "csv"
        return super().get_context_data(**kwargs) | {
            "table": self.table,
            "filters": self.filters,
            "export_query": query.urlencode(),
        }

    def _file(self) -> HttpResponse:
        lines = ([theme, *numbers, total] for theme, numbers, total in self.table.rows)
        return csv_file("feedback-themes.csv", [["Theme", *self.table.streams, "All"], *lines])
