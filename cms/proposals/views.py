"""Proposals in the admin: the list, and the page on which a person reads, changes, accepts or declines one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.views.generic import TemplateView
from django.views.generic.base import TemplateResponseMixin, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.base.requests import EditorRequest
from cms.editing.permissions import NOTHING
from cms.editing.shown_rows import rows_shown

from .kinds import NotAcceptedError, ProgramProposalKind, kind_of, kinds
from .models import ProgramProposal, ProgramProposalState
from .services import accepted, decline, proposed_data

TITLE = "Proposals"
AT_ONCE = 50
LONGEST_VALUE = 400
DECIDED = "Somebody has decided on this proposal meanwhile."


def may_see(user: Any) -> bool:
    """Say whether the user decides on any kind of proposals."""
    return any(kind.may_see(user) for kind in kinds.values())


class DeclineForm(forms.Form):
    """Why a proposal is declined."""

    reason = forms.CharField(
        max_length=500,
        required=True,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For colleagues, and for the person who looks after the program.",
    )


class ProposalsMixin(WagtailAdminTemplateMixin, TemplateResponseMixin, View):
    """A page about the proposals of the programme in which the user works."""

    request: EditorRequest
    header_icon = "clipboard-list"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see(request.user):
            raise PermissionDenied
        return self.answered(request, *args, **kwargs)

    def answered(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return the answer for somebody who decides on proposals."""
        return super().dispatch(request, *args, **kwargs)

    @property
    def proposals(self) -> QuerySet[ProgramProposal]:
        """The proposals that the user may see."""
        shown = [kind.shown(self.request.user) for kind in kinds.values() if kind.may_see(self.request.user)]
        condition = NOTHING
        for one in shown:
            condition |= one
        found = ProgramProposal.objects.filter(rows_shown(self.request) & condition)
        return found.select_related("content_type", "made_by", "decided_by", "site")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        title = self.get_page_title()
        above = [] if title == TITLE else [{"url": reverse("proposals"), "label": TITLE}]
        return [*self.breadcrumbs_items, *above, {"url": "", "label": title}]


class ProposalsView(ProposalsMixin, TemplateView):
    """The list: those that wait, or those decided in the last 90 days."""

    template_name = "cms/admin/proposals/list.html"
    page_title = TITLE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_decided = self.request.GET.get("show") == "decided"
        waiting = Q(state=ProgramProposalState.WAITING)
        found = self.proposals.filter(~waiting if is_decided else waiting)
        shown = Paginator(found.defer("values"), AT_ONCE).get_page(self.request.GET.get("p"))
        rows = [(one, kind.label if (kind := kind_of(one)) else "") for one in shown]
        return super().get_context_data(proposals=shown, rows=rows, is_decided=is_decided, **kwargs)


