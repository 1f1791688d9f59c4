"""The page behind an owner's link: the commitment, its last entry, and the form for the report."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cms.base.choices import DatePrecision
from cms.base.date_fields import PartialDayField
from cms.base.dates import today
from cms.base.partial_dates import PartialDate
from cms.base.rate_limits import asked
from cms.base.secret_links import LinkClosedError
from cms.delivery.public_forms import see_other, too_often, while_open
from cms.delivery.secret_pages import say, secret
from cms.pages.viewer import visibility_of
from engagement.models import OwnerReport, OwnerReportLink
from engagement.models.owners import LONGEST_LINK, LONGEST_NAME, LONGEST_NOTE
from engagement.owners import answers, links
from programme.choices import STATUSES
from programme.ledger import recorded
from programme.models import CommitmentPage, ProgressEntry
from programme.progress import entry_on

# How often one link is answered within an hour.
MOST_PAGES = 300
# What people type, with its labels: a page that can't take it shows it.
TYPED = {"note": "What happened", "evidence_link": "Evidence", "answered_by": "Your name", "date": "From which day"}


class OwnerReportForm(forms.Form):
    """The report: a status, the day from which it applies, what happened, evidence, and who says so."""

    status = forms.ChoiceField(
        choices=lambda: [(entry.key, entry.label) for entry in STATUSES.offered],
        error_messages={"required": "Choose a status."},
    )
    date = PartialDayField(widget=forms.TextInput, error_messages={"required": "Give the day, the month or the year."})
    note = forms.CharField(
        max_length=LONGEST_NOTE,
        error_messages={
            "required": "Say in a sentence or two what happened.",
            "max_length": f"This can have {LONGEST_NOTE:,} characters.",
        },
    )
    evidence_link = forms.URLField(
        required=False,
        max_length=LONGEST_LINK,
        assume_scheme="https",
        error_messages={"invalid": "Give a web address, such as https://www.example.org/report"},
    )
    answered_by = forms.CharField(
        max_length=LONGEST_NAME, error_messages={"required": "Give your name, so that the team knows whom to ask."}
    )

    def clean_date(self) -> PartialDate:
        date = self.cleaned_data["date"]
        if date.first_day > today():
            raise ValidationError("This day is in the future. Report what has happened.")
        return date

    @property
    def answer(self) -> dict[str, Any]:
        """The values of a valid form, as a report has them."""
        given = self.cleaned_data
        return given | {"date": given["date"].first_day, "date_precision": given["date"].precision}


# Without CSRF protection, as all forms for the public (`cms.delivery.public_forms`): there is no cookie, the token is in the
# address.
@csrf_exempt
@secret
@sensitive_post_parameters("note", "answered_by")
@require_http_methods(["GET", "HEAD", "POST"])
@while_open(**TYPED)
def report(request: HttpRequest, token: str) -> HttpResponse:
    """Show the commitment and its last entry, and take a report."""
    try:
        link = links.opened(token, visibility_of(request))
    except LinkClosedError as closed:
        return _closed(request, str(closed))
    if asked("owner_report", str(link.pk)) > MOST_PAGES:
        words = "This link has reached its limit of pages for this hour. Please try again later."
        return too_often(say(request, "That is a lot of pages", words, status=429))
    if request.method != "POST":
        links.used(link)
        return _shown(request, link, OwnerReportForm(initial=_values(link.report)))
    form = OwnerReportForm(request.POST)
    if not form.is_valid() and link.report.is_open:
        return _shown(request, link, form, status=422)
    try:
        answers.answer(link, form.answer if form.is_valid() else {})
    except answers.DecidedError as error:
        return _closed(request, str(error), status=409)
    response = see_other("owner_reports:report", token)
    # A browser would keep the fragment of a field from the list of errors, and go past the thanks.
    response["Location"] += "?sent#sent"
    return response


def _values(report: OwnerReport) -> dict[str, Any]:
    """Return the values with which the form begins: those of the answer, if there is one."""
    if report.answered_at is None or report.date is None:
        return {"date": PartialDate(today(), DatePrecision.DAY)}
    names = ("status", "note", "evidence_link", "answered_by")
    return {name: getattr(report, name) for name in names} | {"date": PartialDate(report.date, report.date_precision)}


def _shown(request: HttpRequest, link: OwnerReportLink, form: OwnerReportForm, status: int = 200) -> HttpResponse:
    commitment = link.report.commitment
    context = {
        "link": link,
        "report": link.report,
        "commitment": commitment,
        "last": last_entry(commitment),
        "form": form,
        "statuses": STATUSES.offered,
        "sent": "sent" in request.GET,
        "without_feedback": True,
    }
    return render(request, "engagement/owners/report.html", context, status=status)


def last_entry(commitment: CommitmentPage) -> ProgressEntry | None:
    """Return the published entry that applies today; None without one."""
    return entry_on(recorded(commitment), today())


def _closed(request: HttpRequest, sentence: str, status: int = 410) -> HttpResponse:
    """Return the page that says why nothing can be sent. It shows what was typed: nothing of that is lost."""
    sent: Mapping[str, Any] = {}
    with suppress(SuspiciousOperation):  # far too long: Django read nothing
        sent = request.POST
    typed = [(name, label, sent[name]) for name, label in TYPED.items() if sent.get(name)]
    context = {"sentence": sentence, "typed": typed, "is_sent": request.method == "POST", "without_feedback": True}
    return render(request, "engagement/owners/closed.html", context, status=status)
