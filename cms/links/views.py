"""The report of broken links."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.urls import path
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry, register_permission_policy

from cms.accounts.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, rights
from cms.base.spreadsheets import safe_cell
from cms.editing.permissions import NOTHING
from cms.editing.shown_rows import rows_shown
from cms.links.broken import broken
from cms.links.models import Link
from cms.pages.viewer import visibility_of


def register_link_rights() -> None:
    """Let all three groups see the report; nobody can change it."""
    register_permission_policy(Link)
    for group in (EDITORS, MODERATORS, PROGRAMME_LEADS):
        rights.add((group, Link), ("view",))


def may_see_links(user: User) -> bool:
    """Say whether the user may see the report."""
    return policy_registry.get_by_type(Link).user_has_permission(user, "view")


class PlaceColumn(Column):
    """The page or other object that contains the link, linked to its form."""

    cell_template_name = "cms/admin/link_place.html"


class BrokenLinksView(ReportView):
    """The source, target and problem of each broken link."""

    model = Link
    permission_required = "view"
    page_title = "Broken links"
    header_icon = "link"
    index_url_name = "broken_links"
    index_results_url_name = "broken_links_results"
    results_template_name = "cms/admin/broken_links_results.html"
    columns = [
        PlaceColumn("place", label="Stands on", accessor="stands_on"),
        Column("field", label="In"),
        Column("leads_to", label="Leads to"),
        Column("problem", label="What is wrong"),
        Column("status", label="Answer"),
        DateColumn("checked", label="Looked at", accessor=lambda link: link.address and link.address.checked_at),
    ]
    list_export = ["stands_on", "field", "text", "leads_to", "problem", "status"]
    export_headings = {
        "stands_on": "Stands on",
        "field": "In",
        "text": "Words",
        "leads_to": "Leads to",
        "problem": "What is wrong",
        "status": "Answer",
    }
    export_filename = "broken-links"
    custom_value_preprocess = ReportView.custom_value_preprocess | {str: {"csv": safe_cell}}

    def get_base_queryset(self) -> QuerySet[Link]:
        found = broken(visibility_of(self.request))
        if rows_shown(self.request) == NOTHING:
            found = found.none()
        return found.select_related("address", "page").order_by("page__path", "pk")


urlpatterns = [
    path("reports/broken-links/", BrokenLinksView.as_view(), name="broken_links"),
    path("reports/broken-links/results/", BrokenLinksView.as_view(results_only=True), name="broken_links_results"),
]
