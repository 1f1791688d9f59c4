"""The inbox: feedback in the admin, to read, find, assign, answer and export, and its themes. Messages are never edited."""

from __future__ import annotations

import datetime

import django_filters
from django import forms
from django.db.models import Count, QuerySet
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.permissions import register_permission_policy

from cms.base.local_texts import worded_label
from cms.editing.records import RecordIndexView, RecordViewSet, WithheldPermissions
from cms.editing.shown_rows import pages_shown, rows_shown
from engagement.admin import actions
from engagement.admin.answers import AnswerView
from engagement.choices import SETTLED, FeedbackState, Useful
from engagement.feedback import numbers
from engagement.models import EngagementSettings, Feedback, FeedbackTheme
from programme.models import WorkStreamPage


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


WORDS_IN_LIST = 20


def register_policy() -> None:
    """Register the permissions on feedback: nobody adds any by hand. Called when the app is ready."""
    register_permission_policy(Feedback, WithheldPermissions(Feedback, "add"), exact_class=True)


class FeedbackIndexView(RecordIndexView):
    template_name = "engagement/admin/inbox.html"
    # Without names and addresses: an erasure can't reach a file.
    list_export = [
        *("number", "created_at", "path", "work_stream", "useful", "message", "theme_names", "state", "owner"),
        *("closed_because", "reply", "way"),
    ]
    export_headings = {"useful": "Page useful?", "path": "Page", "created_at": "Sent", "theme_names": "Themes"}

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("themes")

    def get_context_data(self, **kwargs):
        shown = self.request.GET.get("show", "")
        views = [{"value": value, "label": label, "current": value == shown} for value, label in (("", "All"), *VIEWS)]
        return super().get_context_data(**kwargs) | {"views": views}

    def search_queryset(self, queryset: QuerySet[Feedback]) -> QuerySet[Feedback]:
        """Find feedback by its number, too."""
        return super().search_queryset(queryset) | queryset.filter(number=numbers.found_in(self.search_query))


class OwnerColumn(Column):
    """The owner, or a button to take it."""

    cell_template_name = "engagement/admin/owner_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        request = parent_context["request"]
        return context | {
            "instance": instance,
            "csrf_token": parent_context.get("csrf_token"),
            "may_take": request.user.has_perm("engagement.change_feedback"),
        }


class FeedbackEditView(generic.EditView):
    template_name = "engagement/admin/feedback.html"

    def get_context_data(self, **kwargs):
        feedback = self.object
        permissions = self.request.user.has_perm
        return super().get_context_data(**kwargs) | {
            "answers": feedback.answers.select_related("author"),
            "may_answer": bool(feedback.email) and permissions("engagement.change_feedback"),
            "told": feedback.told,
        }


def _message(feedback: Feedback) -> str:
    return Truncator(feedback.message).words(WORDS_IN_LIST, truncate=" …") or "No message"


def _about(feedback: Feedback) -> str:
    return feedback.page.title if feedback.page else feedback.path or "The site as a whole"


class FeedbackViewSet(RecordViewSet):
    model = Feedback
    name = "feedback"
    icon = "comment"
    menu_label = "Feedback"
    index_view_class = FeedbackIndexView
    edit_view_class = FeedbackEditView
    filterset_class = FeedbackFilterSet
    search_fields = ["message", "path", "name", "email"]
    related = ("page", "work_stream", "owner")
    ordering = "-created_at"
    form_fields = None
    list_display = [
        BulkActionsCheckboxColumn("bulk_actions", obj_type="feedback"),
        TitleColumn(
            "number",
            label="Number",
            url_name="feedback:edit",
            sort_key="number",
            get_title_id=lambda feedback: f"feedback_{feedback.pk}_title",
        ),
        Column("message", label="Message", accessor=_message, width="35%"),
        Column("page", label="About", accessor=_about),
        Column("useful", label="Useful?", accessor="get_useful_display", sort_key="useful"),
        "state",
        OwnerColumn("owner", label="Owner"),
        DateColumn("created_at", label="Sent", sort_key="created_at"),
    ]
    panels = [
        MultiFieldPanel(
            [
                SaidPanel("message"),
                FieldRowPanel([SaidPanel("useful"), PathPanel("path", heading="Page")]),
                FieldRowPanel([SaidPanel("name"), AddressPanel("email")]),
                FieldRowPanel([SaidPanel("created_at"), SaidPanel("way")]),
            ],
            "What they said",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["state", "owner"]),
                FieldPanel("closed_because", heading="Reason, if it is closed"),
                FieldPanel("work_stream", widget=forms.Select),
                FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
                "reply",
            ],
            "What we do about it",
        ),
    ]
    inspect_view_fields = [
        *("number", "created_at", "path", "work_stream", "useful", "message", "name", "email", "wording"),
        *("state", "owner", "closed_because", "reply", "settled_at", "way"),
    ]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("take/<int:pk>/", actions.take, name="take"),
            path("answer/<int:pk>/", AnswerView.as_view(), name="answer"),
            path("tell/<int:pk>/", actions.tell_readers, name="tell"),
        ]


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
