"""One flat list for each kind of page, wherever its pages are in the tree: sorted, searched and filtered.

While searching, a list can be sorted or filtered by a field only if it is in the model's `search_fields`; a test tries
all.
"""

from functools import partial

from django.utils.functional import cached_property
from django.utils.text import capfirst
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn, ParentPageColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.permissions import page_permission_policy

from cms.base.dates import today
from cms.base.local_texts import in_words, worded_label
from cms.editing.shown_rows import limit_filters, pages_shown
from cms.editing.views.pages import WithoutTicks
from cms.editing.views.places import PlaceView
from cms.models import BasePage
from cms.pages import kinds
from cms.pages.kinds import known_date
from programme.choices import NO_UPDATE, STATUSES
from programme.models import CommitmentPage, GroupPage, TeamProfilePage
from programme.progress import entry_on, status_on

WIDE = "hub-wide"  # the class of columns for which a telephone has no room
TREE_ORDER = "ord"  # Wagtail's name for the order of the tree
# Addresses in the admin that are those of its own lists.
WAGTAILS = {"collections"}


class HubPageFilterSet(PageFilterSet):
    """Wagtail's filters without two that are of no use in these lists; one of them also fails together with a search."""

    site = None
    has_child_pages = None


class ListingView(WithoutTicks, IndexView):
    base_filterset_class = HubPageFilterSet

    def get_base_queryset(self):
        return super().get_base_queryset().filter(pages_shown(self.request))

    @cached_property
    def filters(self):
        found = super().filters
        if found is not None:
            limit_filters(found.form, self.request)
        return found

    def get_paginator(self, *args, **kwargs):
        """Count the pages under the name that editors use."""
        paginator = super().get_paginator(*args, **kwargs)
        paginator.verbose_name, paginator.verbose_name_plural = self.verbose_name, self.verbose_name_plural
        return paginator


class CommitmentListingView(ListingView):
    def annotate_queryset(self, pages):
        """Prefetch the ledgers: one query for the whole list."""
        return super().annotate_queryset(pages).prefetch_related("progress_entries")


def _entries(page: CommitmentPage) -> list:
    # Sorted here: `order_by` would ignore the prefetched entries and query every row.
    return sorted(page.progress_entries.all(), key=lambda entry: (entry.date, entry.sort_order or 0))


def _status(page: CommitmentPage) -> str:
    status = status_on(_entries(page), today())
    return STATUSES(status).label if status else NO_UPDATE


def _status_date(page: CommitmentPage) -> str:
    entry = entry_on(_entries(page), today())
    return entry.get_date_display() if entry else ""


class RecordColumn(Column):
    """A link to record progress, for users who may."""

    cell_template_name = "programme/admin/record_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        user = parent_context["request"].user
        context["may_record"] = not instance.alias_of_id and instance.permissions_for_user(user).can_edit()
        return context


def columns(*own) -> list:
    """Return the columns of a list: the title, the list's own columns, then those that Wagtail has for every page.

    A narrow screen shows title and status alone.
    """
    for column in own:
        column.classname = WIDE
    updated = "latest_revision_created_at"
    return [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label="Title", sort_key="title", classname="title"),
        *own,
        DateColumn(updated, label="Updated", sort_key=updated, width="12%", classname=WIDE),
        PageStatusColumn("status", label="Status", sort_key="live", width="10%"),
    ]


class ListingMenuItem(MenuItem):
    """A menu item of a list, for users who may open it."""

    def is_shown(self, request):
        return page_permission_policy.user_has_any_permission(request.user, ListingView.any_permission_required)


class Listing(PageListingViewSet):
    """A list of the pages of one type. `plural` is what editors call them."""

    menu_item_class = ListingMenuItem
    index_view_class = ListingView
    choose_parent_view_class = PlaceView
    plural = ""

    @property
    def menu_label(self):
        return self.plural

    def _singular(self) -> str:
        return self.model.get_verbose_name().lower()

    def get_index_view_kwargs(self, **kwargs):
        # The view is made once, and chooses the words of its programme each time.
        return super().get_index_view_kwargs(
            page_title=self.plural,
            verbose_name=in_words(self._singular),
            verbose_name_plural=in_words(lambda: self.plural.lower()),
            add_item_label=in_words(lambda: f"Add {self._singular()}"),
            **kwargs,
        )


