"""The programmes of the hub: their list, and the forms to change, archive, reopen and close one."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.models import Site

from cms.editing import own_programmes
from cms.sites.models import ProgrammeState
from cms.visibility.rule import Visibility
from home import rights
from home.programmes import endings, services
from home.programmes.services import name_of, record_of
from programme.models import ProgrammeSettings

from .across import facts_of_all
from .forms import BELOW, OWN_HOST, ClosingForm, EndForm, ProgrammePlaceForm
from .mixins import ProgrammeAdminMixin

# Each deed: its name on the button, the state that it leads to, and the sentence before it is done.
DEEDS = {
    "archive": (
        "Archive",
        ProgrammeState.ARCHIVED,
        "Its pages stay public, as a record, and each says that the programme has ended. Its forms and lists are closed. You"
        " can reopen it at any time.",
    ),
    "reopen": (
        "Reopen",
        ProgrammeState.OPEN,
        "It is a programme like the others again, with its forms and lists. People who were on its lists aren’t"
        " subscribed again.",
    ),
    "close": (
        "Close",
        ProgrammeState.CLOSED,
        "Readers no longer find its pages, in lists, in the search or by their addresses: these lead to its successor, or"
        " say that it is gone. Its forms and lists are closed. Nothing is deleted: you can reopen it.",
    ),
}


class ProgrammesView(ProgrammeAdminMixin):
    """All programmes with their addresses, states, pages and editors, and how much waits."""

    template_name = "home/admin/programmes.html"
    page_title = "Programmes"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            rows=facts_of_all(self.request),
            may_add=user.has_perm(rights.ADD),
            may_change=user.has_perm(rights.CHANGE),
            **kwargs,
        )


class OwnProgrammesView(ProgrammeAdminMixin):
    """The programmes in which the user works, with the way to the admin of each."""

    right, page_above = "", None
    template_name = "cms/admin/own_programmes.html"
    page_title = "Your programmes"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(programmes=own_programmes.links(self.request), **kwargs)


class OfOneProgrammeMixin(ProgrammeAdminMixin):
    """A page about one programme, which the address names by the key of its site."""

    right = rights.CHANGE
    kwargs: dict[str, Any]

    @cached_property
    def site(self) -> Site:
        return get_object_or_404(Site.objects.select_related("root_page"), pk=self.kwargs["site_id"])


class ProgrammeEditView(OfOneProgrammeMixin, FormView):
    form_class = ProgrammePlaceForm
    template_name = "home/admin/programme_form.html"

    def get_page_title(self) -> str:
        return name_of(self.site)

    def get_initial(self) -> dict[str, Any]:
        record = getattr(self.site, "programme_site", None)
        found = ProgrammeSettings.objects.filter(site=self.site).first() or ProgrammeSettings(site=self.site)
        path = record.path if record else ""
        return {
            "name": found.name or self.site.site_name,
            "short_name": found.short_name,
            "purpose": found.purpose,
            "place": BELOW if path else OWN_HOST,
            "below": str(record.host_id) if record and path else "",
            "path": path,
            "hostname": "" if path else self.site.hostname,
            "spans_programmes": bool(record and record.spans_programmes),
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.site}

    def form_valid(self, form: ProgrammePlaceForm) -> HttpResponse:
        data = form.cleaned_data
        fields = {name: data[name] for name in ("name", "short_name", "purpose", "spans_programmes")}
        if "place" in data:
            fields |= {"path": data["path"], "host": data["host"]}
            record = record_of(self.site)
            fields["hostname"] = data["hostname"] or services.hidden_host(record.key)
        services.change(self.site, fields, self.request.user)
        messages.success(self.request, f"“{data['name']}” is saved.")
        return redirect("programmes")


class ProgrammeStateView(OfOneProgrammeMixin, FormView):
    """Asks, and archives, reopens or closes a programme."""

    template_name = "home/admin/programme_state.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if kwargs["deed"] not in DEEDS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @property
    def deed(self) -> tuple[str, ProgrammeState, str]:
        return DEEDS[self.kwargs["deed"]]

    @property
    def ends(self) -> bool:
        return self.deed[1] != ProgrammeState.OPEN

    def get_form_class(self) -> type[Form]:
        return {ProgrammeState.CLOSED: ClosingForm, ProgrammeState.ARCHIVED: EndForm}.get(self.deed[1], Form)

    def get_page_title(self) -> str:
        return f"{self.deed[0]} {name_of(self.site)}"

    def get_form_kwargs(self) -> dict[str, Any]:
        own = {"own_address": Visibility(self.site).beginning} if self.ends else {}
        return super().get_form_kwargs() | own

    @cached_property
    def forms_of_steps(self) -> dict[str, Form]:
        """The forms of what ends with the programme, by step."""
        if not self.ends:
            return {}
        data = self.request.POST if self.request.method == "POST" else None
        found = {name: step.form(self.site, self.deed[1], data) for name, step in endings.steps.items()}
        return {name: form for name, form in found.items() if form is not None}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        # All are asked, so that all that is wrong is said at once.
        if all([form.is_valid(), *(one.is_valid() for one in self.forms_of_steps.values())]):
            return self.form_valid(form)
        return self.form_invalid(form)

    def form_valid(self, form) -> HttpResponse:
        said, state, _ = self.deed
        if state == ProgrammeState.CLOSED and self.site.is_default_site:
            form.add_error(
                None, "The hub’s own address belongs to this programme. Make another the default site first."
            )
            return self.form_invalid(form)
        user, data = self.request.user, form.cleaned_data
        if self.ends:
            when = {"since": data["since"], "successor": data["successor"]}
            endings.end(self.site, state, user, self.forms_of_steps, **when)
        else:
            services.set_state(self.site, state, user)
        done = {"archive": "archived", "reopen": "open again", "close": "closed"}[self.kwargs["deed"]]
        messages.success(self.request, f"“{name_of(self.site)}” is {done}.")
        return redirect("programmes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said, _, sentence = self.deed
        stops = [line for step in endings.steps.values() for line in step.stops(self.site)] if self.ends else []
        further = list(self.forms_of_steps.values())
        shown = {"save": said, "sentence": sentence, "stops": stops, "further": further}
        return super().get_context_data(site=self.site, ends=self.ends, **shown, **kwargs)
