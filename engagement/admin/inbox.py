"""The inbox: feedback in the admin, to read, find, hand on, answer and export. What people said is never edited."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.text import Truncator
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.permissions import register_permission_policy

from cms.records import RecordViewSet, Withholding
from cms.spreadsheets import safe_cell
from engagement.choices import FeedbackState, Useful
from engagement.feedback import numbers
from engagement.models import Feedback
from programme.models import WorkStreamPage

WORDS_IN_LIST = 20


def register_policy() -> None:
    """Register who may do what with feedback: nobody adds any by hand. Called when the app is ready."""
    register_permission_policy(Feedback, Withholding(Feedback, "add"), exact_class=True)


class FeedbackFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(choices=FeedbackState.choices, label="State")
    message = django_filters.BooleanFilter(method="with_message", label="Has a message")
    useful = django_filters.ChoiceFilter(choices=Useful.choices, label="Page useful?")
    work_stream = django_filters.ModelChoiceFilter(
        queryset=lambda request: WorkStreamPage.objects.order_by("path"), label="Work stream"
    )
    created_at = django_filters.DateFromToRangeFilter(label="Sent", widget=DateRangePickerWidget)

    class Meta:
        model = Feedback
        fields = ["state", "message", "useful", "work_stream", "owner", "created_at"]

    def with_message(self, queryset: QuerySet[Feedback], name: str, value: bool) -> QuerySet[Feedback]:
        return queryset.exclude(message="") if value else queryset.filter(message="")


class FeedbackIndexView(generic.IndexView):
    list_export = ["number", "created_at", "path", "work_stream", "useful", "message", "state", "owner", "reply", "way"]
    export_headings = {"useful": "Page useful?", "path": "Address", "created_at": "Sent"}
    # Names and addresses stay here: a file is where no erasure looks.
    custom_value_preprocess = generic.IndexView.custom_value_preprocess | {str: {"csv": safe_cell}}
    custom_field_preprocess = {
        field: {"csv": label, "xlsx": label}
        for field, label in {
            "useful": lambda value: Useful(value).label if value else "",
            "state": lambda value: FeedbackState(value).label,
            "work_stream": lambda value: safe_cell(value.title) if value else "",
            "owner": lambda value: safe_cell(str(value)) if value else "",
        }.items()
    }

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("page", "work_stream", "owner")

    def search_queryset(self, queryset: QuerySet[Feedback]) -> QuerySet[Feedback]:
        """Find by number, by words of the message, or by who sent it."""
        if not self.is_searching:
            return queryset
        asked = self.search_query.replace("\0", "").strip()
        return queryset.filter(
            Q(number=numbers.found_in(asked))
            | Q(message__icontains=asked)
            | Q(path__icontains=asked)
            | Q(name__icontains=asked)
            | Q(email__icontains=asked)
        )


def _message(feedback: Feedback) -> str:
    return Truncator(feedback.message).words(WORDS_IN_LIST, truncate=" …") or "No message"


def _about(feedback: Feedback) -> str:
    return feedback.page.title if feedback.page else feedback.path or "The site as a whole"


class SaidPanel(FieldPanel):
    """Something that people said or didn't say; shown, not edited."""

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


class FeedbackViewSet(RecordViewSet):
    model = Feedback
    name = "feedback"
    icon = "comment"
    menu_label = "Feedback"
    menu_order = 70
    add_to_admin_menu = True
    index_view_class = FeedbackIndexView
    filterset_class = FeedbackFilterSet
    search_fields = ["number", "message"]
    ordering = "-created_at"
    form_fields = None
    list_display = [
        TitleColumn("number", label="Number", url_name="feedback:edit", sort_key="number"),
        Column("message", label="Message", accessor=_message, width="35%"),
        Column("page", label="About", accessor=_about),
        Column("useful", label="Useful?", accessor="get_useful_display", sort_key="useful"),
        Column("state", label="State", accessor="get_state_display", sort_key="state"),
        Column("owner", label="Owner"),
        DateColumn("created_at", label="Sent", sort_key="created_at"),
    ]
    panels = [
        MultiFieldPanel(
            [
                SaidPanel("message"),
                FieldRowPanel([SaidPanel("useful"), PathPanel("path")]),
                FieldRowPanel([SaidPanel("name"), AddressPanel("email")]),
                FieldRowPanel([SaidPanel("created_at"), SaidPanel("way")]),
            ],
            "What they said",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("state"), FieldPanel("owner")]),
                FieldPanel("work_stream", widget=forms.Select),
                FieldPanel("reply"),
            ],
            "What we do about it",
        ),
    ]
    inspect_view_fields = [
        *("number", "created_at", "path", "work_stream", "useful", "message", "name", "email", "wording"),
        *("state", "owner", "reply", "settled_at", "way"),
    ]
