"""The inbox: feedback in the admin, to read, find, hand on, answer and export. What people said is never edited."""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet
from django.urls import path
from django.utils.text import Truncator
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.permissions import register_permission_policy

from cms.records import RecordViewSet, Withholding, words_of
from cms.spreadsheets import safe_cell
from engagement.admin import handing
from engagement.admin.answers import AnswerView
from engagement.admin.inbox_filters import VIEWS, FeedbackFilterSet
from engagement.admin.said import AddressPanel, PathPanel, SaidPanel
from engagement.choices import ClosingReason, FeedbackState, Useful
from engagement.feedback import numbers
from engagement.models import Feedback

WORDS_IN_LIST = 20


def register_policy() -> None:
    """Register who may do what with feedback: nobody adds any by hand. Called when the app is ready."""
    register_permission_policy(Feedback, Withholding(Feedback, "add"), exact_class=True)


class FeedbackIndexView(generic.IndexView):
    template_name = "engagement/admin/inbox.html"
    list_export = [
        *("number", "created_at", "path", "work_stream", "useful", "message", "theme_names", "state", "owner"),
        *("closed_because", "reply", "way"),
    ]
    export_headings = {"useful": "Page useful?", "path": "Page", "created_at": "Sent", "theme_names": "Themes"}
    # Names and addresses stay here: a file is where no erasure looks.
    custom_value_preprocess = generic.IndexView.custom_value_preprocess | {str: {"csv": safe_cell}}
    custom_field_preprocess = {
        field: {"csv": label, "xlsx": label}
        for field, label in {
            "useful": lambda value: Useful(value).label if value else "",
            "state": lambda value: FeedbackState(value).label,
            "closed_because": lambda value: ClosingReason(value).label if value else "",
            "work_stream": lambda value: safe_cell(value.title) if value else "",
            "owner": lambda value: safe_cell(str(value)) if value else "",
        }.items()
    }

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("page", "work_stream", "owner").prefetch_related("themes")

    def get_context_data(self, **kwargs):
        shown = self.request.GET.get("show", "")
        views = [{"value": value, "label": label, "current": value == shown} for value, label in (("", "All"), *VIEWS)]
        return super().get_context_data(**kwargs) | {"views": views}

    def search_queryset(self, queryset: QuerySet[Feedback]) -> QuerySet[Feedback]:
        """Find by number, by words of the message, or by who sent it."""
        if not self.is_searching:
            return queryset
        asked = words_of(self.search_query)
        return queryset.filter(
            Q(number=numbers.found_in(asked))
            | Q(message__icontains=asked)
            | Q(path__icontains=asked)
            | Q(name__icontains=asked)
            | Q(email__icontains=asked)
        )


class OwnerColumn(Column):
    """Who looks after it, or a button to take it."""

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
    search_fields = ["number", "message"]
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
        Column("state", label="State", accessor="get_state_display", sort_key="state"),
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
                FieldRowPanel([FieldPanel("state"), FieldPanel("owner")]),
                FieldPanel("closed_because", heading="Reason, if it is closed"),
                FieldPanel("work_stream", widget=forms.Select),
                FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
                FieldPanel("reply"),
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
            path("take/<int:pk>/", handing.take, name="take"),
            path("answer/<int:pk>/", AnswerView.as_view(), name="answer"),
            path("tell/<int:pk>/", handing.tell_readers, name="tell"),
        ]
