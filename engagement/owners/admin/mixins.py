"""What the pages of the admin about owners' reports share: who may open them, and what they show."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from wagtail.models import Site
from wagtail.permissions import page_permission_policy

from cms.editing.shown_rows import pages_shown
from cms.editing.views.admin_page import AdminPage
from cms.pages.addresses import site_of_page
from engagement.models import OwnerReport
from programme.entries import may_record
from programme.models import CommitmentPage

RIGHT = "engagement.change_ownerreport"
TITLE, ICON = "Owners' reports", "mail"


def may_see(user: User | AnonymousUser) -> bool:
    """Say whether the user works on owners' reports: they name people."""
    return user.has_perm(RIGHT)


class OwnerReportsMixin(AdminPage):
    """A page about owners' reports of the programmes that the admin shows."""

    header_icon = ICON
    right = RIGHT
    page_above = ("owner_reports", TITLE)

    @property
    def commitments(self) -> QuerySet[CommitmentPage]:
        """The commitments whose owners the user may ask: those that they may edit."""
        mine = page_permission_policy.instances_user_has_permission_for(self.request.user, "change")
        return CommitmentPage.objects.filter(
            pages_shown(self.request), pk__in=mine.order_by().values("pk"), alias_of=None
        )

    def commitment_of(self, key: int) -> CommitmentPage:
        """Return a commitment that the admin shows. Raises Http404, or PermissionDenied if the user may not edit it."""
        found = CommitmentPage.objects.filter(pages_shown(self.request)).select_related(
            "work_stream", "responsible_body"
        )
        commitment = get_object_or_404(found, pk=key)
        if not may_record(commitment, self.request.user):
            raise PermissionDenied
        return commitment

    def site_of(self, commitment: CommitmentPage) -> Site:
        """Return the site at whose address the owner's links open."""
        site = site_of_page(commitment)
        assert site is not None  # noqa: S101  a hub has a default site
        return site


def with_people(reports: QuerySet[OwnerReport]) -> QuerySet[OwnerReport]:
    """Return reports with what lists of them show."""
    related = ("commitment__work_stream", "contact__organisation", "decided_by", "asked_by")
    return reports.select_related(*related).prefetch_related("links")
