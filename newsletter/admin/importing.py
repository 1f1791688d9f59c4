"""The page on which a file of subscribers is imported: upload, see each line's fate, carry out."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from cms.base.requests import EditorRequest
from cms.csv_files import LARGEST, UnreadableFileError, decoded
from newsletter.models import MailingList
from newsletter.people import importing
from newsletter.people.importing import Fate

PERMISSION = "newsletter.add_subscription"
SHOWN = 500  # lines on the page; all of them are counted


class UploadForm(forms.Form):
    """The file, and what holds for lines that say nothing themselves."""

    file = forms.FileField(
        label="CSV file",
        help_text="With a line of headings: address, and if wanted list (its slug, as under Newsletter, Lists), evidence, date.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    mailing_list = forms.ModelChoiceField(
        MailingList.objects.all(),
        label="List",
        required=False,
        to_field_name="slug",
        help_text="For lines that name none.",
    )
    evidence = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Where, when and to what these people agreed, for lines without evidence of their own.",
    )

    def clean_file(self) -> str:
        try:
            return decoded(self.cleaned_data["file"].read(LARGEST + 1))
        except UnreadableFileError as error:
            raise forms.ValidationError(str(error)) from None


class DecisionForm(forms.Form):
    """What was shown, to be carried out. What has changed since is looked up again."""

    text = forms.CharField(strip=False, widget=forms.HiddenInput)
    list_slug = forms.CharField(required=False, widget=forms.HiddenInput)
    evidence = forms.CharField(required=False, widget=forms.HiddenInput)


def import_subscribers(request: EditorRequest) -> HttpResponse:
    """Show the form; POST of a file shows what would become of each line; POST of that carries it out."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    if request.method == "POST" and "text" in request.POST:
        return _carry_out(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["mailing_list"]
        given = {
            "text": form.cleaned_data["file"],
            "list_slug": chosen.slug if chosen else "",
            "evidence": form.cleaned_data["evidence"],
        }
        try:
            plan = importing.plan(given["text"], given["evidence"], given["list_slug"])
        except UnreadableFileError as error:
            form.add_error("file", str(error))
        else:
            return render(
                request,
                "newsletter/admin/import_plan.html",
                {"plan": plan, "lines": plan.lines[:SHOWN], "form": DecisionForm(initial=given), "shown": SHOWN},
            )
    return render(request, "newsletter/admin/import.html", {"form": form})


def _carry_out(request: EditorRequest) -> HttpResponse:
    form = DecisionForm(request.POST)
    try:
        if not form.is_valid():
            raise UnreadableFileError("Nothing was imported: choose the file again.")
        data = form.cleaned_data
        plan = importing.carry_out(data["text"], request.user, data["evidence"], data["list_slug"])
    except UnreadableFileError as error:
        messages.error(request, str(error))
        return redirect("newsletter-import:index")
    counts = ", ".join(f"{fate.value.lower()}: {count}" for fate, count in plan.counts.items())
    messages.success(request, f"{plan.counts.get(Fate.ADDED, 0)} added of {len(plan.lines)} lines. {counts}.")
    return redirect("newsletter-subscriptions:index")


class ImportMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(PERMISSION)


class ImportViewSet(ViewSet):
    name = "newsletter-import"
    icon = "upload"
    menu_label = "Import"
    menu_item_class = ImportMenuItem

    def get_urlpatterns(self):
        return [path("", import_subscribers, name="index")]
