"""Exports of past days from the admin: of a page, or of a short list with the pages below it."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.generic import FormView

from cms.base import pdf
from cms.base.date_fields import DayField
from cms.base.typed_dates import Towards
from cms.editing.views.admin_page import AdminPage
from cms.history.moments import UnknownMomentError, beginning, past_moment
from home.evidence.exports import Scope, make, number_of_pages
from home.handover.errors import HandoverRefusedError
from home.rights import may_export

PAGE, LIST = "page", "list"
# Pages of a list that are exported while somebody waits, some seconds at most.
MOST = 50


class PastDayField(DayField):
    """A day in the past. Without a year the last one is meant."""

    towards = Towards.LAST


class EvidenceForm(forms.Form):
    """A day, and what of it: a page or a list."""

    as_at = PastDayField(label="As at the end of")
    scope = forms.ChoiceField(
        label="Export",
        choices=[(PAGE, "One page"), (LIST, "A list with the pages below it")],
        widget=forms.RadioSelect,
    )
    address = forms.CharField(
        label="Page or list",
        max_length=500,
        help_text="Its path with all slashes, such as /news/, or its full address.",
    )

    def clean_as_at(self) -> datetime.datetime:
        try:
            return past_moment(self.cleaned_data["as_at"].isoformat())
        except UnknownMomentError as error:
            raise ValidationError(str(error)) from error


class EvidenceView(AdminPage, FormView):
    """Asks people who may make exports for a day and an address, and answers with the export."""

    form_class = EvidenceForm
    template_name = "home/admin/evidence.html"
    page_title = "Evidence of a past day"
    header_icon = "history"

    def find(self) -> None:
        if not may_export(self.request.user):
            raise PermissionDenied

    def get_initial(self) -> dict[str, Any]:
        return {"as_at": timezone.localdate(), "scope": PAGE, "address": self.request.GET.get("address", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "first": beginning(),
            "has_pdf": pdf.is_possible(),
        }

    def form_valid(self, form: EvidenceForm) -> HttpResponse:
        given = form.cleaned_data
        moment, scope = given["as_at"], Scope(given["address"], is_list=given["scope"] == LIST)
        try:
            if scope.is_list and (number := number_of_pages(moment, scope)) > MOST:
                raise HandoverRefusedError(
                    f"The list has {number} pages; {MOST} can be exported here at most. "
                    "Ask the people who run the hub for a larger one: they have a command for it."
                )
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "evidence.zip"
                make(file, moment, scope, with_pdf=not scope.is_list and pdf.is_possible())
                response = HttpResponse(file.read_bytes(), content_type="application/zip")
        except HandoverRefusedError as error:
            form.add_error("address", str(error))
            return self.form_invalid(form)
        name = f"evidence-{timezone.localdate(moment)}.zip"
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
        response["Cache-Control"] = "private, no-store"
        return response

    def form_invalid(self, form: EvidenceForm) -> HttpResponse:
        return self.shown(422, form=form)
