"""Owners' reports in the admin: the list, the owner and the reports of a commitment, and one report beside the last entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from wagtail.admin import messages

from cms.base.dates import today
from cms.base.partial_dates import PartialDate
from cms.editing.shown_rows import pages_shown
from cms.proposals.kinds import NotAcceptedError
from cms.sites.rows import rows_of
from engagement.choices import OwnerReportState
from engagement.models import CommitmentOwner, Contact, OwnerReport
from engagement.models.owners import UNANSWERED
from engagement.owners import answers, mails, requests
from engagement.owners.log_actions import ACTIONS, in_logs
from engagement.owners.site.views import last_entry
from programme.admin.entries import EntryForm, first_values
from programme.models import ProgressEntry, WorkStreamPage

from .forms import CommitmentOwnerForm, OwnerReportsFilterForm, ReturnReportForm
from .mixins import TITLE, OwnerReportsMixin, with_people

ON_A_PAGE = 50
FAILURES = (answers.DecidedError, requests.NotAskedError, mails.OwnerMailError)


class OwnerReportsView(OwnerReportsMixin):
    """The reports that were asked for, the open ones unless another choice is made."""

    template_name = "engagement/owners/admin/list.html"
    page_title = TITLE

    def get(self, request: HttpRequest) -> HttpResponse:
        streams = WorkStreamPage.objects.filter(pages_shown(request)).order_by("path")
        form = OwnerReportsFilterForm(request.GET, streams=streams)
        form.is_valid()
        mine = OwnerReport.objects.filter(commitment__in=self.commitments.order_by().values("pk"))
        numbers = mine.aggregate(
            answered=Count("pk", filter=Q(state=OwnerReportState.ANSWERED)),
            unanswered=Count("pk", filter=Q(state__in=UNANSWERED)),
            overdue=Count("pk", filter=Q(state__in=UNANSWERED, answer_by__lt=today())),
        )
        found = form.applied(with_people(mine), today())
        return self.shown(
            422 if form.errors else 200,
            form=form,
            numbers=numbers,
            reports=Paginator(found, ON_A_PAGE).get_page(request.GET.get("p")),
        )


class CommitmentOwnerView(OwnerReportsMixin):
    """The owner of a commitment, who may be changed and asked, and the reports about it."""

    template_name = "engagement/owners/admin/commitment.html"

    def find(self) -> None:
        self.commitment = self.commitment_of(self.kwargs["page_id"])
        found = CommitmentOwner.objects.filter(commitment=self.commitment.pk)
        self.owner = found.select_related("contact__organisation").first()

    def get_page_title(self) -> str:
        return f"Owner: {self.commitment.work_stream.title}, {self.commitment.distinct_name}"

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        acts: dict[str, Callable[[], HttpResponse]] = {"save": self._set, "ask": self._ask}
        act = acts.get(request.POST.get("act", ""))
        return act() if act else HttpResponseBadRequest("This form doesn't say what to do with the owner.")

    def _set(self) -> HttpResponse:
        form = self._form(self.request.POST)
        if not form.is_valid():
            return self.shown(422, form=form)
        contact = form.cleaned_data["contact"]
        try:
            self._save(contact)
        except answers.DecidedError as error:
            form.add_error(None, str(error))
            self.find()
            return self.shown(422, form=form)
        messages.success(self.request, "The owner is saved." if contact else "Nobody is asked any more.")
        return redirect("owner_reports_of", self.commitment.pk)

    @transaction.atomic
    def _save(self, contact: Contact | None) -> None:
        if contact is None:
            CommitmentOwner.objects.filter(commitment=self.commitment.pk).delete()
        else:
            CommitmentOwner.objects.update_or_create(commitment=self.commitment, defaults={"contact": contact})
        who = contact or (self.owner.contact if self.owner else None)
        ACTIONS.write("set" if contact else "unset", self.commitment, self.request.user, who=in_logs(who))
        answers.hand_over(self.commitment, contact, self.request.user)

    def _ask(self) -> HttpResponse:
        try:
            if self.owner is None:
                raise requests.NotAskedError("Choose first who is asked.")
            self.owner.commitment = self.commitment
            requests.ask_now(self.owner, self.request.user, self.site_of(self.commitment))
        except FAILURES as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, "The owner was asked by mail.")
        return redirect("owner_reports_of", self.commitment.pk)

    def _form(self, data: Any = None) -> CommitmentOwnerForm:
        theirs = rows_of(self.site_of(self.commitment))
        return CommitmentOwnerForm(data, commitment=self.commitment, owner=self.owner, contacts=theirs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "commitment": self.commitment,
            "owner": self.owner,
            "form": self._form(),
            "reports": with_people(OwnerReport.objects.filter(commitment=self.commitment.pk)),
        }
        return super().get_context_data(**context | kwargs)


class OwnerReportView(OwnerReportsMixin):
    """One report beside the last entry: approve it, as it is or edited, return it, close it, or send its link again."""

    template_name = "engagement/owners/admin/report.html"

    def find(self) -> None:
        here = OwnerReport.objects.filter(pages_shown(self.request, "commitment__path"))
        self.report = get_object_or_404(with_people(here), pk=self.kwargs["report_id"])
        self.report.commitment = self.commitment_of(self.report.commitment_id)

    def get_page_title(self) -> str:
        commitment = self.report.commitment
        return f"Report: {commitment.work_stream.title}, {commitment.distinct_name}"

    def post(self, request: HttpRequest, report_id: int) -> HttpResponse:
        acts: dict[str, Callable[[], HttpResponse]] = {
            "approve": self._approve,
            "return": self._return,
            "close": self._close,
            "send": self._send,
        }
        act = acts.get(request.POST.get("act", ""))
        return act() if act else HttpResponseBadRequest("This form doesn't say what to do with the report.")

    def _approve(self) -> HttpResponse:
        form = self._entry_form(self.request.POST)
        if not form.is_valid():
            return self.shown(422, form=form)
        try:
            outcome = answers.approve(self.report, form, self.request.user, self._seen)
        except (NotAcceptedError, *FAILURES) as error:
            form.add_error(None, str(error))
            self.find()
            return self.shown(422, form=form)
        messages.success(self.request, f"{self.report.commitment.title}: {outcome.value}")
        return redirect("owner_reports")

    def _return(self) -> HttpResponse:
        form = ReturnReportForm(self.request.POST)
        if not form.is_valid():
            return self.shown(422, return_form=form)
        said, site = form.cleaned_data["said"], self.site_of(self.report.commitment)
        try:
            answers.give_back(self.report, said, self.request.user, site, self._seen)
        except FAILURES as error:
            form.add_error(None, str(error))
            self.find()
            return self.shown(422, return_form=form)
        messages.success(self.request, "The report is returned to its owner by mail.")
        return redirect("owner_reports")

    def _close(self) -> HttpResponse:
        return self._done(
            lambda: answers.close(self.report, self.request.user), "The report is closed. Its links no longer work."
        )

    def _send(self) -> HttpResponse:
        site = self.site_of(self.report.commitment)
        return self._done(
            lambda: answers.send_again(self.report, self.request.user, site), "The owner was sent another link."
        )

    def _done(self, act: Callable[[], None], sentence: str) -> HttpResponse:
        try:
            act()
        except FAILURES as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, sentence)
        return redirect("owner_report", self.report.pk)

    @property
    def _seen(self) -> str:
        return self.request.POST.get("seen", "")

    def _entry_form(self, data: Any = None) -> EntryForm:
        report = self.report
        names = ("status", "note", "evidence_link")
        answered = {name: getattr(report, name) for name in names}
        if report.date:
            answered["date"] = PartialDate(report.date, report.date_precision)
        entry = ProgressEntry(page=report.commitment)
        return EntryForm(data, instance=entry, initial=first_values(None) | answered, for_user=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.report
        context: dict[str, Any] = {
            "report": report,
            "commitment": report.commitment,
            "last": last_entry(report.commitment),
            "seen": answers.version_of(report),
            "may_publish": report.commitment.permissions_for_user(self.request.user).can_publish(),
        }
        if report.state == OwnerReportState.ANSWERED:
            context |= {"form": self._entry_form(), "return_form": ReturnReportForm()}
        return super().get_context_data(**context | kwargs)
