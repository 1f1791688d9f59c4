"""Writing help beside the form, and the reports on all pages: their writing, and those without sources."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest
from django.http import Http404, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views.pages.preview import PreviewOnCreateView, PreviewOnEditView
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page, get_page_models
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.accounts.roles import LOOK
from cms.base.spreadsheets import safe_cell
from cms.editing.permissions import Editing
from cms.editing.records import exported
from cms.pages.models import BasePage
from cms.pages.sources import without_sources
from cms.quality.assessment import OLDEST_READER
from cms.quality.findings import Code
from cms.quality.pages import judge_page
from cms.quality.readability import LONG_SENTENCE

MAY_READ_REPORT = ("add", "change", "publish", "lock", "unlock", LOOK)
FIGURES = ("reading_age", "words", "long_share", "errors", "warnings", "advice")


def words_about(page: BasePage) -> dict[str, Any]:
    """Return the panel's context for a page in memory."""
    quality = judge_page(page)
    labels = {field.name: field.verbose_name for field in page._meta.concrete_fields}
    findings = [
        {**finding.as_data(), "label": finding.severity.label, "where": labels.get(finding.place.field, "")}
        for finding in quality.findings
    ]
    return {
        "figures": quality.figures,
        "findings": findings,
        "oldest_reader": OLDEST_READER,
        "long_sentence": LONG_SENTENCE,
    }


class WritingSidePanel(BaseSidePanel):
    """Writing help's findings for the page as last saved; a button checks the text as typed."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = "Toggle writing help"
        icon_name = "openquote"

        def get_context_data(self, parent_context):
            # Only errors: a number that never reaches nought is soon ignored.
            findings = self.panel.words["findings"]
            count = sum(finding["severity"] == "error" for finding in findings)
            return super().get_context_data(parent_context) | {"count": count}

    name = "writing"
    title = "Writing help"
    template_name = "cms/admin/writing_panel.html"
    order = 360

    def __init__(self, page: BasePage, request, *, parent: Page | None = None):
        super().__init__(page, request)
        self.words = words_about(page)
        # A new page is saved automatically and then has a key that only the browser knows, which replaces the 0.
        self.address, self.saved = reverse("writing_help", args=[page.pk or 0]), ""
        if parent is not None:
            self.saved = self.address
            new = [page._meta.app_label, page._meta.model_name, parent.pk]
            self.address = reverse("writing_help_with_new", args=new)

    def get_context_data(self, parent_context):
        return (
            super().get_context_data(parent_context)
            | self.words
            | {"address": self.address, "saved_address": self.saved}
        )


class HelpView(PreviewOnEditView):
    """Writing help's findings for the form as typed. Nothing is saved."""

    http_method_names = ("post",)

    def post(self, request, *args, **kwargs):
        form = self.get_form(request.POST)
        if not self.validate_form(form):
            said = "Something in the form can’t be read yet. Save the draft to see what."
            return JsonResponse({"html": render_to_string("cms/admin/writing_problem.html", {"said": said})})
        form.save(commit=False)
        return JsonResponse({"html": render_to_string("cms/admin/writing_words.html", words_about(self.object))})


class HelpWithNewView(HelpView, PreviewOnCreateView):
    """The same for a page that isn't there yet. Raises Http404 for what is no page."""

    def get_object(self):
        asked = self.kwargs["content_type_app_name"], self.kwargs["content_type_model_name"]
        if asked not in [(model._meta.app_label, model._meta.model_name) for model in get_page_models()]:
            raise Http404
        return super().get_object()


def may_see_report(user) -> bool:
    """Say whether the user may see the report: anybody who works on a page."""
    return PagePermissionPolicy().user_has_any_permission(user, MAY_READ_REPORT)


class WritingFilterSet(WagtailFilterSet):
    """Filters by finding, and by whether the page is public."""

    found = django_filters.ChoiceFilter(label="Found", choices=Code.choices, method="filter_found")
    live = django_filters.BooleanFilter(label="Published", field_name="live")

    class Meta:
        model = Page
        fields: list[str] = []

    def filter_found(self, pages: QuerySet, name: str, value: str) -> QuerySet:
        """Keep the pages with a finding of the code."""
        return pages.filter(latest_revision__writing__codes__contains=f" {value} ")


