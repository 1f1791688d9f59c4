"""The menus of header and footer."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.lookups import Exact
from wagtail.models import Page

from cms.delivery import frame
from cms.delivery.empty_pages import empty_list_keys
from cms.visibility.indexes import ParentPath
from cms.visibility.rule import Visibility

# Slugs of the pages below the home page that the footer links to once they are published; those for the menus are in the
# header. Apps add those of their own.
footer_slugs: set[str] = set()

NAVIGATION = "navigation"


@dataclass
class Navigation:
    """The pages that the header and the footer link to."""

    header: list[Page]
    footer: list[Page]


def navigation(visibility: Visibility) -> Navigation:
    """Return the public pages for header and footer, in the order of the page tree, without empty lists."""
    empty = empty_list_keys(visibility)
    pages = [page for page in frame.part(visibility, NAVIGATION) if page.pk not in empty]
    return Navigation(
        [page for page in pages if page.slug not in footer_slugs], [page for page in pages if page.slug in footer_slugs]
    )


def _linked(visibility: Visibility) -> QuerySet[Page]:
    below = Page.objects.filter(Exact(ParentPath("path"), visibility.site.root_page.path))
    return visibility.filter(below).filter(Q(show_in_menus=True) | Q(slug__in=footer_slugs)).order_by("path")


frame.parts.add(NAVIGATION, _linked)
