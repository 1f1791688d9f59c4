"""Imports from a CSV file: upload it, see the result for each line, then carry it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.base.csv_files import LARGEST, PlanRefusedError, UnreadableFileError, decoded
from cms.base.requests import EditorRequest

SHOWN = 500  # lines on the page; all of them are counted


class FileImportForm(forms.Form):
    """The file, or afterwards its text; a subclass adds values for lines without their own."""

    file = forms.FileField(
        label="CSV file", required=False, widget=forms.FileInput(attrs={"accept": ".csv,text/csv", "required": True})
    )
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file = data.pop("file", None)
        try:
            if file:
                data["text"] = decoded(file.read(LARGEST + 1))
            elif not data.get("text") and "file" not in self.errors:
                raise UnreadableFileError("Choose a file.")
        except UnreadableFileError as error:
            self.add_error("file", str(error))
        return data


class FileImportView(WagtailAdminTemplateMixin, FormView):
    """Shows the form; a POST of a file shows the result for each line; a POST of its text carries that out.

    `plan` gets what the form holds, and `carry_out` the same to plan again: what has changed since is looked up again. A plan
    has `lines`, each with a number, and `added`, the lines that would be added.
    """

    request: EditorRequest
    form_class = FileImportForm
    template_name = "cms/admin/import.html"
    plan_template_name: ClassVar[str]
    header_icon = "upload"
    # Headings of the plan's table, each with what stands under it for a line.
    columns: ClassVar[dict[str, Callable[[Any], Any]]]
    may_import: Callable[..., bool]
    plan: Callable[..., Any]
    carry_out: Callable[..., Any]
    # Returns what was done, in words.
    outcome: Callable[..., str]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may_import(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: FileImportForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            if self.request.FILES:
                return self._show_plan(form)
            plan = self.carry_out(**given)
        except PlanRefusedError as error:
            return self._show_plan(form, str(error))
        except UnreadableFileError as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        messages.success(self.request, self.outcome(plan))
        return redirect(self.get_success_url())

    def form_invalid(self, form: FileImportForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _show_plan(self, form: FileImportForm, error: str = "") -> HttpResponse:
        plan = self.plan(**form.cleaned_data)
        typed = {name: form[name].value() or "" for name in form.fields if name != "file"}
        context = {
            "plan": plan,
            "form": self.form_class(initial=typed | {"text": form.cleaned_data["text"]}),
            "error": error,
            "headings": list(self.columns),
            "rows": [(line.number, [cell(line) for cell in self.columns.values()]) for line in plan.lines[:SHOWN]],
        }
        return render(self.request, self.plan_template_name, context, status=422 if error else 200)
