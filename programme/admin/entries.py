"""Recording progress in two clicks: choose the commitment, fill in the entry."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminPageChooser
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.permissions import page_permission_policy

from cms.base.choices import Significance
from cms.base.dates import today
from cms.base.requests import EditorRequest
from cms.editing.shown_rows import pages_shown
from cms.pages.gated_forms import GatedForm
from cms.proposals.kinds import NotAcceptedError
from programme.admin.progress_imports import may_import
from programme.beside import Telling, is_locked
from programme.choices import NO_UPDATE, STATUSES
from programme.entries import AlreadyThereError, Outcome, may_record, record
from programme.models import CommitmentPage, ProgressEntry, WorkStreamPage
from programme.progress import status_on

LONGEST_WORDS = 200
WORD = re.compile(r"\w+")
ENTRY = ("date", "status", "note", "evidence_page", "evidence_document", "evidence_link")


class EntryForm(GatedForm, WagtailAdminModelForm):
    """One entry of a ledger, and how readers are notified of it."""

    __init__: Any  # mypy knows nothing of Wagtail's forms, and takes this one for a form without a record

    significance = forms.ChoiceField(
        label="How big is this change?",
        choices=Significance.choices,
        widget=forms.RadioSelect,
        help_text="A major change appears in feeds, is proposed for the next issue and goes to those who follow the page.",
    )
    change_note = forms.CharField(
        label="Note for readers, in one line",
        required=False,
        max_length=200,
        help_text="Appears on the page, in feeds and in the proposal for the next issue. Optional.",
    )

    evidence_link = forms.URLField(
        label="Evidence: an address on another site",
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text="Where it can be verified, if outside this site.",
    )
    field_order = [*ENTRY, "significance", "change_note"]

    class Meta:
        model = ProgressEntry
        fields = ENTRY
        labels = {
            "evidence_page": "Evidence: a page on this site",
            "evidence_document": "Evidence: a document",
        }
        # Named here because the admin registers its widgets only after this module is imported.
        widgets = {
            "note": forms.Textarea(attrs={"rows": 3}),
            "evidence_page": AdminPageChooser,
            "evidence_document": AdminDocumentChooser,
        }

    def clean_date(self):
        date = self.cleaned_data["date"]
        if date.first_day > today():
            raise ValidationError("This day is in the future. Record progress once it has happened.")
        return date

    @property
    def telling(self) -> Telling:
        return Telling(self.cleaned_data["significance"], self.cleaned_data["change_note"])


def choose(request: EditorRequest) -> HttpResponse:
    """List the commitments that the user may edit, filtered by stream and words if asked for, each with its status."""
    if not page_permission_policy.user_has_any_permission(request.user, ("add", "change")):
        raise PermissionDenied
    here = pages_shown(request)
    streams = WorkStreamPage.objects.filter(here).order_by("path").only("title")
    typed = request.GET.get("stream", "")
    stream = streams.filter(pk=typed).first() if typed.isdecimal() and len(typed) < 12 else None
    commitments = page_permission_policy.instances_user_has_permission_for(request.user, "change")
    found = CommitmentPage.objects.filter(here, Q(pk__in=commitments.order_by().values("pk")), alias_of=None)
    if stream:
        found = found.filter(work_stream=stream)
    found = (
        found.select_related("work_stream").prefetch_related("progress_entries").order_by(*CommitmentPage.list_order)
    )
    words = request.GET.get("words", "").strip()[:LONGEST_WORDS]
    rows = [{"page": page, "status": _status(page.progress_entries.all())} for page in found if _has_words(page, words)]
    context = {"rows": rows, "streams": streams, "stream": stream, "words": words}
    context["may_import"] = may_import(request.user)
    return render(request, "programme/admin/choose_commitment.html", context)


def _has_words(page: CommitmentPage, typed: str) -> bool:
    """Say whether each typed word begins a word of the commitment's stream, title or text; a number is taken whole."""
    said = f"{page.work_stream.title} {page.title} {page.distinct_name} {strip_tags(page.text)}"
    there = WORD.findall(said.lower())
    return all(
        any(word == one if one.isdecimal() else word.startswith(one) for word in there)
        for one in WORD.findall(typed.lower())
    )