def listing_of(model: type[BasePage]) -> type[Listing]:
    """Return the list for a type, made from its kind: its date, its choices, and its parent page if parents differ."""
    kind, own = model.page_kind, []
    if kind.date:
        accessor = partial(_date, name=kind.date)
        own.append(Column(kind.date, label=_label(model, kind.date), accessor=accessor, sort_key=kind.date))
    for name in kind.columns:
        own.append(Column(name, label=_label(model, name), accessor=f"get_{name}_display", sort_key=name))
    parents = model.allowed_parent_page_models()
    if len(parents) > 1:
        own.append(ParentPageColumn("parent", label="Belongs to"))
    elif parents and not kinds.is_directly_listed(model):
        own.append(ParentPageColumn("parent", label=in_words(parents[0].get_verbose_name)))
    filters = [*kind.columns, *filter(None, [kind.date])]
    return type(
        f"{model.__name__}Listing",
        (Listing,),
        {
            "name": f"{kind.address}-of-the-programme" if kind.address in WAGTAILS else kind.address,
            "model": model,
            "plural": kind.plural,
            "icon": kind.icon,
            "ordering": f"-{kind.date}" if kind.date else TREE_ORDER,
            "list_display": columns(*own),
            **({"list_filter": filters} if filters else {"filterset_class": HubPageFilterSet}),
        },
    )


def _label(model: type[BasePage], name: str) -> str:
    # The check `cms.E008` reports a field that doesn't exist.
    return capfirst(model._meta.get_field(name).verbose_name if kinds.has_field(model, name) else name)


def _date(page: BasePage, name: str) -> str:
    """Return the page's date as exactly as it is known."""
    return str(known_date(page, name) or "")


class CommitmentListing(Listing):
    name = "commitments"
    model = CommitmentPage
    plural = worded_label("Recommendations and actions")
    icon = "tasks"
    index_view_class = CommitmentListingView
    ordering = TREE_ORDER
    list_filter = ["work_stream", "kind"]
    list_display = columns(
        ParentPageColumn("parent", label=worded_label("Work stream"), width="15%"),
        Column("progress", label="Progress", accessor=_status, width="10%"),
        Column("progress_date", label="Since", accessor=_status_date, width="12%"),
        RecordColumn("record", label="Entry", width="12%"),
    )


class GroupListing(Listing):
    name = "groups-of-the-programme"
    model = GroupPage
    filterset_class = HubPageFilterSet
    plural = worded_label("Groups")
    icon = "group"
    ordering = TREE_ORDER
    list_display = columns()


class TeamListing(Listing):
    name = "team"
    model = TeamProfilePage
    filterset_class = HubPageFilterSet
    plural = "Team"
    icon = "user"
    ordering = TREE_ORDER
    list_display = columns(Column("post_title", label="Post"))


# Lists that show more than their kinds declare.
OWN: dict[type[BasePage], type[Listing]] = {
    listing.model: listing for listing in (CommitmentListing, GroupListing, TeamListing)
}


class ProgrammeGroup(ViewSetGroup):
    """The first entry of the menu, in the order of what editors do most.

    One entry with a submenu, not nine entries: with Wagtail's own they wouldn't fit a small screen. Daily tasks (news,
    progress, meetings) are one click away on the dashboard. Later apps add theirs by `submenu_hook`.
    """

    menu_label = "Programme"
    menu_name = "programme"
    menu_icon = "clipboard-list"
    menu_order = 50
    submenu_hook = "register_programme_menu_item"
    items = tuple(
        OWN.get(model) or listing_of(model)
        for model in sorted(kinds.models(listing=True), key=lambda model: model.page_kind.menu_order)
    )
