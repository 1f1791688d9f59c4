"""Documents: choose them, see what was found in each, and decide about the proposals one by one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages

from programme.intake import imports
from programme.intake.documents import proposals
from programme.intake.documents.drafts import NotPossibleNowError
from programme.models import Intake, IntakeDocument, IntakeKind, IntakeProposal, IntakeState, ProposalState

from .document_forms import DocumentsForm, DraftForm, ProposalForm, StreamForm
from .mixins import IntakeAdminMixin


class NewDocumentsView(IntakeAdminMixin, FormView):
    """The form with the documents."""

    template_name = "programme/admin/intake/new_documents.html"
    page_title = "Read documents"
    header_icon = "doc-full"
    form_class = DocumentsForm

    def form_valid(self, form: DocumentsForm) -> HttpResponse:
        intake = proposals.begin(form.cleaned_data["documents"], self.request.user)
        return redirect("intake_documents", intake.pk)

    def form_invalid(self, form: DocumentsForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class OpenDocumentsMixin(IntakeAdminMixin):
    """A page about an import of documents that isn't finished."""

    header_icon = "doc-full"

    @property
    def intake(self) -> Intake:
        return self.named_intake(kind=IntakeKind.DOCUMENTS, state=IntakeState.OPEN)


class IntakeDocumentsView(OpenDocumentsMixin, TemplateView):
    """The documents of an import, with what was found in each. A POST finishes or discards it."""

    template_name = "programme/admin/intake/documents.html"
    page_title = "Documents"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        intake = self.intake
        if request.POST.get("action") == "finish":
            proposals.finish(intake)
            messages.success(request, "The import is finished. What you didn't accept wasn't made.")
            return redirect("intake", intake.pk)
        if request.POST.get("action") == "discard":
            try:
                imports.discard(intake, request.user)
            except imports.PlanRefusedError:
                messages.error(request, "Drafts were made of it: finish it, then take it back.")
                return redirect("intake_documents", intake.pk)
            messages.success(request, "The import is discarded. Nothing was made of it.")
        return redirect("intakes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        intake = self.intake
        counts = {
            state.value: Count("proposals", filter=Q(proposals__state=state))
            for state in (ProposalState.OPEN, ProposalState.ACCEPTED, ProposalState.SKIPPED)
        }
        documents = intake.documents.annotate(**counts).select_related("page")
        return super().get_context_data(intake=intake, documents=documents, **kwargs)


class IntakeDocumentView(OpenDocumentsMixin, TemplateView):
    """One document: its draft, and its proposals with their passages. A POST decides about one of them."""

    template_name = "programme/admin/intake/document.html"

    def get_page_title(self) -> str:
        return str(self.document)

    @property
    def _documents(self) -> Any:
        return IntakeDocument.objects.filter(intake=self.intake, problem="").select_related("page", "stream", "intake")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.wrong: ProposalForm | None = None
        self.refused_draft: DraftForm | None = None
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.document = get_object_or_404(self._documents, pk=kwargs["upload_id"])
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.document = get_object_or_404(self._documents, pk=kwargs["upload_id"])
        try:
            if request.POST.get("action") == "draft":
                return self._draft()
            if request.POST.get("action") == "stream":
                return self._set_stream()
            return self._decide(get_object_or_404(self.document.proposals, pk=_key(request.POST.get("proposal", ""))))
        except PermissionDenied:
            messages.error(request, "You may not do that: it needs the right to add or edit pages there.")
        except NotPossibleNowError as error:
            messages.error(request, str(error))
        return self.render_to_response(self.get_context_data(), status=422)

    def _draft(self) -> HttpResponse:
        self.refused_draft = form = DraftForm(self.request.POST, document=self.document)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        said = form.cleaned_data
        proposals.make_draft(
            self.document,
            self.request.user,
            title=said["title"],
            date=said["date"],
            group=form.group,
            stream=said["stream"],
        )
        messages.success(self.request, "The draft is made. Accept what belongs into it.")
        return redirect(self._address)

    def _set_stream(self) -> HttpResponse:
        form = StreamForm(self.request.POST, document=self.document)
        if form.is_valid():
            self.document.stream = form.cleaned_data["stream"]
            self.document.save(update_fields=["stream"])
        return redirect(self._address)

    def _decide(self, proposal: IntakeProposal) -> HttpResponse:
        action = self.request.POST.get("action")
        if action == "skip":
            proposals.skip(proposal)
        elif action == "again":
            proposals.take_up(proposal)
        elif action == "accept":
            form = ProposalForm(self.request.POST, instance=proposal, prefix=f"p{proposal.pk}")
            if not form.is_valid():
                self.wrong = form
                return self.render_to_response(self.get_context_data(), status=422)
            try:
                proposals.accept(proposal, self.request.user, form.cleaned_data)
            except NotPossibleNowError as error:
                form.add_error(None, str(error))
            except ValidationError as error:
                form.add_error(None, " ".join(error.messages))
            if form.errors:
                self.wrong = form
                return self.render_to_response(self.get_context_data(), status=422)
        after = self.document.proposals.filter(state=ProposalState.OPEN, place__gt=proposal.place).first()
        return redirect(f"{self._address}#proposal-{(after or proposal).pk}")

    @property
    def _address(self) -> str:
        return reverse("intake_document", args=[self.document.intake_id, self.document.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = list(self.document.proposals.select_related("page"))
        cards = []
        for one in found:
            wrong = self.wrong is not None and self.wrong.instance.pk == one.pk
            form = self.wrong if wrong else ProposalForm(instance=one, prefix=f"p{one.pk}")
            cards.append({"proposal": one, "form": form, "is_wrong": wrong})
        draft = None if self.document.page_id else self.refused_draft or DraftForm(document=self.document)
        context = {"document": self.document, "cards": cards, "draft_form": draft}
        if not draft:
            stream = {"stream": self.document.stream_id}
            context["stream_form"] = StreamForm(document=self.document, initial=stream)
        return super().get_context_data(**context, **kwargs)


def _key(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 12 else 0
