"""What owners' reports add to the hub. Called when the app is ready."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.template.defaultfilters import pluralize
from wagtail.models import Site

from cms.pages.addresses import in_tree_of
from engagement.models import OwnerReport
from engagement.models.owners import OPEN
from home.programmes.endings import EndingStep

from . import answers


class OwnerReportsStep(EndingStep):
    """When a programme ends, owners are asked no more. What is open is closed, and its links stop; entries stay."""

    def stops(self, site: Site) -> list[str]:
        number = self._reports(site).count()
        if not number:
            return []
        return [f"{number} report{pluralize(number)} of owners {pluralize(number, 'is,are')} closed, without an entry."]

    def carry_out(self, site: Site, user: User, form) -> None:
        for report in self._reports(site):
            answers.close(report, user)

    def _reports(self, site: Site) -> QuerySet[OwnerReport]:
        return OwnerReport.objects.filter(in_tree_of(site, "commitment__path"), state__in=OPEN)


def register() -> None:
    """Register the jobs, and what the end of a programme and of a secret does to links."""
    from cms.editing import attention
    from cms.operations import secret_uses
    from home.programmes import endings

    from . import links, requests, retention  # noqa: F401  importing them declares their jobs
    from .admin.attention import owner_reports

    attention.reporters.add("engagement.owners", owner_reports)
    endings.steps.add("owner_reports", OwnerReportsStep())
    secret_uses.sources.add("owner_reports", partial(secret_uses.of_links, links.LINKS), order=26)
