"""The page on which progress is imported: upload, see each line's fate, carry out."""

from __future__ import annotations

import csv

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from wagtail.admin import messages
from wagtail.permissions import page_permission_policy

from cms.base.requests import EditorRequest
from cms.csv_files import LARGEST, UnreadableFileError, decoded
from cms.dates import today
from programme import importing
from programme.models import CommitmentPage


class UploadForm(forms.Form):
    file = forms.FileField(
        label="CSV file",
        help_text="With the headings of the template. From a spreadsheet, save as “CSV”.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> str:
        try:
            return decoded(self.cleaned_data["file"].read(LARGEST + 1))
        except UnreadableFileError as error:
            raise forms.ValidationError(str(error)) from None


class DecisionForm(forms.Form):
    """What was shown, to be carried out. What has changed since is looked up again."""

    text = forms.CharField(strip=False, max_length=LARGEST, widget=forms.HiddenInput)


def import_progress(request: EditorRequest) -> HttpResponse:
    """Show the form; POST of a file shows what would become of each line; POST of that carries it out."""
    _require_publisher(request)
    if request.method == "POST" and "text" in request.POST:
        return _carry_out(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _show(request, form.cleaned_data["file"])
        except UnreadableFileError as error:
            form.add_error("file", str(error))
    return render(request, "programme/admin/import.html", {"form": form}, status=422 if form.errors else 200)


def template(request: EditorRequest) -> HttpResponse:
    """Answer a file with the headings and one line as an example."""
    _require_publisher(request)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="progress.csv"'
    page = CommitmentPage.objects.select_related("work_stream").order_by(*CommitmentPage.list_order).first()
    lines = csv.writer(response)
    lines.writerow(importing.COLUMNS)
    stream, kind, number = (page.work_stream.title, page.get_kind_display(), page.number) if page else ("", "", "")
    day = today()
    lines.writerow([stream, kind, number, f"{day:%d/%m/%Y}", "In progress", "What happened, in a sentence.", ""])
    return response


def may_import(user: User) -> bool:
    """Say whether the user may record from a file: what it holds is published at once."""
    return page_permission_policy.user_has_permission(user, "publish")


def _require_publisher(request: EditorRequest) -> None:
    if not may_import(request.user):
        raise PermissionDenied


def _show(request: EditorRequest, text: str, error: str = "") -> HttpResponse:
    context = {"plan": importing.plan(text, request.user), "form": DecisionForm(initial={"text": text}), "error": error}
    return render(request, "programme/admin/import_plan.html", context, status=422 if error else 200)


def _carry_out(request: EditorRequest) -> HttpResponse:
    form = DecisionForm(request.POST)
    try:
        if not form.is_valid():
            raise UnreadableFileError("Nothing was recorded: choose the file again.")
        plan = importing.carry_out(form.cleaned_data["text"], request.user)
    except importing.NotAllUnderstoodError as error:
        return _show(request, form.cleaned_data["text"], str(error))
    except UnreadableFileError as error:
        messages.error(request, str(error))
        return redirect("programme_import")
    messages.success(request, f"{len(plan.added)} entries recorded; {len(plan.there)} were there already.")
    return redirect("programme_choose")