class WrittenColumn(TitleColumn):
    """The page's title, linked to its form; for viewers to its draft; otherwise without a link."""

    def get_link_url(self, instance: Page, parent_context) -> str:
        editing = Editing(parent_context["request"].user)
        if address := editing.address(instance.pk, instance.path, instance.owner_id):
            return address
        may_look = editing.may_see_draft(instance.path)
        return reverse("wagtailadmin_pages:view_draft", args=[instance.pk]) if may_look else ""


def age_of(page: Page) -> str:
    """Return the reading age of an assessed page, or a note that the text is too short."""
    return "Too few words" if page.reading_age is None else str(page.reading_age)


class WritingReportView(ReportView):
    """Reading age and findings of every page as it was last saved."""

    model = Page
    page_title = "Writing"
    header_icon = "openquote"
    index_url_name = "writing_report"
    index_results_url_name = "writing_results"
    results_template_name = "cms/admin/writing_results.html"
    filterset_class = WritingFilterSet
    is_searchable = False
    default_ordering = "-errors"
    permission_policy = PagePermissionPolicy()
    any_permission_required = MAY_READ_REPORT
    columns = [
        WrittenColumn("title", label="Page", sort_key="title"),
        Column("type", label="Type", accessor=lambda page: page.specific_class.get_verbose_name()),
        Column("reading_age", label="Reading age", accessor=age_of, sort_key="reading_age"),
        NumberColumn("words", label="Words", sort_key="words"),
        NumberColumn("long_share", label="Long sentences, %", sort_key="long_share"),
        NumberColumn("errors", label="Errors", sort_key="errors"),
        NumberColumn("warnings", label="Warnings", sort_key="warnings"),
        NumberColumn("advice", label="Advice", sort_key="advice"),
    ]
    list_export = ["title", "url_path", "live", *FIGURES]
    export_headings = {
        "title": "Title",
        "url_path": "Path",
        "live": "Published",
        "reading_age": "Reading age",
        "words": "Words",
        "long_share": "Long sentences, %",
        "errors": "Errors",
        "warnings": "Warnings",
        "advice": "Advice",
    }
    export_filename = "writing"
    custom_field_preprocess = exported(title=safe_cell, url_path=safe_cell)

    def get_base_queryset(self) -> QuerySet:
        return written_pages(self.request.user)

    def get_filterset_kwargs(self):
        return super().get_filterset_kwargs() | {"queryset": self.get_base_queryset()}

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.order_by(*([self.ordering] if self.ordering else ["-errors", "-warnings"]), "title", "pk")


def written_pages(user) -> QuerySet:
    """Return the assessed pages that the user finds in the admin, each with the figures of its latest revision."""
    kept = {name: F(f"latest_revision__writing__{name}") for name in FIGURES if name != "long_share"}
    share = 100 * F("latest_revision__writing__long_sentences") / Greatest(F("latest_revision__writing__sentences"), 1)
    pages = PagePermissionPolicy().explorable_instances(user).filter(latest_revision__writing__isnull=False)
    return pages.annotate(**kept, long_share=share)


class WithoutSourcesView(ReportView):
    """The published pages that name no source, by title."""

    model = Page
    page_title = "Pages without sources"
    header_icon = "list-ul"
    index_url_name = "without_sources"
    index_results_url_name = "without_sources_results"
    results_template_name = "cms/admin/without_sources_results.html"
    is_searchable = False
    default_ordering = "title"
    permission_policy = PagePermissionPolicy()
    any_permission_required = MAY_READ_REPORT
    columns = [
        WrittenColumn("title", label="Page", sort_key="title"),
        Column("type", label="Type", accessor=lambda page: page.specific_class.get_verbose_name()),
        DateColumn("last_published_at", label="Published", sort_key="last_published_at"),
    ]
    list_export = ["title", "url_path", "last_published_at"]
    export_headings = {"title": "Title", "url_path": "Path", "last_published_at": "Published"}
    export_filename = "pages-without-sources"
    custom_field_preprocess = exported(title=safe_cell, url_path=safe_cell)

    def get_base_queryset(self) -> QuerySet[Page]:
        return without_sources(PagePermissionPolicy().explorable_instances(self.request.user))

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.order_by(self.ordering or "title", "pk")
