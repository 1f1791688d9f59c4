"""Reports in the admin: made for a period in one click, looked at, given words, and turned into a publication."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.views import View
from wagtail.admin import messages
from wagtail.admin.panels import MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from cms.base import pdf
from cms.base.date_fields import DayField
from cms.editing.records import RecordViewSet
from cms.editing.shown_rows import rows_shown
from cms.editing.views.admin_page import AdminPage
from cms.pages.conflicts import GuardedForm
from measures.models import PeriodReport
from measures.objectives import periods

from . import files
from .contents import ReportRefusedError
from .sections import sections_of
from .services import FIXED, fill, make_anew, publication_of

VIEW, CHANGE = "measures.view_periodreport", "measures.change_periodreport"
TWO_DAYS = "days"


class ReportPeriodForm(GuardedForm):
    """The period of a new report, which is made when the form is sent."""

    period = forms.ChoiceField(
        choices=lambda: [*periods.choices(), (TWO_DAYS, "Between two days")],
        help_text="A quarter, a year, or between two days, which you then give below.",
    )
    from_day = DayField(label="From", required=False)
    to_day = DayField(label="To", required=False)

    class Meta:
        model = PeriodReport
        fields: list[str] = []

    def clean(self):
        data = super().clean()
        site = self.instance.first_site()
        if self.errors:
            return data
        if data["period"] != TWO_DAYS:
            days = periods.days_of(data["period"])
        else:
            days = (data.get("from_day"), data.get("to_day"))
            for name, day in zip(("from_day", "to_day"), days, strict=True):
                if day is None:
                    self.add_error(name, "Give the first and the last day.")
        if self.errors or days is None:
            return data
        self.instance.first, self.instance.last = days
        if site is None:
            raise ValidationError("A report belongs to a programme. Open the admin at the address of one.")
        try:
            fill(self.instance, site, self.for_user)
        except ReportRefusedError as error:
            self.add_error("period" if data["period"] != TWO_DAYS else "from_day", str(error))
        return data


class ReportCreateView(generic.CreateView):
    """Choose a period: the report is made at once."""

    form_class = ReportPeriodForm
    page_title = "Make a report"
    success_message = "“%(object)s” is made. Look at it, and add words of your own."

    def get_panel(self):
        return None

    def get_success_url(self):
        return reverse("period-reports:report", args=[self.object.pk])

    def get_success_buttons(self):
        return []


class ReportForm(GuardedForm):
    """The title and the words of a draft."""

    def clean(self):
        data = super().clean()
        if not self.instance.is_open:
            self.add_error(None, FIXED)
        return data


class ReportEditView(generic.EditView):
    success_message = "Saved."

    def get_success_url(self):
        return reverse("period-reports:report", args=[self.object.pk])

    def get_success_buttons(self):
        return []


class ReportMixin(View):
    """Finds the report, for users who may see it."""

    right = VIEW

    def dispatch(self, request, *args, pk: int, **kwargs):
        if not request.user.has_perm(self.right):
            raise PermissionDenied
        found = PeriodReport.objects.select_related("page", "site", "made_by").filter(rows_shown(request))
        self.report = get_object_or_404(found, pk=pk)
        return super().dispatch(request, *args, pk=pk, **kwargs)


class PeriodReportView(ReportMixin, AdminPage):
    """A report for the team: every figure leads to its rows. `?as=readers` shows it as readers will read it."""

    template_name = "measures/admin/report.html"
    header_icon = "doc-full"
    page_above = ("period-reports:index", "Reports")

    def get_page_title(self):
        return self.report.title

    def get(self, request, *args, **kwargs):
        for_readers = request.GET.get("as") == "readers"
        return self.render_to_response(
            self.get_context_data(
                report=self.report,
                sections=sections_of(self.report, for_readers=for_readers),
                for_readers=for_readers,
                may_change=request.user.has_perm(CHANGE) and self.report.is_open,
                has_pdf=pdf.is_possible(),
                install=pdf.INSTALL,
            )
        )


class ReportFileView(ReportMixin):
    """A report as a file, as readers get it."""

    def get(self, request: HttpRequest, *args: Any, kind: str, **kwargs: Any) -> HttpResponse:
        if kind == "csv":
            answer = HttpResponse(files.csv_of(self.report), content_type="text/csv; charset=utf-8")
        elif kind == "pdf" and pdf.is_possible():
            answer = HttpResponse(files.report_pdf(self.report), content_type=pdf.MEDIA_TYPE)
        else:
            raise Http404("There is no such file here.")
        answer["Content-Disposition"] = f'attachment; filename="{files.name_of(self.report)}.{kind}"'
        return answer


class ReportActView(ReportMixin):
    """Make a report anew, or turn it into the draft of a publication."""

    right = CHANGE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, deed: str, **kwargs: Any) -> HttpResponse:
        back = redirect("period-reports:report", self.report.pk)
        try:
            if deed == "anew":
                make_anew(self.report, request.user)  # type: ignore[arg-type]  # signed in
                messages.success(request, "The figures are those of now. Your words are as they were.")
                return back
            if deed == "publication":
                page = publication_of(self.report, request.user)  # type: ignore[arg-type]  # signed in
                messages.success(
                    request, "The publication is there as a draft, with its files. It is published as every page is."
                )
                return redirect("wagtailadmin_pages:edit", page.pk)
        except ReportRefusedError as error:
            messages.error(request, str(error))
            return back
        raise Http404("There is nothing of this name to do.")


class ReportViewSet(RecordViewSet):
    model = PeriodReport
    name = "period-reports"
    icon = "doc-full"
    menu_label = "Reports"
    add_view_class = ReportCreateView
    edit_view_class = ReportEditView
    inspect_view_enabled = False
    base_form_class = ReportForm
    form_fields = None
    search_fields = ["title"]
    related = ("made_by", "page")
    ordering = "-last"
    list_display = [
        TitleColumn("title", label="Report", url_name="period-reports:report"),
        Column("days", label="Days", sort_key="last"),
        Column("state", label="State"),
        DateColumn("made_at", label="Made", sort_key="made_at"),
        Column("made_by", label="By"),
    ]
    panels = [
        "title",
        "introduction",
        MultiFieldPanel(
            [
                "promised_comment",
                "communicated_comment",
                "came_back_comment",
                "changed_comment",
            ],
            "Comments",
        ),
    ]

    def get_add_view_kwargs(self, **kwargs):
        return super().get_add_view_kwargs(**kwargs) | {"form_class": ReportPeriodForm}

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", PeriodReportView.as_view(), name="report"),
            path("<int:pk>/report.<slug:kind>", ReportFileView.as_view(), name="file"),
            path("<int:pk>/do/<slug:deed>/", ReportActView.as_view(), name="act"),
        ]
