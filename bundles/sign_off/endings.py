"""The end of a programme: its sign-off links stop working."""

from __future__ import annotations

from django.db.models import QuerySet
from django.template.defaultfilters import pluralize
from django.utils import timezone
from wagtail.models import Site

from bundles.models import SignOffLink
from cms.sites.rows import rows_of
from home.programmes.endings import EndingStep

from . import links


class SignOffStep(EndingStep):
    """Open sign-off links are revoked. Answers that were given stay."""

    def stops(self, site):
        found = open_links(site)
        return (
            [f"{len(found)} sign-off link{pluralize(found)} to bundles stop{pluralize(found, 's,')} working."]
            if found
            else []
        )

    def carry_out(self, site, user, form):
        for link in open_links(site):
            links.revoke(link, user)


def open_links(site: Site) -> QuerySet[SignOffLink]:
    """Return the links to bundles of a site that still open them."""
    found = SignOffLink.objects.filter(rows_of(site, "bundle__site"), revoked_at=None, expires_at__gt=timezone.now())
    return found.select_related("bundle")
