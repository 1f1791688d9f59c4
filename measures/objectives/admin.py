"""Objectives, measures and typed figures in the admin, and an objective's page with its charts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import path
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from cms.base import words
from cms.base.dates import today
from cms.editing.records import RecordIndexView, RecordViewSet, is_key
from cms.pages.conflicts import GuardedForm
from cms.sites.rows import active_rows
from engagement.reach import months_before
from measures.counts.small import FEWER, LEFT_OUT, is_small
from measures.models import Measure, Objective, TypedFigure
from measures.models.objectives import TYPED_IN, number_in_words
from measures.reports.charts import chart_of
from measures.sources import sources

from .rows import FigureRowsView, SourceRowsView
from .values import PeriodValues, is_level, shown_months

MONTHS_SHOWN = 12


def sources_to_choose() -> list[tuple[str, str]]:
    """Return the sources that a measure can have."""
    return [("", TYPED_IN), *((name, source.label) for name, source in sources.items())]


class ObjectiveIndexView(RecordIndexView):
    list_export = ["title", "description", "owner", "live"]
    export_headings = {"live": "Current"}


class ObjectiveInspectView(generic.InspectView):
    """An objective's page: for each measure its target, the months of a year as a chart and a table."""

    template_name = "measures/admin/objective.html"
    page_title = "Objective"

    def get_context_data(self, **kwargs):
        last = today()
        first = months_before(last.replace(day=1), MONTHS_SHOWN - 1)
        site = self.object.own_site
        values = PeriodValues(site, first, last) if site else None
        measures = self.object.measures.order_by("place", "pk") if values else []
        shown = [self._measure(measure, values) for measure in measures]
        return super().get_context_data(**kwargs) | {"shown": shown, "first": first, "last": last}

    def _measure(self, measure: Measure, values: PeriodValues) -> dict[str, Any]:
        points = values.by_month(measure)
        number = values.of(measure, values.first, values.last)
        level = is_level(measure.counted) or not (measure.source or measure.adds_up)
        source = measure.counted
        is_few = source is not None and source.hides_small and is_small(number)
        hidden = values.hidden(source, [(one.first, one.last) for one in points])
        texts = shown_months(points, number, source, hidden=hidden.parts)
        met = None if is_few or hidden.whole else measure.is_met_by(number)
        in_words = (
            LEFT_OUT if hidden.whole else FEWER if is_few else None if number is None else number_in_words(number)
        )
        return {
            "measure": measure,
            "points": list(zip(points, texts, strict=True)),
            "number": in_words and f"{in_words} {measure.unit}",
            "level": level,
            "met": met,
            "chart": chart_of(
                [
                    (point.label, None if text == LEFT_OUT else point.number)
                    for point, text in zip(points, texts, strict=True)
                ],
                target=measure.target if level else None,
            ),
        }


class ObjectiveViewSet(RecordViewSet):
    model = Objective
    name = "objectives"
    icon = "crosshairs"
    menu_label = "Objectives"
    index_view_class = ObjectiveIndexView
    inspect_view_class = ObjectiveInspectView
    search_fields = ["title", "description"]
    related = ("owner",)
    ordering = "place"
    form_fields = None
    list_display = [
        TitleColumn("title", label="Objective", url_name="objectives:inspect"),
        Column("owner", label="Owner"),
        Column("live", label="Current", accessor=lambda one: "Yes" if one.live else "No"),
    ]
    panels = [
        "title",
        "description",
        FieldRowPanel(["owner", "place"]),
        "live",
    ]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("rows/<slug:name>/", SourceRowsView.as_view(), name="rows"),
            path("figures/<int:measure>/", FigureRowsView.as_view(), name="figures"),
        ]


class MeasureForm(GuardedForm):
    """A measure. What is wrong is said at its field."""

    source = forms.ChoiceField(
        choices=sources_to_choose,
        required=False,
        label="Source",
        help_text="What the hub counts. Without one, its figures are typed in.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "objective" in self.fields:
            self.fields["objective"].queryset = Objective.objects.filter(active_rows())
        if "unit" in self.fields:
            self.fields["unit"].error_messages["required"] = "Say what it counts, such as “readers” or “per cent”."

    def clean_target_by(self):
        day = self.cleaned_data["target_by"]
        if day and day <= today() and "target_by" in self.changed_data:
            raise ValidationError(f"{words.day(day)} isn't in the future. A target is for a day to come.")
        return day


class MeasureCreateView(generic.CreateView):
    def get_initial(self):
        asked = self.request.GET.get("objective", "")
        return super().get_initial() | ({"objective": int(asked)} if is_key(asked) else {})


class MeasureIndexView(RecordIndexView):
    list_export = ["objective", "label", "unit", "source_label", "target", "target_by", "direction"]
    export_headings = {"source_label": "Source"}


class MeasureViewSet(RecordViewSet):
    model = Measure
    name = "measures"
    icon = "order"
    menu_label = "Measures"
    index_view_class = MeasureIndexView
    add_view_class = MeasureCreateView
    inspect_view_enabled = False
    base_form_class = MeasureForm
    search_fields = ["label", "objective__title"]
    related = ("objective",)
    list_filter = ["objective"]
    form_fields = None
    list_display = [
        "label",
        Column("objective", label="Objective"),
        Column("source", label="Source", accessor="source_label"),
        Column("target", label="Target", accessor="target_in_words"),
    ]
    panels = [
        "objective",
        MultiFieldPanel([FieldRowPanel(["label", "unit"]), "source"], "What is measured"),
        MultiFieldPanel([FieldRowPanel(["target", "target_by"]), "direction"], "Target"),
        MultiFieldPanel(["adds_up", "counts_people", "place"], "How it is shown"),
    ]


class FigureForm(GuardedForm):
    """A typed figure. The user who saves it counts as the one who recorded it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "measure" in self.fields:
            self.fields["measure"].queryset = Measure.objects.filter(active_rows(), source="")
            self.fields["measure"].help_text = "One whose figures are typed in."
        if "source" in self.fields:
            self.fields["source"].error_messages["required"] = (
                "Say where the number is from, so that others can find it."
            )

    def save(self, commit=True):
        self.instance.recorded_by = self.for_user
        return super().save(commit)


class FigureCreateView(generic.CreateView):
    def get_initial(self):
        asked = self.request.GET.get("measure", "")
        return super().get_initial() | ({"measure": int(asked)} if is_key(asked) else {})


class FigureIndexView(RecordIndexView):
    list_export = ["measure", "first", "last", "number", "source", "note", "recorded_by"]
    export_headings = {"first": "First day", "last": "Last day"}


class FigureViewSet(RecordViewSet):
    model = TypedFigure
    name = "figures"
    icon = "edit"
    menu_label = "Typed figures"
    index_view_class = FigureIndexView
    add_view_class = FigureCreateView
    inspect_view_enabled = False
    base_form_class = FigureForm
    search_fields = ["measure__label", "source", "note"]
    related = ("measure", "recorded_by")
    list_filter = ["measure"]
    ordering = "-first"
    form_fields = None
    list_display = [
        TitleColumn("measure", label="Measure", url_name="figures:edit"),
        Column("days", label="Days", sort_key="first"),
        Column("number", label="Number", accessor=lambda one: f"{number_in_words(one.number)} {one.measure.unit}"),
        Column("source", label="Source"),
        Column("recorded_by", label="Recorded by"),
    ]
    panels = [
        "measure",
        FieldRowPanel(["first", "last"]),
        "number",
        "source",
        "note",
    ]
