"""One flat list for each kind of page, wherever in the tree the pages stand: sorted, searched and filtered.

A column can be sorted by, and a filter used, together with a search only if its field is in the model's
`search_fields`; a test tries all of them.
"""

from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn, ParentPageColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.permissions import page_permission_policy

from cms.admin.pages import WithoutTicks
from cms.choices import DatePrecision
from cms.dates import today
from cms.partial_dates import PartialDate
from programme.choices import NO_UPDATE
from programme.models import (
    CommitmentPage,
    EventPage,
    GroupPage,
    KeyMessagePage,
    MeetingPage,
    NewsPage,
    PublicationPage,
    TeamProfilePage,
    WorkStreamPage,
)
from programme.progress import entry_on, status_on

TREE_ORDER = "ord"  # Wagtail's word for the order that the pages have in the tree


class HubPageFilterSet(PageFilterSet):
    """Wagtail's filters without two that never divide one of these lists; one of them fails together with a search."""

    site = None
    has_child_pages = None


class ListingView(WithoutTicks, IndexView):
    base_filterset_class = HubPageFilterSet

    def get_paginator(self, *args, **kwargs):
        """Count the pages under the name that editors know."""
        paginator = super().get_paginator(*args, **kwargs)
        paginator.verbose_name, paginator.verbose_name_plural = self.verbose_name, self.verbose_name_plural
        return paginator


class CommitmentListingView(ListingView):
    def annotate_queryset(self, pages):
        """Bring the ledgers along: one query for the whole list."""
        return super().annotate_queryset(pages).prefetch_related("progress_entries")


def _entries(page: CommitmentPage) -> list:
    # Sorted here: asked for in another order, the database would be asked again for every row.
    return sorted(page.progress_entries.all(), key=lambda entry: (entry.date, entry.sort_order or 0))


def _status(page: CommitmentPage) -> str:
    status = status_on(_entries(page), today())
    return status.label if status else NO_UPDATE


def _status_date(page: CommitmentPage) -> str:
    entry = entry_on(_entries(page), today())
    return entry.get_date_display() if entry else ""


def _day(page) -> str:
    """Return the page's date as exactly as it is known."""
    return str(PartialDate(page.date, getattr(page, "date_precision", DatePrecision.DAY)))


class RecordColumn(Column):
    """The way to a new entry of the row's ledger, for those who may make one."""

    cell_template_name = "programme/admin/record_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        user = parent_context["request"].user
        context["may_record"] = not instance.alias_of_id and instance.permissions_for_user(user).can_edit()
        return context


def columns(*own) -> list:
    """Return the columns of a list: title first, then the list's own, then what Wagtail says of every page."""
    return [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label="Title", sort_key="title", classname="title"),
        *own,
        DateColumn("latest_revision_created_at", label="Updated", sort_key="latest_revision_created_at", width="12%"),
        PageStatusColumn("status", label="Status", sort_key="live", width="10%"),
    ]


class ListingMenuItem(MenuItem):
    """A list of pages, for those who may open it."""

    def is_shown(self, request):
        return page_permission_policy.user_has_any_permission(request.user, ListingView.any_permission_required)


class Listing(PageListingViewSet):
    """A list of the pages of one type. `plural` is what editors call them."""

    menu_item_class = ListingMenuItem
    index_view_class = ListingView
    plural = ""

    @property
    def menu_label(self):
        return self.plural

    def get_index_view_kwargs(self, **kwargs):
        singular = self.model.get_verbose_name().lower()
        return super().get_index_view_kwargs(
            page_title=self.plural,
            verbose_name=singular,
            verbose_name_plural=self.plural.lower(),
            add_item_label=f"Add {singular}",
            **kwargs,
        )


