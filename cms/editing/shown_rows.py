"""The rows and pages that the admin shows at the address of a site: its own, and at the organisation's own site all.

Rights to records hold on every site. So nobody is shown those of a site on which they have no rights to any page.
"""

from __future__ import annotations

from django.db.models import Q
from django.forms import BaseForm
from django.http import HttpRequest

from cms.editing.permissions import NOTHING, DeskContext, works_on
from cms.pages.site_choices import listed_fields
from cms.pages.viewer import request_now, visibility_of
from cms.sites.rows import SiteRow, rows_of, shared_and
from cms.visibility.belongings import Own


def rows_shown(request: HttpRequest, lookup: str = "site") -> Q:
    """Return the condition for the rows to show; `lookup` leads to the column with their site."""
    if all_are_shown(request):
        return Q()
    return rows_of(visibility_of(request).site, lookup) if _works_here(request) else NOTHING


def rows_shown_now(lookup: str = "site") -> Q:
    """Return the same for the request being answered; outside of requests for all rows."""
    request = request_now()
    return rows_shown(request, lookup) if request else Q()


def sharable_rows_shown(request: HttpRequest, lookup: str = "site") -> Q:
    """Return the condition for the sharable rows to show: those that all programmes share, and those of `rows_shown`."""
    here = rows_shown(request, lookup)
    return shared_and(here, lookup) if here else here


def sharable_rows_shown_now(lookup: str = "site") -> Q:
    """Return the same for the request being answered; outside of requests for all rows."""
    request = request_now()
    return sharable_rows_shown(request, lookup) if request else Q()


def pages_shown(request: HttpRequest, lookup: str = "path") -> Q:
    """Return the condition for the pages to show, published or not; `lookup` leads to their path."""
    if all_are_shown(request):
        return Q()
    return visibility_of(request).in_own_tree(lookup) if _works_here(request) else NOTHING


def pages_shown_now(lookup: str = "path") -> Q:
    """Return the same for the request being answered; outside of requests for all pages."""
    request = request_now()
    return pages_shown(request, lookup) if request else Q()


def limit_filters(form: BaseForm, request: HttpRequest) -> None:
    """Take the pages and rows that aren't shown from the filters of a list."""
    for field, offered in listed_fields(form).values():
        if not all_are_shown(request):
            here = Own.of(visibility_of(request)).condition(offered.model) if _works_here(request) else NOTHING
            field.queryset = offered.filter(here or Q())


def all_are_shown(request: HttpRequest) -> bool:
    """Say whether the admin shows everything: the hub has one site, or this is the organisation's own."""
    return len(visibility_of(request).sites) < 2 or shows_all(request)


def shows_all(request: HttpRequest) -> bool:
    """Say whether the admin is used at the address of the organisation's own site, by somebody who works on it."""
    address = visibility_of(request).address
    return address is not None and address.spans_programmes and _works_here(request)


def programme_of(row: SiteRow) -> str:
    """Return the name of the programme that a row belongs to."""
    return (row.site.site_name or str(row.site)) if row.site else ""


def _works_here(request: HttpRequest) -> bool:
    return works_on(DeskContext.by(request).editing, visibility_of(request))
