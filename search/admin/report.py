"""The report of queries: those without results first, then the most frequent. The dashboard counts those."""

from __future__ import annotations

import datetime

import django_filters
from django.contrib.auth.models import User
from django.db.models import Case, IntegerField, Max, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Site
from wagtail.permissions import policy_registry, register_permission_policy

from cms.accounts.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, VIEWERS, rights
from cms.base.dates import today
from cms.base.spreadsheets import safe_cell
from cms.editing.permissions import NOTHING, DeskContext
from cms.editing.shown_rows import rows_shown
from cms.pages.viewer import visibility_of
from search.models import AskedFor, PromotedResult, Synonym, counted_on

RECENT_DAYS = 30


def may_see_queries(user: User) -> bool:
    """Say whether the user may see the report."""
    return policy_registry.get_by_type(AskedFor).user_has_permission(user, "view")


def found_nothing_lately(site: Site | None) -> int:
    """Return the number of searches on a site without results in the last 30 days."""
    since = today() - datetime.timedelta(days=RECENT_DAYS)
    empty = counted_on(site).filter(found=0, day__gt=since)
    return empty.aggregate(number=Sum("times"))["number"] or 0


def queries(site: Site | None) -> QuerySet:
    """Return a row for each query on a site: `text`, `asked` (the number of times), `last` (the day), `finds` (the results found
    then)."""
    latest = counted_on(site).filter(text=OuterRef("text")).order_by("-day").values("found")[:1]
    return counted_on(site).values("text").annotate(asked=Sum("times"), last=Max("day"), finds=Subquery(latest))


class QueryFilterSet(WagtailFilterSet):
    """Filters by day and by result."""

    day = django_filters.DateFromToRangeFilter(label="Asked on", widget=DateRangePickerWidget)
    outcome = django_filters.ChoiceFilter(
        label="Outcome",
        method="filter_outcome",
        choices=[("nothing", "Found nothing"), ("something", "Found something")],
    )

    class Meta:
        model = AskedFor
        fields: list[str] = []

    def filter_outcome(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Keep the queries that last found nothing, or those that found something."""
        return rows.filter(finds=0) if value == "nothing" else rows.filter(finds__gt=0)


class RemedyColumn(Column):
    """Remedies for a query."""

    cell_template_name = "search/admin/remedies.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        text, user = instance["text"], parent_context["request"].user
        context["remedies"] = [
            ("See its results", f"{reverse('search')}?{urlencode({'query': text})}"),
            *(
                (label, f"{reverse(model.snippet_viewset.get_url_name('add'))}?{urlencode({field: text})}")
                for label, model, field in (
                    ("Promote a page", PromotedResult, "queries"),
                    ("Add a synonym", Synonym, "words"),
                )
                if policy_registry.get_by_type(model).user_has_permission(user, "add")
            ),
        ]
        return context


class QueryReportView(ReportView):
    """The report. It names nobody: nothing about the people who searched is kept."""

    model = AskedFor
    permission_required = "view"
    page_title = "What people search for"
    header_icon = "search"
    index_url_name = "search_queries"
    index_results_url_name = "search_queries_results"
    results_template_name = "search/admin/queries_results.html"
    filterset_class = QueryFilterSet
    is_searchable = True
    search_fields = ["text"]
    columns = [
        Column("text", label="Words", sort_key="text"),
        NumberColumn("asked", label="Asked", sort_key="asked"),
        NumberColumn("finds", label="Found last time", sort_key="finds"),
        Column("last", label="Last asked", accessor=lambda row: date_format(row["last"]), sort_key="last"),
        RemedyColumn("remedies", label="What you can do"),
    ]
    list_export = ["text", "asked", "finds", "last"]
    export_headings = {"text": "Words", "asked": "Asked", "finds": "Found last time", "last": "Last asked"}
    export_filename = "what-people-search-for"
    custom_field_preprocess = {"text": {"csv": safe_cell}}

    def get_base_queryset(self) -> QuerySet:
        found = queries(visibility_of(self.request).site)
        return found.none() if rows_shown(self.request) == NOTHING else found

    def get_filterset_kwargs(self):
        return super().get_filterset_kwargs() | {"queryset": self.get_base_queryset()}

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        if self.ordering:
            return queryset.order_by(self.ordering, "text")
        nothing = Case(When(finds=0, then=Value(0)), default=Value(1), output_field=IntegerField())
        return queryset.order_by(nothing, "-asked", "text")


def register_search_rights() -> None:
    """Let everybody view the report, because it shows gaps; nobody may change it."""
    register_permission_policy(AskedFor)
    for group in (EDITORS, MODERATORS, PROGRAMME_LEADS, VIEWERS):
        rights.add((group, AskedFor), ("view",))


class SearchPanel(Component):
    """The recent searches without results on the dashboard, for users who may see the report, if there are some."""

    name = "search"
    template_name = "search/admin/dashboard.html"
    order = 70

    def get_context_data(self, parent_context):
        asked = DeskContext.by(parent_context["request"])
        sees = may_see_queries(asked.user) and asked.rows() != NOTHING
        return {"number": found_nothing_lately(asked.site) if sees else 0}