class WorkStreamListing(Listing):
    name = "work-streams"
    model = WorkStreamPage
    plural = "Work streams"
    icon = "list-ol"
    ordering = TREE_ORDER
    list_filter = ["state", "origin"]
    list_display = columns(
        Column("origin", label="Origin", accessor="get_origin_display", sort_key="origin"),
        Column("state", label="State", accessor="get_state_display", sort_key="state"),
    )


class CommitmentListing(Listing):
    name = "commitments"
    model = CommitmentPage
    plural = "Recommendations and actions"
    icon = "tasks"
    index_view_class = CommitmentListingView
    ordering = TREE_ORDER
    list_filter = ["work_stream", "kind"]
    list_display = columns(
        ParentPageColumn("parent", label="Work stream", width="15%"),
        Column("progress", label="Progress", accessor=_status, width="10%"),
        Column("progress_date", label="Since", accessor=_status_date, width="12%"),
        RecordColumn("record", label="Entry", width="12%"),
    )


class NewsListing(Listing):
    name = "news"
    model = NewsPage
    plural = "News"
    icon = "doc-full-inverse"
    ordering = "-date"
    list_filter = ["kind", "date"]
    list_display = columns(
        Column("date", label="Date", accessor=_day, sort_key="date"),
        Column("kind", label="Kind", accessor="get_kind_display", sort_key="kind"),
        ParentPageColumn("parent", label="Stands under"),
    )


class KeyMessageListing(Listing):
    name = "key-messages"
    model = KeyMessagePage
    filterset_class = HubPageFilterSet
    plural = "Key messages"
    icon = "openquote"
    ordering = TREE_ORDER
    list_display = columns()


class MeetingListing(Listing):
    name = "meetings"
    model = MeetingPage
    plural = "Meetings"
    icon = "date"
    ordering = "-date"
    list_filter = ["state", "date"]
    list_display = columns(
        Column("date", label="Date", accessor=_day, sort_key="date"),
        Column("state", label="State", accessor="get_state_display", sort_key="state"),
        ParentPageColumn("parent", label="Group"),
    )


class GroupListing(Listing):
    name = "groups-of-the-programme"
    model = GroupPage
    filterset_class = HubPageFilterSet
    plural = "Groups"
    icon = "group"
    ordering = TREE_ORDER
    list_display = columns()


class PublicationListing(Listing):
    name = "publications"
    model = PublicationPage
    plural = "Publications"
    icon = "doc-full"
    ordering = "-date"
    list_filter = ["kind", "date"]
    list_display = columns(
        Column("date", label="Date", accessor=_day, sort_key="date"),
        Column("kind", label="Kind", accessor="get_kind_display", sort_key="kind"),
    )


class EventListing(Listing):
    name = "events"
    model = EventPage
    plural = "Events"
    icon = "calendar"
    ordering = "-start"
    list_filter = ["kind", "start"]
    list_display = columns(
        Column("start", label="Begins", accessor="get_start_display", sort_key="start"),
        Column("kind", label="Kind", accessor="get_kind_display", sort_key="kind"),
    )


class TeamListing(Listing):
    name = "team"
    model = TeamProfilePage
    filterset_class = HubPageFilterSet
    plural = "Team"
    icon = "user"
    ordering = TREE_ORDER
    list_display = columns(Column("post_title", label="Post"))


class ProgrammeGroup(ViewSetGroup):
    """The first entry of the menu, in the order of what editors do most.

    One entry with a list inside, not nine entries: with Wagtail's own the menu would pass a small screen. What is done
    daily (news, progress, a meeting) is one click away on the dashboard. Apps further right add by `submenu_hook`.
    """

    menu_label = "Programme"
    menu_name = "programme"
    menu_icon = "clipboard-list"
    menu_order = 50
    submenu_hook = "register_programme_menu_item"
    items = (
        WorkStreamListing,
        CommitmentListing,
        NewsListing,
        KeyMessageListing,
        MeetingListing,
        GroupListing,
        PublicationListing,
        EventListing,
        TeamListing,
    )
