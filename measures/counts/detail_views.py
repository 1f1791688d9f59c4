"""The figures of one page, and of one issue of the update, in the admin."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from cms.base.dates import today
from cms.editing.shown_rows import rows_shown
from cms.pages.addresses import site_of_page
from engagement.reach import months_before
from measures.choices import CountKind
from measures.items.admin import figures_of_item
from measures.items.registration import VIEW
from measures.models.items import ITEMS
from newsletter.models import ArchivedIssue, IssuePage

from . import details
from .admin import RECENT_DAYS, CountsView, DaysForm
from .sources import address
from .tables import CountReport

MONTHS = 12


class PageCountsView(CountsView):
    """How often one page was read by month, from where its readers came, and from which issues."""

    form_class = DaysForm
    file_name = "counts-of-page.csv"
    model: type[Page] = Page
    of_months = True
    site: Site
    kind = CountKind.PAGE

    def find(self, named: dict[str, Any]) -> Site:
        """Return the site of the page that the address names. Raises Http404 if it isn't shown here."""
        self.page = get_object_or_404(self.model.objects.filter(depth__gt=1), pk=named["pk"])
        site = site_of_page(self.page)
        if site is None or not Site.objects.filter(rows_shown(self.request, "pk"), pk=site.pk).exists():
            raise Http404("There is no such page here.")
        return site

    def usual(self) -> dict[str, Any]:
        """Return the months of a year."""
        last = today()
        return {"first": months_before(last.replace(day=1), MONTHS - 1), "last": last}

    def made(self) -> CountReport:
        given = self.form.cleaned_data
        return details.of_page(self.site, self.page, given["first"], given["last"])

    def caption(self) -> str:
        return f"{self.page.title}: times read"

    def links(self) -> list[tuple[str, str]]:
        """Return where the view leads: to the page itself, and to the figures of all for the same days."""
        found = []
        if self.page.live and (public := self.page.specific.full_url):
            found.append(("See the page", public))
        if self.page.permissions_for_user(self.request.user).can_edit():
            found.append(("Edit the page", reverse("wagtailadmin_pages:edit", args=[self.page.pk])))
        if self.report:
            found.append(("Counts of all", address(self.kind, self.site, self.report.first, self.report.last)))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = {"links": self.links(), "about": self.about(), "of_months": self.of_months, "typed": self.typed()}
        return super().get_context_data(**kwargs) | about | {"page_title": f"Figures: {self.page.title}"}

    def typed(self) -> dict[str, Any]:
        """Return the figures that are typed in for an event or meeting, for users who may see them; nothing of other pages."""
        item: Any = self.page.specific
        is_item = isinstance(item, tuple(ITEMS.values()))
        return figures_of_item(item, self.request) if is_item and self.request.user.has_perm(VIEW) else {}

    def about(self) -> list[str]:
        """Return what should be known of the figures."""
        return ["Figures of one page are of whole months."]


class IssueCountsView(PageCountsView):
    """How many came from the links of one issue and where they landed, how often it was read, and who joined and left."""

    file_name = "counts-of-issue.csv"
    model = IssuePage
    of_months = False
    kind = CountKind.UPDATE

    def usual(self) -> dict[str, Any]:
        """Return the days after it began to go out; without that the last days."""
        sent = ArchivedIssue.objects.filter(issue=self.page.pk).values_list("started_at", flat=True).first()
        length = datetime.timedelta(days=RECENT_DAYS - 1)
        first = timezone.localdate(sent) if sent else today() - length
        return {"first": first, "last": min(first + length, today())}

    def made(self) -> CountReport:
        given = self.form.cleaned_data
        return details.of_issue(self.site, self.page.specific, given["first"], given["last"])

    def caption(self) -> str:
        return f"{self.page.title}: visits from its links"

    def about(self) -> list[str]:
        found = [
            "A link of an issue says which issue it is of, and nothing about who follows it. "
            "Links count if counts were on when the issue went out."
        ]
        issues = IssuePage.objects.filter(number=self.page.specific.number).sibling_of(self.page)
        if issues.count() > 1:
            found.append("The parts of an issue have one number, so visits are those from all parts.")
        return found


def address_of(page: Page) -> str:
    """Return the address of the figures of a page or issue."""
    is_issue = issubclass(page.specific_class or Page, IssuePage)
    return reverse("counts_of_issue" if is_issue else "counts_of_page", args=[page.pk])
