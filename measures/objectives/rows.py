"""The lists behind the numbers: what a source counts, or which typed figures a measure has, from one day to another."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.models import Site

from cms.base.dates import day_in_address, today
from cms.base.years import objection_to
from cms.editing.permissions import NOTHING
from cms.editing.shown_rows import rows_shown
from cms.editing.views.admin_page import AdminPage
from measures.models import Measure
from measures.models.objectives import days_in_words, number_in_words
from measures.sites import asked_site
from measures.sources import sources

from .records import CountedRow, CountedSource
from .values import figures_of, value_of

VIEW = "measures.view_measure"
ON_A_PAGE = 50


class RowsView(AdminPage):
    """A list of what is counted, with the number that it adds up to."""

    template_name = "measures/admin/rows.html"
    header_icon = "list-ul"
    right = VIEW
    page_above = ("objectives:index", "Objectives")
    heading = ""

    def find(self) -> None:
        if rows_shown(self.request) is NOTHING:
            raise PermissionDenied
        self.first, self.last = self._days()
        self.find_rows(self.kwargs)

    def find_rows(self, named: dict[str, Any]) -> None:
        """Find what the address names, and its heading. Raises Http404."""
        raise NotImplementedError

    def _days(self) -> tuple[datetime.date, datetime.date]:
        """Return the days that the address names; without any those of this year."""
        given = {name: self.request.GET.get(name, "") for name in ("from", "to")}
        if not any(given.values()):
            return today().replace(month=1, day=1), today()
        first, last = (day_in_address(text) for text in given.values())
        if first is None or last is None or objection_to(first) or objection_to(last) or first > last:
            raise Http404("The address has no days, such as ?from=2026-07-01&to=2026-09-30.")
        return first, last

    def get_page_title(self):
        return self.heading

    def get_page_subtitle(self):
        return days_in_words(self.first, self.last)


class SourceRowsView(RowsView):
    """What a source counts. Users who may not see these rows see the number alone."""

    def find_rows(self, named: dict[str, Any]) -> None:
        found = sources.get(named["name"])
        if not isinstance(found, CountedSource):
            raise Http404("The hub has no rows of this name.")
        self.source, self.heading = found, found.label

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        site = self._site()
        records = self.source.records(site, self.first, self.last)
        may_see = self.request.user.has_perm(self.source.permission)
        page: Page | None = None
        if may_see:
            page = Paginator(cast(Any, records), ON_A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "total": number_in_words(records.total),
            "unit": self.source.unit[records.total != 1],
            "rows": page,
            "has_amounts": page is not None and any(row.amount != 1 for row in page.object_list),
            "query": f"site={site.pk}&from={self.first}&to={self.last}",
        }

    def _site(self) -> Site:
        """Return the site that the address names, or that at whose address the admin is used. Raises Http404."""
        found = asked_site(self.request)
        if found is None:
            raise Http404("There is no such programme here.")
        return found


class FigureRowsView(RowsView):
    """The typed figures that a measure has in these days."""

    def find_rows(self, named: dict[str, Any]) -> None:
        self.measure = get_object_or_404(Measure.objects.filter(rows_shown(self.request)), pk=named["measure"])
        self.heading = self.measure.label

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        figures = figures_of(self.measure, self.first, self.last).order_by("-first", "-pk")
        rows = [
            CountedRow(one.first, f"{one.days}: {one.source}", reverse("figures:edit", args=[one.pk]), one.number)
            for one in figures
        ]
        for_total = value_of(self.measure, self.first, self.last)
        page = Paginator(rows, ON_A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "total": number_in_words(for_total if for_total is not None else Decimal(0)),
            "unit": self.measure.unit,
            "rows": page,
            "has_amounts": True,
            "is_latest": not self.measure.adds_up,
            "query": f"from={self.first}&to={self.last}",
        }
