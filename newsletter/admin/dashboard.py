"""The newsletter's panel on the dashboard: whether issues keep to the promised rhythm, and those being written."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from wagtail.admin.ui.components import Component
from wagtail.models import Site

from cms.editing.permissions import DeskContext
from cms.pages.addresses import in_tree_of
from newsletter.models import ArchivedIssue, IssuePage, NewsletterSettings
from newsletter.rights import archive_page

MOST_BEGUN = 3  # more issues at once are slips, found under “Issues”


@dataclass(frozen=True)
class Rhythm:
    """When the last issue went out and what was promised; `late` once the promise is broken."""

    weeks_promised: int
    last: ArchivedIssue | None
    weeks_since: int | None

    @property
    def late(self) -> bool:
        """Whether more weeks have passed than were promised."""
        return bool(self.weeks_promised) and self.weeks_since is not None and self.weeks_since >= self.weeks_promised

    @classmethod
    def of(cls, site: Site | None, now: datetime.datetime) -> Rhythm:
        """Return the rhythm of a site. It is only shown: no issue is ever made automatically."""
        here = ArchivedIssue.objects.filter(in_tree_of(site, "issue__path"))
        archived = here.select_related("issue").only("issue__title", "started_at")
        last = archived.order_by("-started_at").first()
        weeks = (now - last.started_at).days // 7 if last else None
        return cls(NewsletterSettings.of(site).rhythm, last, weeks)


class NewsletterDashboardPanel(Component):
    """Shown to users who may add an issue."""

    name = "newsletter"
    template_name = "newsletter/admin/dashboard.html"
    order = 60

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        asked = DeskContext.by(request)
        index = archive_page(asked.site)
        if index is None or not index.permissions_for_user(request.user).can_add_subpage():
            return {}
        return {
            "csrf_token": parent_context["csrf_token"],  # a component's template isn't rendered with the request
            "begun": IssuePage.objects.filter(asked.visibility.in_own_tree(), live=False, sends=None).order_by(
                "-latest_revision_created_at"
            )[:MOST_BEGUN],
            "rhythm": Rhythm.of(asked.site, asked.now),
        }
