"""The report “Counts” in the admin, and the figures of single pages and issues."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button

from cms.editing.menu_items import GuardedMenuItem
from measures.counts.admin import CountsView, may_see_counts
from measures.counts.detail_views import IssueCountsView, PageCountsView, address_of
from newsletter.admin.desk import issue_links


@hooks.register("register_admin_urls")
def register_urls():
    return [
        path("reports/counts/", CountsView.as_view(), name="counts"),
        path("reports/counts/pages/<int:pk>/", PageCountsView.as_view(), name="counts_of_page"),
        path("reports/counts/issues/<int:pk>/", IssueCountsView.as_view(), name="counts_of_issue"),
    ]


@hooks.register("register_reports_menu_item")
def offer_counts():
    return GuardedMenuItem(
        "Counts", reverse("counts"), name="counts", icon_name="order", order=660, may_see=may_see_counts
    )


@hooks.register("register_page_header_buttons")
def offer_the_figures_of_a_page(page, user, view_name, next_url=None):
    """On a page with an address, lead to its figures."""
    if page.pk and page.depth > 1 and may_see_counts(user):
        yield Button("Figures", address_of(page), icon_name="order", priority=75)


def _figures_of_an_issue(issue, user):
    return ("Figures", address_of(issue)) if may_see_counts(user) else None


issue_links.add("measures.counts", _figures_of_an_issue)
