"""The record of imports, and the way of a table: choose it, map its columns, look at each line, import, take back."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages

from cms.base.csv_files import PlanRefusedError
from programme.intake import imports, tables
from programme.intake.plans import mapping_of, plan
from programme.models import Intake, IntakeKind, IntakeState

from .forms import MappingForm, TableForm
from .mixins import TITLE, IntakeAdminMixin

AT_ONCE = 50


class IntakesView(IntakeAdminMixin, TemplateView):
    """The record: who imported when, which file, how much."""

    template_name = "programme/admin/intake/record.html"
    page_title = TITLE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = Paginator(self.intakes.defer("text", "mapping"), AT_ONCE).get_page(self.request.GET.get("p"))
        return super().get_context_data(intakes=shown, **kwargs)


class NewTableView(IntakeAdminMixin, FormView):
    """The form with the table. Nothing is made of it yet."""

    template_name = "programme/admin/intake/table.html"
    page_title = "Import a table"
    form_class = TableForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: TableForm) -> HttpResponse:
        file, text = form.cleaned_data["file"], form.cleaned_data["text"]
        intake = imports.begin(
            form.cleaned_data["kind"],
            text,
            self.request.user,
            file_name=str(file.name) if file else "",
            content=form.content,
            uploads=form.uploads,
        )
        return redirect("intake", intake.pk)

    def form_invalid(self, form: TableForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class IntakeView(IntakeAdminMixin, TemplateView):
    """One import. As long as it is open: its columns and lines; then what it made and changed.

    A POST changes the columns, imports the chosen lines, discards the import, or takes it back.
    """

    def get_template_names(self) -> list[str]:
        name = "plan" if self.intake.state == IntakeState.OPEN else "result"
        return [f"programme/admin/intake/{name}.html"]

    def get_page_title(self) -> str:
        return "Check the lines" if self.intake.state == IntakeState.OPEN else f"Import of {self.intake}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.intake = self.named_intake()
        if self.intake.kind == IntakeKind.DOCUMENTS and self.intake.state == IntakeState.OPEN:
            return redirect("intake_documents", self.intake.pk)
        return self._shown()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.intake = self.named_intake()
        deeds = {"map": self._map, "import": self._import, "discard": self._discard, "undo": self._undo}
        deed = deeds.get(request.POST.get("action", ""))
        try:
            return deed() if deed else self._shown()
        except PlanRefusedError as error:
            messages.error(request, str(error))
            self.intake.refresh_from_db()
            return self._shown(status=422)

    def _map(self) -> HttpResponse:
        self._refuse_unless(IntakeState.OPEN)
        mapping = mapping_of(self.intake, tables.read(self.intake.text))
        form = MappingForm(self.request.POST, kind=self.intake.kind, mapping=mapping)
        if form.is_valid():
            # The lines of this moment: another tab may have imported meanwhile.
            Intake.objects.filter(pk=self.intake.pk, state=IntakeState.OPEN).update(mapping=form.mapping)
        return redirect("intake", self.intake.pk)

    def _import(self) -> HttpResponse:
        numbers = {
            int(number) for number in self.request.POST.getlist("line") if number.isdecimal() and len(number) < 9
        }
        done = imports.carry_out(self.intake, numbers, self.request.user)
        made = f"{done.made} draft{'' if done.made == 1 else 's'} made"
        messages.success(self.request, f"{made}, {done.changed} changed. Nothing is published yet.")
        return redirect("intake", done.pk)

    def _discard(self) -> HttpResponse:
        imports.discard(self.intake, self.request.user)
        messages.success(self.request, "The import is discarded. Nothing was made of it.")
        return redirect("intakes")

    def _undo(self) -> HttpResponse:
        back, stay = imports.undo(self.intake, self.request.user)
        say = messages.warning if stay else messages.success
        say(self.request, f"{back} taken back.{f' {len(stay)} stay as they are: the table says why.' if stay else ''}")
        return redirect("intake", self.intake.pk)

    def _refuse_unless(self, state: IntakeState) -> None:
        if self.intake.state != state:
            raise PlanRefusedError(imports.NOT_OPEN)

    def _shown(self, status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {"intake": self.intake}
        if self.intake.state == IntakeState.OPEN:
            found = plan(self.intake, self.request.user)
            kept = self.request.POST.getlist("line") if status == 422 else None
            context |= {
                "plan": found,
                "mapping": MappingForm(kind=self.intake.kind, mapping=found.mapping),
                "chosen": {line.number for line in found.takeable if kept is None or str(line.number) in kept},
            }
        else:
            context["pages"] = list(self.intake.pages.select_related("page"))
        return self.render_to_response(self.get_context_data(**context), status=status)
