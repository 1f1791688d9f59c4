"""Finds the page at an address.

Wagtail walks down the tree with two statements per level, and two more for view restrictions. Here one statement finds
the page and its ancestors by their addresses, and `Visibility` already knows the restrictions. If Wagtail might come to
a different result, it is left to Wagtail.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise, takewhile

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.views import serve as serve_found

from cms.delivery.kept_pages import offered
from cms.history.past import is_past
from cms.pages import kinds
from cms.pages.languages import top_page
from cms.pages.viewer import visibility_of
from cms.visibility.rule import Visibility


@dataclass(frozen=True)
class PageRoute:
    """The ancestors of a page, from the top of the site down, and whether all of them and the page are free of view
    restrictions."""

    above: list[Page]
    is_free: bool


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the page at a path such as `news/first/`: Wagtail's view, given the page found here."""
    if not path and is_being_set_up(visibility_of(request)):
        if is_past():
            raise Http404
        return being_set_up(request)
    found = find(request, path)
    if found is not None:
        vars(request)["_wagtail_route_for_request"] = found  # where Wagtail keeps it
    if settings.WAGTAIL_I18N_ENABLED:
        _read_as_original(request, path)
    if is_past():
        _refuse_hidden(request, path)
    response = serve_found(request, path)
    page = Page.find_for_request(request, path)  # where Wagtail found it; remembered with the request
    return offered(response, str(page.pk)) if page is not None and visibility_of(request).can_see(page) else response


def _refuse_hidden(request: HttpRequest, path: str) -> None:
    """Raise Http404 for a page that wasn't public on the past day: nobody can sign in there or give a password."""
    page = Page.find_for_request(request, path)
    if page is not None and not visibility_of(request).can_see(page):
        raise Http404


def is_being_set_up(visibility: Visibility) -> bool:
    """Say whether the hub has no public programme yet. No query where the site at hand has one."""
    if visibility.site is not None and is_programme(visibility.site.root_page):
        return False
    tops = Page.objects.filter(sites_rooted_here__isnull=False)
    return not any(is_programme(page) for page in tops)


def is_programme(top: Page) -> bool:
    """Say whether the top page of a site is that of a public programme, and not Wagtail's welcome."""
    return top.live and top.specific_class is not Page


def being_set_up(request: HttpRequest) -> HttpResponse:
    """Answer for a hub that has no public programme yet. Search engines and caches don't keep it."""
    response = render(request, "being_set_up.html")
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response


def _read_as_original(request: HttpRequest, path: str) -> None:
    """Show an alias, which has the text of its original, in the original's language. `PagesMiddleware` ends this."""
    page = Page.find_for_request(request, path)
    if page is not None and page.alias_of_id:
        translation.activate(settings.LANGUAGE_CODE)


def find(request: HttpRequest, path: str) -> RouteResult | None:
    """Return Wagtail's route result for the path, whether or not it is public, or None if Wagtail has to find it.

    A page with a `route` of its own is asked, and may raise Http404. Two statements: the pages on the path, and the
    specific page. For the top page, one.
    """
    visibility = visibility_of(request)
    if visibility.site is None:
        return None
    top = top_page(visibility)
    slugs = [part for part in path.split("/") if part]
    on_the_way = [top, *_pages_below(visibility, top, slugs)]
    if not _is_plain(on_the_way):
        return None
    last = next((place for place, page in enumerate(on_the_way) if _finds(page)), len(on_the_way) - 1)
    page = on_the_way[last]
    rest = slugs[page.depth - top.depth :]
    if not page.live or (rest and not _finds(page)):
        return None
    # Not `specific`: it would be cached on objects kept for a period, such as the top page.
    pages = page.specific_class._default_manager.filter(pk=page.pk).select_related("last_update")
    found = kinds.with_audience_mark(pages).first()
    if found is None:
        return None
    found.page_route = PageRoute(on_the_way[:last], is_free=not visibility.is_restricted(page))
    return found.route(request, rest)


def _pages_below(visibility: Visibility, top: Page, slugs: list[str]) -> list[Page]:
    """Return the pages on the path, up to the first that doesn't exist.

    On a past day also those below one whose versions of that day are withheld, which doesn't take them away.
    """
    if not slugs:
        return []
    paths = list(accumulate(slugs, lambda above, slug: f"{above}{slug}/", initial=top.url_path))[1:]
    # The slugs are redundant but have an index.
    found = {page.url_path: page for page in Page.objects.filter(url_path__in=paths, slug__in=slugs)}
    if is_past() and paths[-1] in found:
        return [found[path] for path in paths if path in found]
    return list(takewhile(bool, map(found.get, paths)))


def _finds(page: Page) -> bool:
    """Say whether a page has a `route` method of its own."""
    return page.specific_class.route is not Page.route


def _is_plain(on_the_way: list[Page]) -> bool:
    """Say whether Wagtail would find the same pages: each is a child of the one before, all types exist, and none is an
    alias, which has the restrictions of another page. On a past day some may be missing between."""
    return all(page.specific_class is not None and page.alias_of_id is None for page in on_the_way) and all(
        below.path.startswith(above.path) and (is_past() or below.depth == above.depth + 1)
        for above, below in pairwise(on_the_way)
    )
