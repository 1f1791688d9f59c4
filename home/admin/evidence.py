"""The export of a past page or list from the admin, made while its reader waits. The whole hub takes minutes, so a command
makes that."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.base.date_fields import DayField
from cms.base.requests import EditorRequest
from cms.base.typed_dates import Towards
from cms.history.moments import UnknownMomentError, beginning, past_moment
from home.evidence import pdf
from home.evidence.errors import EvidenceRefusedError
from home.evidence.exports import Scope, make
from home.evidence.rights import may_export

# More take longer than a request may.
MOST_PAGES = 50


class PastDayField(DayField):
    """A day in the past. Without a year the last one is meant."""

    towards = Towards.LAST


class EvidenceForm(forms.Form):
    """A day, an address, and whether it is that of a list."""

    as_at = PastDayField(label="As at the end of")
    address = forms.CharField(
        label="Page", max_length=500, help_text="Its path with all slashes, such as /news/, or its full address."
    )
    is_list = forms.BooleanField(
        label="With the pages below it",
        required=False,
        help_text=f"For a list. {MOST_PAGES} pages at most, without PDF.",
    )

    def clean_as_at(self) -> datetime.datetime:
        try:
            return past_moment(self.cleaned_data["as_at"].isoformat())
        except UnknownMomentError as error:
            raise ValidationError(str(error)) from error


class EvidenceView(WagtailAdminTemplateMixin, FormView):
    """Asks for a day and an address, and answers with the export."""

    request: EditorRequest
    form_class = EvidenceForm
    template_name = "home/admin/evidence.html"
    page_title = "Evidence of a past day"
    header_icon = "history"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_export(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"as_at": timezone.localdate(), "address": self.request.GET.get("address", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"first": beginning(), "has_pdf": pdf.is_possible()}

    def form_valid(self, form: EvidenceForm) -> HttpResponse:
        given = form.cleaned_data
        scope = Scope(given["address"].strip(), is_list=given["is_list"])
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "evidence.zip"
            with_pdf = not scope.is_list and pdf.is_possible()
            try:
                make(file, given["as_at"], scope, with_pdf=with_pdf, most=MOST_PAGES)
            except EvidenceRefusedError as error:
                form.add_error("address", str(error))
                return self.form_invalid(form)
            response = HttpResponse(file.read_bytes(), content_type="application/zip")
        name = f"evidence-{timezone.localdate(given['as_at'])}.zip"
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
        response["Cache-Control"] = "private, no-store"
        return response

    def form_invalid(self, form: EvidenceForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
