"""Which page is at an address.

Wagtail walks down the tree and takes two statements a level, and two more for view restrictions. Here the page and those above
it are found by their addresses in one, and whether any of them is restricted is known already (`Visibility`). Wherever Wagtail
might come to another answer, it is left to look itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise, takewhile

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.views import serve as serve_found

from cms.delivery.viewer import visibility_of
from cms.visibility.objects import compiled
from cms.visibility.rule import Visibility


@dataclass(frozen=True)
class Way:
    """How a page was found: the pages above it, from the top of the site down, and whether all of it is free of
    view restrictions."""

    above: list[Page]
    is_free: bool


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the page at a path such as `news/first/`; Wagtail's view, told beforehand where the page is."""
    found = find(request, path)
    if found is not None:
        vars(request)["_wagtail_route_for_request"] = found  # where Wagtail keeps it
    return serve_found(request, path)


def find(request: HttpRequest, path: str) -> RouteResult | None:
    """Return what Wagtail would find at the path, whoever may see it, or None where it has to look itself.

    A page that has a way of its own to find what is below it is asked, and may raise Http404. Two statements: the pages on the
    way, and the page as what it is. One for the top page.
    """
    visibility = visibility_of(request)
    if visibility.site is None:
        return None
    top = _top(visibility)
    slugs = [part for part in path.split("/") if part]
    on_the_way = [top, *_pages_below(visibility, top, slugs)]
    if not _is_plain(on_the_way):
        return None
    last = next((place for place, page in enumerate(on_the_way) if _finds(page)), len(on_the_way) - 1)
    page, rest = on_the_way[last], slugs[last:]
    if not page.live or (rest and not _finds(page)):
        return None
    # Not `specific`: what is kept for a period, as the top page is, would keep this with it.
    as_it_is = _specific(visibility, page.specific_class, pk=page.pk)[:1]
    if not as_it_is:
        return None
    (found,) = as_it_is
    found.way = Way(on_the_way[:last], is_free=not visibility.is_restricted(page))
    return found.route(request, rest)


def _top(visibility: Visibility) -> Page:
    """Return the site's top page in the language of the request; in its own where that isn't published."""
    own, *translated = visibility.roots
    language = translation.get_language()
    return next((page for page in translated if page.live and page.locale.language_code == language), own)


def _pages_below(visibility: Visibility, top: Page, slugs: list[str]) -> list[Page]:
    """Return the pages on the way as far as there are any."""
    if not slugs:
        return []
    paths = list(accumulate(slugs, lambda above, slug: f"{above}{slug}/", initial=top.url_path))[1:]
    found = {page.url_path: page for page in _at(visibility, paths=paths, slugs=slugs)}
    return list(takewhile(bool, map(found.get, paths)))


@compiled
def _at(visibility: Visibility, paths: list[str], slugs: list[str]) -> QuerySet[Page]:
    """Return the pages there, public or not. The slugs say nothing new, but there is an index of them."""
    return Page.objects.filter(url_path__among=paths, slug__among=slugs)


@compiled
def _specific(visibility: Visibility, model: type[Page], pk: int) -> QuerySet[Page]:
    """Return the page as what it is, public or not, with the date of its last update."""
    return model._default_manager.filter(pk=pk).select_related("last_update")


def _finds(page: Page) -> bool:
    """Say whether a page has a way of its own to find what is below it."""
    return page.specific_class.route is not Page.route


def _is_plain(on_the_way: list[Page]) -> bool:
    """Say whether Wagtail would go just this way: each page stands under the one before it, of a type that is there, and none is
    an alias, which has the restrictions of another page."""
    return all(page.specific_class is not None and page.alias_of_id is None for page in on_the_way) and all(
        below.path[: -Page.steplen] == above.path for above, below in pairwise(on_the_way)
    )
