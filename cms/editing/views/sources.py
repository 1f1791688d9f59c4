"""The report of pages that don't say where their facts come from."""

from __future__ import annotations

from django.db.models import QuerySet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.base.spreadsheets import safe_cell
from cms.editing.records import exported
from cms.editing.views.writing_help import MAY_READ_REPORT, WrittenColumn
from cms.pages.sources import without_sources


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
