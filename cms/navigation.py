"""The menus of header and footer."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.lookups import Exact
from wagtail.models import Page

from cms import frame
from cms.empty_pages import empty_list_keys
from cms.visibility.indexes import ParentPath
from cms.visibility.objects import compiled
from cms.visibility.rule import Visibility

# The pages below the home page that the footer links to once they are published; those for the menus are in the header.
FOOTER_SLUGS = ("about", "contact", "accessibility", "privacy", "glossary", "you-said-we-did")

NAVIGATION = "navigation"


@dataclass
class Navigation:
    """The pages that the header and the footer link to."""

    header: list[Page]
    footer: list[Page]


def navigation(visibility: Visibility) -> Navigation:
    """Return the public pages of header and footer, in the order of the page tree; no list without items."""
    empty = empty_list_keys(visibility)
    pages = [page for page in frame.part(visibility, NAVIGATION) if page.pk not in empty]
    return Navigation(
        [page for page in pages if page.slug not in FOOTER_SLUGS], [page for page in pages if page.slug in FOOTER_SLUGS]
    )


@compiled
def _linked(visibility: Visibility, root: str) -> QuerySet[Page]:
    below = Page.objects.filter(Exact(ParentPath("path"), root))
    return visibility.filter(below).filter(Q(show_in_menus=True) | Q(slug__in=FOOTER_SLUGS)).order_by("path")


frame.parts.add(NAVIGATION, lambda visibility: _linked(visibility, visibility.site.root_page.path))