def add(request: EditorRequest, page_id: int) -> HttpResponse:
    """Show the form for a new entry of the commitment, or record it. `?corrects=` names the entry to be corrected."""
    page = get_object_or_404(CommitmentPage.objects.select_related("work_stream"), pk=page_id)
    if not may_record(page, request.user):
        raise PermissionDenied
    if is_locked(page, request.user):
        messages.error(request, "The page is locked. Unlock it before you record progress.")
        return redirect("wagtailadmin_pages:edit", page.pk)
    entries = list(page.progress_entries.select_related("recorded_by", "corrects").order_by("-date", "-sort_order"))
    corrected = _named(request, entries)
    form = EntryForm(
        request.POST or None,
        instance=ProgressEntry(page=page, corrects=corrected),
        initial=first_values(corrected),
        for_user=request.user,
    )
    if request.method == "POST" and form.is_valid() and (answer := _record(request, page, form)):
        return answer
    return render(
        request,
        "programme/admin/record_progress.html",
        {
            "page": page,
            "form": form,
            "entries": entries,
            "corrected": corrected,
            "may_publish": page.permissions_for_user(request.user).can_publish(),
            "status": _status(entries),
        },
        status=422 if form.errors else 200,
    )


def _named(request: EditorRequest, entries: list[ProgressEntry]) -> ProgressEntry | None:
    """Return the entry to be corrected, or None if none is named. Raises PermissionDenied if it can't be corrected."""
    typed = request.GET.get("corrects", "")
    if not typed:
        return None
    for entry in entries:
        if str(entry.pk) == typed and entry.recorded_at and not entry.corrected_on:
            return entry
    raise PermissionDenied


def first_values(corrected: ProgressEntry | None) -> dict:
    """Return the values with which the form of an entry begins: those of the entry that it corrects, if any."""
    if corrected is None:
        return {"date": today(), "significance": Significance.MAJOR}  # progress is what readers are waiting for
    return model_to_dict(corrected, ENTRY) | {"significance": Significance.MINOR}


def record_form(form: EntryForm, page: CommitmentPage, user: Any) -> tuple[CommitmentPage, Outcome]:
    """Record the entry of a valid form with the user's rights. Raises NotAcceptedError."""
    try:
        return record(page.pk, form.save(commit=False), user, form.telling)
    except AlreadyThereError as error:
        raise NotAcceptedError(str(error)) from error
    except PermissionDenied as error:
        raise NotAcceptedError("The page is locked. Unlock it before you record progress.") from error
    except ValidationError as error:
        # Other fields of the page are invalid; the entry itself was fine.
        raise NotAcceptedError(f"The page can't be published as it is: {' '.join(error.messages)}") from error


def _record(request: EditorRequest, page: CommitmentPage, form: EntryForm) -> HttpResponse | None:
    try:
        _, outcome = record_form(form, page, request.user)
    except NotAcceptedError as error:
        form.add_error(None, str(error))
        return None
    say = messages.success if outcome is Outcome.PUBLISHED else messages.warning
    say(
        request,
        f"{page.work_stream.title}, {page.distinct_name}: {outcome.value}",
        buttons=[
            messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), "Edit the page"),
            messages.button(reverse("programme_choose"), "Record more"),
        ],
    )
    # A page awaiting approval is locked for the person who submitted it, who can do no more there.
    return redirect("programme_choose") if outcome is Outcome.SUBMITTED else redirect("programme_record", page.pk)


def _status(entries) -> str:
    """Return today's status of the commitment with these entries, in words."""
    in_order = sorted(entries, key=lambda entry: (entry.date, entry.sort_order or 0))
    status = status_on(in_order, today())
    return STATUSES(status).label if status else NO_UPDATE
