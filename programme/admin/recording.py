"""Recording progress in two clicks: choose the commitment, fill in the entry."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminPageChooser
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.permissions import page_permission_policy

from cms.base.requests import EditorRequest
from cms.choices import Significance
from cms.dates import today
from programme.admin.importing import may_import
from programme.beside import Telling, is_locked
from programme.choices import NO_UPDATE
from programme.models import CommitmentPage, ProgressEntry, WorkStreamPage
from programme.progress import status_on
from programme.recording import AlreadyThereError, Outcome, may_record, record

ENTRY = ("date", "status", "note", "evidence_page", "evidence_document", "evidence_link")


class EntryForm(WagtailAdminModelForm):
    """One entry of a ledger, and what readers are told of it."""

    significance = forms.ChoiceField(
        label="How big is this change?",
        choices=Significance.choices,
        widget=forms.RadioSelect,
        help_text="A major change is told in feeds and proposed for the next issue.",
    )
    change_note = forms.CharField(
        label="Also tell readers, in one line",
        required=False,
        max_length=200,
        help_text="Stands on the page, in feeds and in the proposal for the next issue. May be empty.",
    )

    evidence_link = forms.URLField(
        label="Evidence: an address elsewhere",
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text="Where it can be checked, if outside this site.",
    )
    field_order = [*ENTRY, "significance", "change_note"]

    class Meta:
        model = ProgressEntry
        fields = ENTRY
        labels = {
            "evidence_page": "Evidence: a page of this site",
            "evidence_document": "Evidence: a document",
        }
        # Named here: the admin's own choice of widgets isn't known yet when this module is read.
        widgets = {
            "note": forms.Textarea(attrs={"rows": 3}),
            "evidence_page": AdminPageChooser,
            "evidence_document": AdminDocumentChooser,
        }

    def clean_date(self):
        date = self.cleaned_data["date"]
        if date.first_day > today():
            raise ValidationError("The day is still to come. Record progress when it has happened.")
        return date

    @property
    def telling(self) -> Telling:
        return Telling(self.cleaned_data["significance"], self.cleaned_data["change_note"])


def choose(request: EditorRequest) -> HttpResponse:
    """List the commitments that the user may edit, of one stream if asked for, each with its status."""
    if not page_permission_policy.user_has_any_permission(request.user, ("add", "change")):
        raise PermissionDenied
    streams = WorkStreamPage.objects.order_by("path").only("title")
    typed = request.GET.get("stream", "")
    stream = streams.filter(pk=typed).first() if typed.isdecimal() and len(typed) < 12 else None
    commitments = page_permission_policy.instances_user_has_permission_for(request.user, "change")
    found = CommitmentPage.objects.filter(Q(pk__in=commitments.order_by().values("pk")), alias_of=None)
    if stream:
        found = found.filter(work_stream=stream)
    found = (
        found.select_related("work_stream").prefetch_related("progress_entries").order_by(*CommitmentPage.list_order)
    )
    rows = [{"page": page, "status": _status(page.progress_entries.all())} for page in found]
    return render(
        request,
        "programme/admin/choose_commitment.html",
        {"rows": rows, "streams": streams, "stream": stream, "may_import": may_import(request.user)},
    )


def add(request: EditorRequest, page_id: int) -> HttpResponse:
    """Show the form for an entry of the commitment, or record it. `?corrects=` names the entry to be corrected."""
    page = get_object_or_404(CommitmentPage.objects.select_related("work_stream"), pk=page_id)
    if not may_record(page, request.user):
        raise PermissionDenied
    if is_locked(page, request.user):
        messages.error(request, "The page is locked: nothing can be recorded before it is unlocked.")
        return redirect("wagtailadmin_pages:edit", page.pk)
    entries = list(page.progress_entries.select_related("recorded_by", "corrects").order_by("-date", "-sort_order"))
    corrected = _named(request, entries)
    form = EntryForm(
        request.POST or None,
        instance=ProgressEntry(page=page, corrects=corrected),
        initial=_proposal(corrected),
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
    """Return the entry that is to be corrected, None if none is named. Raises PermissionDenied for one that can't be."""
    typed = request.GET.get("corrects", "")
    if not typed:
        return None
    for entry in entries:
        if str(entry.pk) == typed and entry.recorded_at and not entry.corrected_on:
            return entry
    raise PermissionDenied


def _proposal(corrected: ProgressEntry | None) -> dict:
    if corrected is None:
        return {"date": today(), "significance": Significance.MAJOR}  # progress is what readers wait for
    return model_to_dict(corrected, ENTRY) | {"significance": Significance.MINOR}


def _record(request: EditorRequest, page: CommitmentPage, form: EntryForm) -> HttpResponse | None:
    try:
        _, outcome = record(page.pk, form.save(commit=False), request.user, form.telling)
    except AlreadyThereError as error:
        form.add_error(None, str(error))
        return None
    except ValidationError as error:
        # The page itself isn't as its fields want it; the entry was fine.
        form.add_error(None, f"The page can't be published as it is: {' '.join(error.messages)}")
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
    # A page that waits for approval is locked for whoever submitted it: there is nothing more to do on it.
    return redirect("programme_choose") if outcome is Outcome.SUBMITTED else redirect("programme_record", page.pk)


def _status(entries) -> str:
    """Return in words how far the entries say that a commitment is today."""
    status = status_on(_in_order(entries), today())
    return status.label if status else NO_UPDATE


def _in_order(entries) -> list[ProgressEntry]:
    return sorted(entries, key=lambda entry: (entry.date, entry.sort_order or 0))
