"""The programmes side by side: how far each is, what is due, what waits, and when it last published."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Aggregate, Count, Max, Q
from wagtail.models import GroupPagePermission, Page, Site, WorkflowState

from cms.base.active_site import site_active
from cms.base.dates import today
from cms.base.requests import EditorRequest
from cms.editing import attention, diary, own_programmes
from cms.editing.permissions import DeskContext, Editing
from cms.pages.viewer import period_of, sites_of
from cms.sites.addresses import SiteAddress
from cms.visibility.rule import Visibility
from programme.models import ProgrammeSettings
from programme.site.progress import ledgers, sentences

from .mixins import ProgrammeAdminMixin

AHEAD = datetime.timedelta(days=14)
MOST = 3  # of what is due and of what waits
A_PAGE = 10
EDITS = ("add_page", "change_page", "publish_page")


@dataclass
class ProgrammeRow:
    """A programme as a row of a table."""

    address: SiteAddress
    name: str
    admin: str
    pages: int = 0
    public: int = 0
    last_published: datetime.datetime | None = None
    editors: int = 0
    reviews: int = 0
    # Only on the page across programmes.
    progress: list = field(default_factory=list)
    due: list = field(default_factory=list)
    more_due: int = 0
    waits: list = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"{self.address.base_url}/"


def facts_of_all(request: EditorRequest, sites: tuple[SiteAddress, ...] | None = None) -> list[ProgrammeRow]:
    """Return a row for each programme. Five statements for any number of programmes."""
    sites = sites_of(request) if sites is None else sites
    present = own_programmes.here(request)
    names = dict(ProgrammeSettings.objects.exclude(name="").values_list("site", "name"))
    rows = [
        ProgrammeRow(one, names.get(one.site_key, one.name), own_programmes.admin_address(one, present))
        for one in sites
    ]
    counted = _counted(sites)
    editors = _editors()
    reviews = _in_review()
    for row in rows:
        top, key = row.address.tree_path, row.address.site_key
        row.pages, row.public = counted[f"pages{key}"], counted[f"public{key}"]
        row.last_published = counted[f"last{key}"]
        # Below a page of the programme, or below one above it: of a hub's only programme the roles are at the root.
        own = (users for path, users in editors.items() if path.startswith(top) or top.startswith(path))
        row.editors = len({user for users in own for user in users})
        row.reviews = sum(path.startswith(top) for path in reviews)
    return rows


def _counted(sites: tuple[SiteAddress, ...]) -> dict[str, Any]:
    asked: dict[str, Aggregate] = {}
    for one in sites:
        below = Q(path__startswith=one.tree_path)
        asked[f"pages{one.site_key}"] = Count("pk", filter=below)
        asked[f"public{one.site_key}"] = Count("pk", filter=below & Q(live=True))
        asked[f"last{one.site_key}"] = Max("last_published_at", filter=below)
    return Page.objects.order_by().aggregate(**asked) if asked else {}


def _editors() -> dict[str, set[int]]:
    """Return the people with roles that write, by the tree path of the page below which they do."""
    found = defaultdict(set)
    rows = GroupPagePermission.objects.filter(permission__codename__in=EDITS, group__user__is_active=True)
    for path, user in rows.values_list("page__path", "group__user").distinct():
        found[path].add(user)
    return found


def _in_review() -> list[str]:
    """Return the tree paths of pages that wait for approval."""
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    keys = [int(key) for key in states.values_list("object_id", flat=True) if key.isdecimal()]
    return list(Page.objects.filter(pk__in=keys, _workflow_states__in=states).values_list("path", flat=True).distinct())


class AcrossView(ProgrammeAdminMixin):
    """Every programme with its progress, what is due and what waits: ten to a page, each with the same number of statements."""

    template_name = "home/admin/across.html"
    page_title = "All programmes"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = [one for one in sites_of(self.request) if not one.is_closed]
        shown = Paginator(kept, A_PAGE).get_page(self.request.GET.get("p"))
        rows = facts_of_all(self.request, tuple(shown.object_list))
        keys = [row.address.site_key for row in rows]
        sites = Site.objects.select_related("root_page").in_bulk(keys)
        editing = Editing(self.request.user)
        for row in rows:
            self._fill(row, sites[row.address.site_key], editing)
        return super().get_context_data(rows=rows, pages=shown, days=AHEAD.days, **kwargs)

    def _fill(self, row: ProgrammeRow, site: Site, editing: Editing) -> None:
        visibility = Visibility(site, period=period_of(self.request))
        asked = DeskContext(self.request.user, visibility, editing)
        with site_active(site):
            row.progress = sentences(ledgers(visibility), today())
            due = [one for one in diary.entries(asked, asked.today, asked.today + AHEAD) if one.last >= asked.today]
            row.due, row.more_due = due[:MOST], max(0, len(due) - MOST)
            row.waits = [group for group in attention.of_programme(asked) if group.lines]
