"""The page that imports a file of subscribers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.template.defaultfilters import truncatechars
from django.urls import path, reverse_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from cms.editing.shown_rows import rows_shown_now
from cms.editing.views.imports import FileImportForm, FileImportView
from newsletter.models import MailingList
from newsletter.people import imports
from newsletter.people.imports import Fate, ImportPlan


class SubscriberImportForm(FileImportForm):
    """The file, and defaults for lines without a list or evidence."""

    mailing_list = forms.ModelChoiceField(
        MailingList.objects.all(),
        label="List",
        required=False,
        to_field_name="slug",
        help_text="For lines that don't name a list.",
    )
    evidence = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Where, when and to what these people agreed; used for lines without evidence of their own.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mailing_list"].queryset = MailingList.objects.filter(rows_shown_now())


class SubscriberImportView(FileImportView):
    """Subscribers from a file: those who agreed are added."""

    form_class = SubscriberImportForm
    template_name = "newsletter/admin/import.html"
    plan_template_name = "newsletter/admin/import_plan.html"
    page_title = "Import subscribers"
    success_url = reverse_lazy("newsletter-subscriptions:index")
    columns = {
        "Address": lambda line: line.typed,
        "List": lambda line: line.list_slug,
        "Evidence": lambda line: truncatechars(line.evidence, 120),
        "Result": lambda line: line.fate.value,
    }

    @staticmethod
    def may_import(user: User) -> bool:
        return user.has_perm("newsletter.add_subscription")

    def plan(self, **given: Any) -> ImportPlan:
        return imports.plan(**given)

    def carry_out(self, **given: Any) -> ImportPlan:
        return imports.carry_out(actor=self.request.user, **given)

    def outcome(self, plan: ImportPlan) -> str:
        counts = ", ".join(f"{fate.value.lower()}: {count}" for fate, count in plan.counts.items())
        return f"{plan.counts.get(Fate.ADDED, 0)} added of {len(plan.lines)} lines. {counts}."


class ImportMenuItem(MenuItem):
    def is_shown(self, request):
        return SubscriberImportView.may_import(request.user)


class ImportViewSet(ViewSet):
    name = "newsletter-import"
    icon = "upload"
    menu_label = "Import"
    menu_item_class = ImportMenuItem

    def get_urlpatterns(self):
        return [path("", SubscriberImportView.as_view(), name="index")]
