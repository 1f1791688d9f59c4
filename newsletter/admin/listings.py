"""The list of issues in the admin's menu."""

from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageTitleColumn

from cms.base import words
from newsletter.models import IssuePage
from newsletter.states import state_of
from programme.admin.listings import Listing, ListingView


class IssueListingView(ListingView):
    def annotate_queryset(self, pages):
        """Prefetch what an issue's state is made of: two queries for the whole list."""
        return super().annotate_queryset(pages).prefetch_related("sends", "snapshots")


class IssueListing(Listing):
    """Issues with their state instead of a page's status: an approved issue is a draft until it goes out."""

    name = "newsletter-issues"
    model = IssuePage
    plural = "Issues"
    icon = "mail"
    index_view_class = IssueListingView
    ordering = "-number"
    list_display = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label="Title", sort_key="title", classname="title"),
        Column("status", label="Status", accessor=lambda page: state_of(page).phrase, width="24%"),
        Column("number", label="Number", sort_key="number"),
        Column("date", label="Date", accessor=lambda page: words.day(page.date), sort_key="date"),
        DateColumn("latest_revision_created_at", label="Updated", sort_key="latest_revision_created_at", width="12%"),
    ]
