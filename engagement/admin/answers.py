"""The page on which a piece of feedback is answered by e-mail."""

from __future__ import annotations

import uuid

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin import messages

from cms.editing.records import is_key
from cms.editing.shown_rows import rows_shown, shows_all
from cms.editing.views.admin_page import AdminPage
from cms.models import HubSettings, ProgramProposal, ProgramProposalState
from cms.proposals.services import accepted
from cms.quality.wording import UNFINISHED, is_unfinished
from engagement.choices import AnswerState
from engagement.feedback import answers
from engagement.feedback.answers import AnsweredMeanwhileError, AnswerError, HubIsHeldError, NotTakenError
from engagement.feedback.retention import proposed_answers
from engagement.models import EngagementSettings, Feedback


class FeedbackAnswerForm(forms.Form):
    """The answer, and the note that the team keeps."""

    subject = forms.CharField(max_length=150)
    text = forms.CharField(
        label="Your answer", max_length=10_000, strip=False, widget=forms.Textarea(attrs={"rows": 14})
    )
    note = forms.CharField(
        label="Note for the team",
        max_length=500,
        initial="Answered by e-mail.",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="In a sentence, without names: the answer is deleted together with the address, the note is kept.",
    )
    # The form's key: a form that is submitted twice sends one answer.
    key = forms.UUIDField(widget=forms.HiddenInput)
    # The newest answer when the form was opened.
    seen = forms.IntegerField(widget=forms.HiddenInput)

    begun = ""  # the suggested text, which alone isn't an answer

    def clean_subject(self) -> str:
        return " ".join(self.cleaned_data["subject"].split())

    def clean_note(self) -> str:
        if is_unfinished(self.cleaned_data["note"]):
            raise forms.ValidationError(UNFINISHED)
        return self.cleaned_data["note"]

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        if not text.strip():
            raise forms.ValidationError("Write your answer.")
        if text.split() == self.begun.split():
            raise forms.ValidationError("You haven't added anything to the suggested text. Write your answer.")
        if is_unfinished(text):
            raise forms.ValidationError(UNFINISHED)
        return text


class AnswerView(AdminPage, FormView):
    """Show the feedback and the form for the answer; POST sends it."""

    template_name = "engagement/admin/answer.html"
    form_class = FeedbackAnswerForm
    header_icon = "mail"
    page_title = "Answer by e-mail"
    page_above = ("feedback:index", "Feedback")

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("engagement.change_feedback"):
            raise PermissionDenied
        self.feedback = get_object_or_404(Feedback.objects.filter(rows_shown(request)), pk=kwargs["pk"])
        self.back = reverse("feedback:edit", args=[self.feedback.pk])
        if not self.feedback.email and request.method != "POST":
            messages.error(request, "There is no address to answer to.")
            return redirect(self.back)
        # At the organisation's own address the answer is still the programme's.
        site = self.feedback.site if shows_all(request) else None
        self.hub = HubSettings.for_site(site) if site else HubSettings.for_request(request)
        self.own = EngagementSettings.for_site(site) if site else EngagementSettings.for_request(request)
        return super().dispatch(request, *args, **kwargs)

    def crumbs_above(self):
        return [{"url": self.back, "label": self.feedback.number}]

    def get_initial(self):
        begun = answers.beginning(self.feedback, self.hub, self.own)
        failed = self.feedback.answers.first()
        if self.proposal:
            begun |= {name: value for name, value in self.proposal.values.items() if name in begun}
        elif failed and failed.state == AnswerState.FAILED and failed.text:
            begun = {"subject": failed.subject, "text": failed.text}
        return begun | {"key": uuid.uuid4(), "seen": answers.newest(self.feedback)}

    @cached_property
    def proposal(self) -> ProgramProposal | None:
        """Return the waiting proposal of an answer to this feedback that the address names; None without one."""
        named = self.request.GET.get("proposal", "")
        waiting = proposed_answers().filter(object_id=self.feedback.pk, state=ProgramProposalState.WAITING)
        return waiting.filter(pk=named).first() if is_key(named) else None

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.begun = answers.beginning(self.feedback, self.hub, self.own)["text"]
        return form

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "feedback": self.feedback,
            "proposal": self.proposal,
            "back": self.back,
            "quoted": answers.quoted(self.feedback),
            "sender": self.hub.sender,
            "reply_to": ", ".join(answers.replies_to(self.feedback, self.hub)),
            "answers": self.feedback.answers.select_related("author"),
        }

    def form_valid(self, form):
        try:
            answers.answer(self.feedback, author=self.request.user, hub=self.hub, **form.cleaned_data)
        except (AnsweredMeanwhileError, HubIsHeldError, NotTakenError) as error:
            # The same text under a new form: what was typed is still there, and may be sent once more.
            data = form.data.copy()
            data["key"], data["seen"] = uuid.uuid4(), answers.newest(self.feedback)
            again = FeedbackAnswerForm(data)
            again.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(form=again), status=422)
        except AnswerError as error:
            messages.warning(self.request, str(error))
            return redirect(self.back)
        if self.proposal:
            accepted(self.proposal, self.request.user, self.feedback)
        messages.success(self.request, f"Your answer to {self.feedback.number} was handed over to the mail server.")
        return redirect(self.back)
