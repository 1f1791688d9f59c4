"""The menus of header and footer."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.lookups import Exact
from wagtail.models import Page

from cms.delivery import frame
from cms.delivery.empty_pages import empty_list_keys
from cms.pages.languages import top_page
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
    """Return the public pages for header and footer, in the order of the page tree, without empty lists.

    Pages are in the language of the request, where they are translated.
    """
    empty = empty_list_keys(visibility)
    pages = [page for page in frame.part(visibility, NAVIGATION) if page.pk not in empty]
    if not pages:
        return Navigation([], [])
    top = top_page(visibility)
    translated = {
        page.translation_key: page for page in pages if not page.alias_of_id and page.path.startswith(top.path)
    }
    found: dict[bool, list[Page]] = {True: [], False: []}
    for page in pages:
        if page.path.startswith(visibility.site.root_page.path):
            found[page.slug in footer_slugs].append(translated.get(page.translation_key, page))
    return Navigation(found[False], found[True])


def _linked(visibility: Visibility) -> QuerySet[Page]:
    own, *translated = visibility.roots
    linked = Q(Exact(ParentPath("path"), own.path)) & (Q(show_in_menus=True) | Q(slug__in=footer_slugs))
    for root in translated:  # any of these may be the translation of a page that is linked
        linked |= Q(Exact(ParentPath("path"), root.path))
    return visibility.filter(Page.objects.filter(linked)).order_by("path")


frame.parts.add(NAVIGATION, _linked)
