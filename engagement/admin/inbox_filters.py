"""The filters of the inbox."""

from __future__ import annotations

import datetime

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from cms.base.local_texts import worded_label
from cms.editing.shown_rows import pages_shown, rows_shown
from engagement.choices import SETTLED, FeedbackState, Useful
from engagement.models import EngagementSettings, Feedback, FeedbackTheme
from programme.models import WorkStreamPage

NEW, MINE, OPEN, OVERDUE = "new", "mine", "open", "overdue"
VIEWS = ((NEW, "New"), (MINE, "Mine"), (OPEN, "Without an answer"), (OVERDUE, "Overdue"))


def overdue(queryset: QuerySet[Feedback], answer_days: int) -> QuerySet[Feedback]:
    """Return the feedback in the queryset that is overdue."""
    return queryset.exclude(state__in=SETTLED).filter(
        created_at__lt=timezone.now() - datetime.timedelta(days=answer_days)
    )


class FeedbackFilterSet(WagtailFilterSet):
    show = django_filters.ChoiceFilter(choices=VIEWS, method="shown", label="Show", empty_label="All")
    state = django_filters.ChoiceFilter(choices=FeedbackState.choices, label="State")
    message = django_filters.BooleanFilter(method="with_message", label="Has a message")
    useful = django_filters.ChoiceFilter(choices=Useful.choices, label="Page useful?")
    themes = django_filters.ModelChoiceFilter(
        queryset=lambda request: FeedbackTheme.objects.filter(rows_shown(request)), label="Theme"
    )
    work_stream = django_filters.ModelChoiceFilter(
        queryset=lambda request: WorkStreamPage.objects.filter(pages_shown(request)).order_by("path"),
        label=worded_label("Work stream"),
    )
    created_at = django_filters.DateFromToRangeFilter(label="Sent", widget=DateRangePickerWidget)

    class Meta:
        model = Feedback
        fields = ["show", "state", "message", "useful", "themes", "work_stream", "owner", "created_at"]

    def with_message(self, queryset: QuerySet[Feedback], name: str, value: bool) -> QuerySet[Feedback]:
        return queryset.exclude(message="") if value else queryset.filter(message="")

    def shown(self, queryset: QuerySet[Feedback], name: str, value: str) -> QuerySet[Feedback]:
        if value == NEW:
            return queryset.filter(state=FeedbackState.NEW)
        if value == MINE:
            return queryset.filter(owner=self.request.user).exclude(state__in=SETTLED)
        if value == OVERDUE:
            return overdue(queryset, EngagementSettings.for_request(self.request).answer_days)
        return queryset.exclude(state__in=SETTLED)
