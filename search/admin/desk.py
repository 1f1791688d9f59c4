"""The admin's search: the page to which the search box of the menu leads."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from wagtail.admin.search import SearchArea

from cms.pages.viewer import visibility_of
from search.confidence import confidential
from search.desk.answers import DeskQuestion, find
from search.site_page import LAST_PAGE, number

ON_A_PAGE = 20
PAGES_ONLY = "pages"


class DeskSearchArea(SearchArea):
    """The first of the admin's searches, so that the menu's box leads to it."""

    def __init__(self):
        super().__init__("Everything", reverse("desk_search"), name="desk", icon_name="search", order=0)


def without_titles_only(request: HttpRequest, areas: list[SearchArea]) -> None:
    """Leave out Wagtail's search for pages, which knows less than ours."""
    areas[:] = [area for area in areas if area.name != PAGES_ONLY]


@require_safe
@confidential
def search(request: HttpRequest) -> HttpResponse:
    """Answer `/admin/search/?q=…` with everything that the person may see."""
    typed, kind = request.GET.get("q", ""), number(request.GET.get("kind")) or None
    page = min(max(number(request.GET.get("p")), 1), LAST_PAGE)
    question = DeskQuestion(typed, kind, (page - 1) * ON_A_PAGE, ON_A_PAGE, exact="exact" in request.GET)
    found = find(question, cast(User, request.user), visibility_of(request))
    numbered = Paginator(range(found.total), ON_A_PAGE)
    if page > numbered.num_pages:
        return redirect(_address(typed, kind, p=numbered.num_pages))
    every = sum(each.count for each in found.kinds)
    context = {
        "header_title": "Search",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {"url": "", "label": "Search"},
        ],
        "header_icon": "search",
        "found": found,
        "chosen": kind,
        "every": every,
        "kinds": [(each, _address(typed, each.key)) for each in found.kinds],
        "all_url": _address(typed),
        "exact_url": _address(typed, exact=1),
        "suggestion_url": _address(found.suggestion),
        "numbered": numbered.page(page),
        "base_url": _address(typed, kind),
    }
    return render(request, "search/admin/desk.html", context)


def _address(typed: str, kind: int | None = None, **more: int) -> str:
    asked: list[tuple[str, str | int]] = [("q", typed), *([("kind", kind)] if kind else []), *more.items()]
    return f"{reverse('desk_search')}?{urlencode(asked)}"
