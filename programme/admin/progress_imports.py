"""The page on which progress is imported."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template.defaultfilters import truncatechars
from django.urls import reverse_lazy
from django.utils.html import format_html
from wagtail.permissions import page_permission_policy

from cms.base.dates import today
from cms.base.local_texts import worded_label
from cms.base.own_words import worded
from cms.base.requests import EditorRequest
from cms.base.spreadsheets import csv_file
from cms.editing.shown_rows import pages_shown
from cms.editing.views.imports import FileImportView
from programme import progress_imports
from programme.models import CommitmentPage
from programme.progress_imports import Plan


def may_import(user: User) -> bool:
    """Say whether the user may record from a file: what it holds is published at once."""
    return page_permission_policy.user_has_permission(user, "publish")


class ProgressImportView(FileImportView):
    """Progress entries from a file: all of them are recorded or none."""

    template_name = "programme/admin/import.html"
    plan_template_name = "programme/admin/import_plan.html"
    page_title = "Import progress"
    success_url = reverse_lazy("programme_choose")
    columns = {
        "Result": lambda line: (
            format_html("<strong>Not understood:</strong> {}", line.fate) if line.problems else line.fate
        ),
        worded_label("Work stream"): lambda line: line.stream,
        "Which": lambda line: line.named,
        "Date": lambda line: line.day,
        "Status": lambda line: line.values["status"],
        "Note": lambda line: truncatechars(line.values["note"], 120),
    }
    may_import = staticmethod(may_import)

    def plan(self, text: str) -> Plan:
        return progress_imports.plan(text, self.request.user)

    def carry_out(self, text: str) -> Plan:
        return progress_imports.carry_out(text, self.request.user)

    def outcome(self, plan: Plan) -> str:
        return f"{len(plan.added)} entries recorded; {len(plan.there)} were there already."


def template(request: EditorRequest) -> HttpResponse:
    """Answer a file with the headings and one line as an example."""
    if not may_import(request.user):
        raise PermissionDenied
    own = CommitmentPage.objects.filter(pages_shown(request)).select_related("work_stream")
    page = own.order_by(*CommitmentPage.list_order).first()
    stream, kind, number = (page.work_stream.title, page.get_kind_display(), page.number) if page else ("", "", "")
    day = today()
    line = [stream, kind, number, f"{day:%d/%m/%Y}", "In progress", "What happened, in a sentence.", ""]
    return csv_file("progress.csv", [map(worded, progress_imports.COLUMNS), line])
