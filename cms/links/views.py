"""Broken links: the report, and the reminders."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import path
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry, register_permission_policy

from cms.accounts.roles import EDITORS, MODERATORS, PROGRAMME_LEADS, rights
from cms.base.spreadsheets import safe_cell
from cms.editing.attention import AttentionGroup, AttentionLine
from cms.editing.permissions import NOTHING, DeskContext
from cms.editing.shown_rows import rows_shown
from cms.links.models import BROKEN_AFTER, Link, ScannedPage
from cms.media.models import HubDocument
from cms.pages.viewer import visibility_of
from cms.visibility.rule import Visibility

# In the address of the form of a site's names and contact; the site's key follows.
SETTINGS = "/settings/cms/hubsettings/"


def broken(visibility: Visibility) -> QuerySet[Link]:
    """Return the links on published pages that lead to nothing public, or to addresses that failed often enough."""
    pages = visibility.filter(Page.objects.filter(pk=OuterRef("to_page")))
    documents = visibility.filter(HubDocument.objects.filter(pk=OuterRef("to_document")))
    return Link.objects.filter(
        _on_the_site(visibility),
        Q(address__failed_days__gte=BROKEN_AFTER)
        | (Q(to_page__isnull=False) & ~Exists(pages))
        | (Q(to_document__isnull=False) & ~Exists(documents)),
        Q(page=None) | Q(page__live=True),
    )


def _on_the_site(visibility: Visibility) -> Q:
    """Return the condition for links on pages of the site, in its own settings, and in terms, which all programmes share."""
    if len(visibility.sites) < 2:
        return Q()
    settings = Q(thing_url__contains=SETTINGS)
    own = Q(thing_url__endswith=f"{SETTINGS}{visibility.site_key}/")
    return Q(visibility.in_shown_tree("page__path"), page__isnull=False) | (Q(page=None) & (~settings | own))


def links(asked: DeskContext) -> Iterable[AttentionGroup]:
    """Broken links, and introductions without their list. Two queries, and those for hidden pages."""
    shown = Q() if asked.works_here else NOTHING
    rows = broken(asked.visibility).filter(shown).select_related("address", "page").order_by("page__path", "pk")
    rows = rows.only("address__address", "address__problem", "page__path", "page__owner_id", "page__title", *_OWN)
    yield AttentionGroup(
        "broken-links",
        "links that lead nowhere",
        "Readers who follow them find nothing. An address on another site is listed once it has failed on two days.",
        [
            AttentionLine(
                f"{link.stands_on}: {link.leads_to}",
                f"{link.problem} It is in “{link.field}”.",
                asked.editing.address(link.page_id, link.page.path, link.page.owner_id)
                if link.page
                else link.thing_url,
                key=f"{link.page_id or link.thing_url} {link.address_id} {link.to_page} {link.to_document}",
            )
            for link in rows
        ],
    )
    here = asked.visibility.in_shown_tree("page__path") if len(asked.visibility.sites) > 1 else Q()
    intros = ScannedPage.objects.exclude(announces="").filter(shown, here, page__live=True).order_by("page__path")
    yield AttentionGroup(
        "lists-announced",
        "introductions to a list that isn't there",
        "A heading, or a sentence that ends with a colon, promises something that doesn't follow.",
        [
            AttentionLine(
                title, f"“{words}” is followed by nothing.", asked.editing.address(pk, path, owner), key=f"{pk}"
            )
            for pk, path, owner, title, words in intros.values_list(
                "page_id", "page__path", "page__owner_id", "page__title", "announces"
            )
        ],
    )


_OWN = ("page", "thing", "thing_url", "field", "text", "address", "to_page", "to_document")


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
