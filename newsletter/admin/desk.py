"""The desk: one page for each issue, for every step between writing it and reading its report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin import messages

from cms.base import pdf
from cms.base.registry import Registry
from cms.editing.views.admin_page import AdminPage
from newsletter.admin.forms import SendForm, TestSendForm
from newsletter.admin.inbox import in_inbox, no_preview
from newsletter.choices import EditionAudience, HandoverOutcome, SendState
from newsletter.generator import pdfs
from newsletter.generator.editions import BuiltEdition, editions_of
from newsletter.generator.findings import EditionFinding, GeneratorError
from newsletter.message import MessageError
from newsletter.models import ArchivedIssue, IssuePage, MailingList
from newsletter.rights import may_edit, may_send
from newsletter.sending.candidates import preflight
from newsletter.sending.errors import SendRefusedError
from newsletter.sending.services import schedule
from newsletter.sending.trial import test_send
from newsletter.site.archive import as_response
from newsletter.states import state_of

# Where else the desk and the report of an issue lead: a label and an address, or None for users who may not go there.
issue_links: Registry[Callable[[IssuePage, User], tuple[str, str] | None]] = Registry("link of issues")


def links_of(issue: IssuePage, user: User) -> list[tuple[str, str]]:
    """Return the further links of an issue that a user may follow, each with its label."""
    return [link for lead in issue_links.values() if (link := lead(issue, user))]


@dataclass
class Desk:
    """An issue as last saved, with the editions built from it. If building fails, `failure` says why."""

    page: IssuePage
    editions: dict[EditionAudience, BuiltEdition] = field(default_factory=dict)
    failure: str = ""

    @classmethod
    def of(cls, page: IssuePage) -> Desk:
        """Return the desk of an issue."""
        draft = page.get_latest_revision_as_object()
        try:
            return cls(draft, editions_of(draft))
        except GeneratorError as error:
            return cls(draft, failure=str(error))

    @property
    def findings(self) -> list[EditionFinding]:
        """The findings of the checks in all editions: errors first, each once."""
        found = dict.fromkeys(finding for edition in self.editions.values() for finding in edition.findings)
        return sorted(found, key=lambda finding: finding.level)

    @cached_property
    def lists(self) -> list[MailingList]:
        """The lists that the issue goes to."""
        return list(self.page.mailing_lists.all())


class IssueView(AdminPage):
    """A page of the admin about one issue, for those who may edit it, or (`for_senders`) send it."""

    header_icon = "mail"
    page_above = ("newsletter-issues:index", "Issues")
    for_senders = False

    def find(self):
        self.page = self.found()
        allowed = may_send if self.for_senders else may_edit
        if not allowed(self.request.user, self.page):
            raise PermissionDenied

    def found(self) -> IssuePage:
        """Return the issue that the address names. Raises Http404."""
        return get_object_or_404(IssuePage, pk=self.kwargs["pk"])

    @property
    def desk_url(self) -> str:
        return reverse("newsletter_desk", args=[self.page.pk])

    def get_page_title(self):
        return f"Send {self.page.get_admin_display_title()}"


class IssueDeskView(IssueView):
    """Checks, previews, recipients, test, approval, sending, and the sends that there were."""

    template_name = "newsletter/admin/desk.html"

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **forms):
        desk = Desk.of(self.page)
        approval = self.page.standing_approval
        counts = preflight(desk.page, desk.lists) if desk.lists else None
        recipients = counts.recipients if counts else 0
        return super().get_context_data(
            desk=desk,
            issue=self.page,
            links=links_of(self.page, self.request.user),
            state=state_of(self.page),
            audiences=EditionAudience.choices,
            has_pdf=pdf.is_possible() and not desk.failure,
            approval=approval,
            workflow=self.page.workflow_states.order_by("-created_at").first(),
            counts=counts,
            may_send=may_send(self.request.user, self.page),
            test_form=forms.get("test_form") or TestSendForm(initial={"addresses": self.request.user.email}),
            send_form=forms.get("send_form") or SendForm(recipients=recipients),
            scheduled=self.page.sends.filter(state=SendState.SCHEDULED).order_by("due_at"),
            sends=self.page.sends.select_related("created_by").prefetch_related("lists"),
        )

    def again(self, **forms):
        """Show the desk with an invalid form and its errors."""
        return self.render_to_response(self.get_context_data(**forms), status=422)


class TestSendView(IssueDeskView):
    """Send the issue as it is now to a few people, without any trace in lists or reports."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        form = TestSendForm(request.POST)
        if not form.is_valid():
            return self.again(test_form=form)
        desk = Desk.of(self.page)
        if desk.failure:
            messages.error(request, f"Nothing was sent. {desk.failure}")
            return redirect(self.desk_url)
        contents = {audience: edition.content for audience, edition in desk.editions.items()}
        try:
            answers = test_send(self.page, contents, form.cleaned_data["addresses"], request.user)
        except (MessageError, ImproperlyConfigured) as error:
            messages.error(request, f"Nothing was sent. {error}")
            return redirect(self.desk_url)
        accepted = sum(answer.outcome == HandoverOutcome.ACCEPTED for answer in answers.values())
        for (address, audience), answer in answers.items():
            if answer.outcome != HandoverOutcome.ACCEPTED:
                messages.error(request, f"{address}, {audience.label.lower()} edition: {answer.detail}")
        if accepted:
            messages.success(request, f"{accepted} of {len(answers)} test messages were sent.")
        return redirect(self.desk_url)


