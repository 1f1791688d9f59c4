"""The inbox: feedback in the admin, to read, find, assign, answer and export. Messages are never edited."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.urls import path
from django.utils.text import Truncator
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.permissions import register_permission_policy

from cms.editing.records import RecordIndexView, RecordViewSet, WithheldPermissions
from engagement.admin import actions
from engagement.admin.answers import AnswerView
from engagement.admin.inbox_filters import VIEWS, FeedbackFilterSet
from engagement.admin.said import AddressPanel, PathPanel, SaidPanel
from engagement.feedback import numbers
from engagement.models import Feedback

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
