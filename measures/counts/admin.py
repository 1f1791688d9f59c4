"""The report “Counts”: how often things were read in a period, as a chart, tables and a file."""

from __future__ import annotations

import csv
import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Site

from cms.base.date_fields import DayField
from cms.base.dates import today
from cms.base.spreadsheets import safe_cell
from cms.editing.permissions import DeskContext
from measures.counts.switch import is_on
from measures.counts.tables import HEIGHT, OFFERED, CountReport, report
from measures.sites import asked_site

RECENT_DAYS = 30


def may_see_counts(user: User | AnonymousUser) -> bool:
    """Say whether the user may see the report."""
    return user.has_perm("measures.view_dailycount")


class DaysForm(forms.Form):
    """The first and the last day of what is asked for."""

    first = DayField(label="From")
    last = DayField(label="To")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and first > today():
            self.add_error("first", "This day is yet to come. Choose today or a day before.")
        elif first and last and last < first:
            self.add_error("last", "The last day is before the first. Choose a later one.")
        return given


class CountsForm(DaysForm):
    """What is asked for: a kind, and the days."""

    what = forms.ChoiceField(label="What", choices=OFFERED)

    field_order = ("what", "first", "last")


class CountsView(WagtailAdminTemplateMixin, TemplateView):
    """The report. It names nobody: nothing about readers is kept."""

    template_name = "measures/admin/counts.html"
    header_icon = "order"
    page_title = "Counts"
    form_class: type[forms.Form] = CountsForm
    file_name = "counts.csv"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_counts(request.user) or not DeskContext.by(request).works_here:
            raise PermissionDenied
        self.site = self.find(kwargs)
        self.form = self.form_class(self.given(request))
        self.report = self.made() if self.form.is_valid() else None
        return super().dispatch(request, *args, **kwargs)

    def find(self, named: dict[str, Any]) -> Site | None:
        """Return the site whose figures the address asks for. Raises Http404."""
        return asked_site(self.request)

    def given(self, request: HttpRequest) -> dict[str, Any]:
        """Return what is asked for; what is usual, if nothing is."""
        usual = self.usual()
        return usual | {name: request.GET[name] for name in usual if name in request.GET}

    def usual(self) -> dict[str, Any]:
        """Return what is shown first: pages of the last days."""
        return {"what": OFFERED[0][0], "first": today() - datetime.timedelta(days=RECENT_DAYS - 1), "last": today()}

    def made(self) -> CountReport | None:
        """Return what was asked for; None without a site."""
        given = self.form.cleaned_data
        return report(self.site, given["what"], given["first"], given["last"]) if self.site else None

    def caption(self) -> str:
        """Return what the chart shows."""
        return dict(OFFERED).get(self.form["what"].value(), "")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.report and request.GET.get("export") == "csv":
            return self._file(self.report)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.copy()
        query["export"] = "csv"
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "asked_site": self.request.GET.get("site", ""),
            "report": self.report,
            "what": self.caption(),
            "is_on": is_on(self.site),
            "height": HEIGHT,
            "export_query": query.urlencode(),
        }

    def _file(self, found: CountReport) -> HttpResponse:
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.file_name}"'
        writer = csv.writer(response)
        writer.writerow(["Table", "First day", "Last day", "What", "Number", "Found nothing"])
        for table in found.tables:
            for name, *numbers in table.rows:
                writer.writerow([table.title, found.first, found.last, safe_cell(name), *numbers])
        return response