class SendView(IssueDeskView):
    """Let the approved issue go out, now or later."""

    http_method_names = ["post"]
    for_senders = True

    def post(self, request, *args, **kwargs):
        draft = self.page.get_latest_revision_as_object()
        lists = list(draft.mailing_lists.all())
        counts = preflight(draft, lists) if lists else None
        form = SendForm(request.POST, recipients=counts.recipients if counts else 0)
        if not form.is_valid():
            return self.again(send_form=form)
        approval = self.page.standing_approval
        if approval is None:
            messages.error(request, "Nothing was sent: the issue, as it was last saved, isn't approved.")
            return redirect(self.desk_url)
        try:
            send = schedule(
                approval,
                lists,
                due_at=form.cleaned_data["due_at"],
                per_minute=form.cleaned_data["per_minute"],
                user=request.user,
            )
        except SendRefusedError as error:
            messages.error(request, f"Nothing was sent. {error}")
            return redirect(self.desk_url)
        return redirect("newsletter_send", send.pk)


class PdfView(IssueView):
    """The issue as PDF: as it went out, or before that as last saved, which is kept nowhere."""

    def get(self, request, *args, **kwargs):
        if not pdf.is_possible():
            raise Http404
        archived = ArchivedIssue.objects.filter(issue=self.page).first()
        if archived is not None and archived.data:
            content = bytes(pdfs.of_archived(archived).content)
        else:
            try:
                content = pdfs.of_draft(self.page.get_latest_revision_as_object())
            except GeneratorError as error:
                messages.error(request, f"There is no PDF yet. {error}")
                return redirect(self.desk_url)
        response = as_response(content, self.page.number, self.page.part)
        response["Cache-Control"] = "private, no-store"
        return response


class PreviewView(IssueView):
    """One edition as a mail program shows it; with `look`, in the dark or as plain text."""

    def get(self, request, *args, audience: str, **kwargs):
        desk = Desk.of(self.page)
        if desk.failure:
            return no_preview(request, desk.failure)
        chosen = EditionAudience(audience)
        response = in_inbox(request, desk.page, desk.editions[chosen], chosen, request.GET.get("look", ""))
        response["Content-Security-Policy"] += "; sandbox allow-popups allow-popups-to-escape-sandbox"
        return response
