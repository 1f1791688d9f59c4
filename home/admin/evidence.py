"""Exports of past days from the admin: of a page at once, while its reader waits; of a list or the whole hub by a worker."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.generic import FormView

from cms.base import pdf
from cms.base.date_fields import DayField
from cms.base.typed_dates import Towards
from cms.editing.views.admin_page import AdminPage
from cms.history.moments import UnknownMomentError, beginning, past_moment
from cms.media.downloads import unavailable
from home.evidence.background import ask, unfinished
from home.evidence.exports import Scope, make
from home.evidence.models import KEPT_DAYS, EvidenceExport, EvidenceState
from home.evidence.rights import may_export
from home.handover.errors import HandoverRefusedError

PAGE, LIST, HUB = "page", "list", "hub"


class PastDayField(DayField):
    """A day in the past. Without a year the last one is meant."""

    towards = Towards.LAST


class EvidenceForm(forms.Form):
    """A day, and what of it: a page, a list or the whole hub."""

    as_at = PastDayField(label="As at the end of")
    scope = forms.ChoiceField(
        label="Export",
        choices=[(PAGE, "One page"), (LIST, "A list with the pages below it"), (HUB, "The whole hub")],
        widget=forms.RadioSelect,
    )
    address = forms.CharField(
        label="Page or list",
        max_length=500,
        required=False,
        help_text="Its path with all slashes, such as /news/, or its full address. Not for the whole hub.",
    )

    def clean_as_at(self) -> datetime.datetime:
        try:
            return past_moment(self.cleaned_data["as_at"].isoformat())
        except UnknownMomentError as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("scope") in (PAGE, LIST) and not given.get("address") and "address" not in self.errors:
            self.add_error("address", f"Name the {given['scope']}.")
        return given


class EvidencePage(AdminPage):
    """A page for people who may make exports."""

    def find(self) -> None:
        if not may_export(self.request.user):
            raise PermissionDenied


class EvidenceView(EvidencePage, FormView):
    """Asks for a day and an address. Answers with the export of a page, and leaves others to a worker."""

    form_class = EvidenceForm
    template_name = "home/admin/evidence.html"
    page_title = "Evidence of a past day"
    header_icon = "history"

    def get_initial(self) -> dict[str, Any]:
        return {"as_at": timezone.localdate(), "scope": PAGE, "address": self.request.GET.get("address", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "first": beginning(),
            "has_pdf": pdf.is_possible(),
            "exports": EvidenceExport.objects.select_related("asked_by"),
            "unfinished": list(unfinished()),
            "kept_days": KEPT_DAYS,
        }

    def form_valid(self, form: EvidenceForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            if given["scope"] == PAGE:
                return self._made(given["as_at"], Scope(given["address"].strip()))
            address = given["address"].strip() if given["scope"] == LIST else ""
            ask(self.request.user, given["as_at"], Scope(address, is_list=bool(address)))
        except HandoverRefusedError as error:
            form.add_error("address" if given["scope"] != HUB else "scope", str(error))
            return self.form_invalid(form)
        messages.success(self.request, "It is being made. You will be notified when it is ready.")
        return redirect("evidence")

    def _made(self, moment: datetime.datetime, scope: Scope) -> HttpResponse:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "evidence.zip"
            make(file, moment, scope, with_pdf=pdf.is_possible())
            response = HttpResponse(file.read_bytes(), content_type="application/zip")
        name = f"evidence-{timezone.localdate(moment)}.zip"
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
        response["Cache-Control"] = "private, no-store"
        return response

    def form_invalid(self, form: EvidenceForm) -> HttpResponse:
        return self.shown(422, form=form)


class EvidenceProgressView(EvidencePage):
    """How far unfinished exports are, which the page fetches every few seconds."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        return JsonResponse({"exports": [{"key": one.pk, "says": one.progress} for one in list(unfinished())]})


class EvidenceFileView(EvidencePage):
    """The file of a finished export. Raises Http404 if it is gone, or may have what was withheld since."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        export = EvidenceExport.objects.filter(pk=kwargs["export_id"], state=EvidenceState.DONE).first()
        if export is None or export.is_over():
            raise Http404
        if export.is_outdated():
            messages.error(request, "Something was withheld from past days since. Make the export again.")
            return redirect(reverse("evidence"))
        try:
            file = default_storage.open(export.file)
        except FileNotFoundError:
            raise Http404 from None
        except OSError as error:
            return unavailable(error)
        response = FileResponse(file, as_attachment=True, filename=export.file_name, content_type="application/zip")
        response["Cache-Control"] = "private, no-store"
        return response