class ProposalView(ProposalsMixin, TemplateView):
    """One proposal: present and proposed values, the thing's own form filled in, and the form for declining."""

    template_name = "cms/admin/proposals/proposal.html"
    kind: ProgramProposalKind
    thing: Model | None

    def get_page_title(self) -> str:
        return self.proposal.title

    def answered(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with transaction.atomic():
            found = self.proposals
            if request.method == "POST":
                found = found.select_for_update(of=("self",))
            self.proposal = get_object_or_404(found, pk=kwargs["proposal_id"])
            self._find(request)
            return super().answered(request, *args, **kwargs)

    def _find(self, request: HttpRequest) -> None:
        kind, key = kind_of(self.proposal), self.proposal.object_id
        assert kind is not None  # noqa: S101  others aren't among those shown
        self.kind = kind
        self.thing = None if key is None else kind.find(self.proposal.own_site, key)
        if self.thing is not None and request.method == "POST":
            # Nobody else accepts a proposal about it meanwhile.
            self.thing = kind.model._base_manager.select_for_update().filter(pk=key).first()
        self.is_gone = key is not None and self.thing is None
        if self.is_gone and self.proposal.is_waiting:
            self.proposal.outdate()
        if not self.is_gone and not kind.may_decide(request.user, self.proposal.own_site, self.thing):
            raise PermissionDenied

    def post(self, request: EditorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.proposal.is_waiting:
            messages.error(request, DECIDED)
            return redirect("proposal", self.proposal.pk)
        return self._decline() if request.POST.get("action") == "decline" else self._accept()

    def _decline(self) -> HttpResponse:
        form = DeclineForm(self.request.POST)
        if not form.is_valid():
            return self._shown(status=422, decline_form=form)
        decline(self.proposal, self.request.user, form.cleaned_data["reason"])
        messages.success(self.request, f"The proposal “{self.proposal}” is declined.")
        return redirect("proposals")

    def _accept(self) -> HttpResponse:
        if self.kind.own_page(self.proposal):
            return redirect(self.kind.own_page(self.proposal))
        form = self.kind.form(self.thing, self.request.user, self.request.POST)
        if self.request.POST.get("seen") != self._version():
            return self._shown(status=422, meanwhile=list(self._meanwhile(form)))
        if not form.is_valid():
            return self._shown(status=422, form=form)
        try:
            with transaction.atomic():
                sentence, address = self.kind.accept(form, self.proposal, self.thing, self.request.user)
                accepted(self.proposal, self.request.user, self.thing)
        except NotAcceptedError as error:
            form.add_error(None, str(error))
            return self._shown(status=422, form=form)
        messages.success(self.request, sentence, buttons=[messages.button(address, "Open")] if address else None)
        return redirect("proposals")

    def _version(self) -> str:
        return self.kind.version(self.thing) if self.thing is not None else ""

    def _meanwhile(self, sent: Any) -> Iterator[dict[str, str]]:
        """Yield the label and both values of each field in which the form sent differs from the one to accept now."""
        new = self._form()
        for form in (sent, new):
            form.is_valid()
        for name in sent.fields:
            yours, now = (_entered(form, name) for form in (sent, new))
            if yours != now:
                yield {"label": str(sent[name].label), "yours": yours, "now": now}

    def _form(self) -> Any:
        """Return the form of the thing as it is now, with the proposed values in it."""
        user = self.request.user
        return self.kind.form(self.thing, user, proposed_data(self.kind, self.proposal, self.thing, user))

    def _shown(self, *, status: int, **forms_sent: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**forms_sent), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal, user = self.proposal, self.request.user
        context: dict[str, Any] = {"proposal": proposal, "kind": self.kind, "own_page": self.kind.own_page(proposal)}
        if not self.is_gone:
            unfilled = self.kind.form(self.thing, user)
            context["rows"] = list(self._rows(unfilled))
            if proposal.is_waiting and not context["own_page"]:
                context |= {"form": self._form(), "seen": self._version()}
        thing_changed = self.thing is not None and self._version() != proposal.version
        context |= {"has_changed": proposal.is_waiting and thing_changed, "decline_form": DeclineForm()}
        return super().get_context_data(**context | kwargs)

    def _rows(self, unfilled: Any) -> Iterator[dict[str, str]]:
        """Yield the label, present and proposed value of each field that the program gave."""
        for name, value in self.proposal.values.items():
            if name in unfilled.fields:
                bound = unfilled[name]
                present = bound.value() if self.thing is not None else None
                yield {
                    "label": str(bound.label),
                    "present": in_words(bound.field, present),
                    "proposed": in_words(bound.field, value),
                }


def _entered(form: Any, name: str) -> str:
    """Return a value of a form that was checked, whole; one that it refused as it was sent."""
    if name not in form.cleaned_data:
        return str(form.data.get(form.add_prefix(name), ""))
    return in_words(form.fields[name], form.cleaned_data[name], longest=None)


def in_words(field: forms.Field, value: Any, longest: int | None = LONGEST_VALUE) -> str:
    """Return a value of a form as people read it: names instead of keys."""
    if value is None or value == "":
        return ""
    if isinstance(field, forms.ModelMultipleChoiceField):
        keys = [getattr(one, "pk", one) for one in value]
        return ", ".join(str(one) for one in field.queryset.filter(pk__in=keys))  # type: ignore[union-attr]
    if isinstance(field, forms.ModelChoiceField):
        key = getattr(value, "pk", value)
        return str(field.queryset.filter(pk=key).first() or "")  # type: ignore[union-attr]
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return str(dict(choices).get(value, value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    words = strip_tags(str(value))
    return Truncator(words).chars(longest) if longest else words


urlpatterns = [
    path("proposals/", ProposalsView.as_view(), name="proposals"),
    path("proposals/<int:proposal_id>/", ProposalView.as_view(), name="proposal"),
]
