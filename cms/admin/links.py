"""The report of links that lead nowhere."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import QuerySet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry, register_permission_policy

from cms.delivery.viewer import visibility_of
from cms.links.broken import broken
from cms.models import Link
from cms.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, rights
from cms.spreadsheets import safe_cell


def register_link_rights() -> None:
    """Let all three groups see the report; nobody changes what it says."""
    register_permission_policy(Link)
    for group in (EDITORS, MODERATORS, PROGRAMME_LEADS):
        rights.add((group, Link), ("view",))


def may_see_links(user: User) -> bool:
    """Say whether the user may see the report."""
    return policy_registry.get_by_type(Link).user_has_permission(user, "view")


class PlaceColumn(Column):
    """The page or other thing that the link stands on, with where it is edited."""

    cell_template_name = "cms/admin/link_place.html"


class BrokenLinksView(ReportView):
    """Where each broken link stands, where it was to lead, and what is wrong."""

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
        return found.select_related("address", "page").order_by("page__path", "pk")
