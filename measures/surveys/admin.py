"""Surveys in the admin: the questions with their answers, and the page of each with what readers answered."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import FieldRowPanel, InlinePanel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from cms.base import words
from cms.base.dates import today
from cms.editing.records import DayColumn, RecordIndexView, RecordViewSet
from cms.pages.conflicts import GuardedForm
from measures.choices import CountKind
from measures.counts.sources import address
from measures.counts.switch import is_on
from measures.counts.tables import HEIGHT, CountReport, report
from measures.models import SurveyQuestion

FEWEST, MOST = 2, 5  # answers
ANSWERED = (
    "Somebody has answered, so question, answers and first day can’t be changed. Close it earlier and ask a new one "
    "instead."
)


class SurveyQuestionForm(GuardedForm):
    """A question. Once somebody has answered, it can only be closed earlier: numbers belong to the words that were read."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_answered = self.instance.is_answered
        self.last_day = self.instance.closes_on
        if self.is_answered and "text" in self.fields:
            self.fields["text"].help_text = ANSWERED

    def clean(self):
        data = super().clean()
        if self.is_answered:
            self._only_closed_earlier(data)
        else:
            self._answers_are_sound()
        return data

    def _only_closed_earlier(self, data: dict[str, Any]) -> None:
        fixed = {"text", "opens_on"} & set(self.changed_data)
        rows = [row for formset in self.formsets.values() for row in formset.forms]
        # Their order may change, and browsers number them anew.
        if fixed or any(set(row.changed_data) - {"ORDER"} for row in rows):
            self.add_error("text" if "text" in self.fields else None, ANSWERED)
        day = data.get("closes_on")
        if day is None or day == self.last_day:
            return
        if day > self.last_day:
            self.add_error("closes_on", f"Somebody has answered, so it can’t be open after {words.day(self.last_day)}.")
        elif day < today():
            self.add_error("closes_on", "Somebody has answered. To close it, choose today at the earliest.")

    def _answers_are_sound(self) -> None:
        formset = self.formsets.get("answers")
        if formset is None or not formset.is_valid():
            return  # the answers have their own errors
        rows = [row.cleaned_data for row in formset.forms if row not in formset.deleted_forms]
        rows = [row for row in rows if row.get("label")]
        labels = {row["label"].casefold() for row in rows}
        if len(rows) < FEWEST:
            self.add_error(None, "Offer at least two answers.")
        elif len(rows) > MOST:
            self.add_error(None, f"Offer {MOST} answers at most.")
        elif len(labels) < len(rows):
            self.add_error(None, "Two answers are the same. Word them differently.")
        elif not any(row.get("is_understood") for row in rows):
            self.add_error(None, "No answer counts as understood. Tick it at one answer at least.")
        elif all(row.get("is_understood") for row in rows):
            self.add_error(None, "Every answer counts as understood. Untick it at one answer at least.")


class SurveyIndexView(RecordIndexView):
    list_export = ["text", "opens_on", "closes_on", "state"]
    export_headings = {"state": "State"}


class SurveyInspectView(generic.InspectView):
    """A question's page: its answers, and how often each was chosen, as a chart and tables."""

    template_name = "measures/admin/survey.html"
    page_title = "Survey"

    def get_context_data(self, **kwargs):
        question, site = self.object, self.object.own_site
        found = self._report()
        return super().get_context_data(**kwargs) | {
            "report": found,
            "answers": question.answers.all(),
            "what": CountKind.SURVEY.label,
            "height": HEIGHT,
            "file": self._file(found) if found else "",
            "is_on": is_on(site),
        }

    def _report(self) -> CountReport | None:
        """Return what was answered; None before it opens."""
        question, site = self.object, self.object.own_site
        if site is None or question.opens_on > today():
            return None
        return report(site, str(CountKind.SURVEY), question.opens_on, question.last_day_so_far)

    def _file(self, found: CountReport) -> str:
        shown = address(str(CountKind.SURVEY), self.object.own_site, found.first, found.last)
        return f"{shown}&export=csv"


class SurveyViewSet(RecordViewSet):
    model = SurveyQuestion
    name = "surveys"
    icon = "help"
    menu_label = "Surveys"
    index_view_class = SurveyIndexView
    inspect_view_class = SurveyInspectView
    base_form_class = SurveyQuestionForm
    search_fields = ["text"]
    ordering = "-opens_on"
    form_fields = None
    list_display = [
        TitleColumn("text", label="Question", url_name="surveys:inspect"),
        DayColumn("opens_on", "Opens on"),
        DayColumn("closes_on", "Closes on"),
        Column("state", label="State"),
    ]
    panels = [
        "text",
        FieldRowPanel(["opens_on", "closes_on"]),
        InlinePanel("answers", heading="Answers", label="Answer", max_num=MOST),
    ]
