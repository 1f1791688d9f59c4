"""Which page is at an address.

Wagtail walks down the tree and takes two statements a level, and two more for view restrictions. Here the page and those above
it are found by their addresses in one, and whether any of them is restricted is known already (`Visibility`). Wherever Wagtail
might come to another answer, it is left to look itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.views import serve as serve_found

from cms.graphql.visibility import Visibility


@dataclass(frozen=True)
class Way:
    """How a page was found: the pages above it, from the top of the site down, and whether all of it is free of
    view restrictions."""

    above: list[Page]
    is_free: bool


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the page at a path such as `news/first/`; Wagtail's view, told beforehand where the page is."""
    page = find(path, Visibility.for_request(request))
    if page is not None:
        request._wagtail_route_for_request = RouteResult(page)  # where Wagtail keeps it
    return serve_found(request, path)


def find(path: str, visibility: Visibility) -> Page | None:
    """Return the live page at the path, whoever may see it, or None where Wagtail has to look itself.

    Two statements: the pages on the way, and the page as what it is. One for the top page.
    """
    if visibility.site is None:
        return None
    top = _top(visibility)
    slugs = [part for part in path.split("/") if part]
    on_the_way = [top, *_pages_below(top, slugs)]
    page = on_the_way[-1]
    if len(on_the_way) <= len(slugs) or not _is_plain(on_the_way) or not page.live:
        return None
    # Not `specific`: what is kept for a period, as the top page is, would keep this with it.
    found = page.specific_class._default_manager.filter(pk=page.pk).first()
    if found is not None:
        found.way = Way(on_the_way[:-1], is_free=not visibility.is_restricted(page))
    return found


def _top(visibility: Visibility) -> Page:
    """Return the site's top page in the language of the request; in its own where that isn't published."""
    own, *translated = visibility.roots
    language = translation.get_language()
    return next((page for page in translated if page.live and page.locale.language_code == language), own)


def _pages_below(top: Page, slugs: list[str]) -> list[Page]:
    if not slugs:
        return []
    paths = list(accumulate(slugs, lambda above, slug: f"{above}{slug}/", initial=top.url_path))[1:]
    # The slugs say nothing new, but there is an index of them.
    return list(Page.objects.filter(url_path__in=paths, slug__in=set(slugs)).order_by("depth"))


def _is_plain(on_the_way: list[Page]) -> bool:
    """Say whether Wagtail would go just this way: each page stands under the one before it, none has a way of its own to find
    what is below it or, of the last, itself, and none is an alias, which has the restrictions of another page."""
    stands = all(
        below.path[: -Page.steplen] == above.path for above, below in zip(on_the_way, on_the_way[1:], strict=False)
    )
    models = [page.specific_class for page in on_the_way]
    return (
        stands
        and None not in models
        and all(model.route is Page.route for model in models[:-1])
        and (models[-1].route is Page.route or getattr(models[-1], "route_only_adds", False))
        and all(page.alias_of_id is None for page in on_the_way)
    )
