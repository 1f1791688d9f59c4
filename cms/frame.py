"""What stands around every public page: names, the pages of header and footer, and whatever else each app adds.

All of it is read with one statement, and once a period.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.lookups import Exact
from wagtail.models import Page

from cms.graphql.objects import Found, compiled, read_together
from cms.graphql.visibility import Visibility
from cms.indexes import ParentPath

# The pages below the home page that the footer links to once somebody has published them; those in the menus stand in the
# header.
FOOTER_SLUGS = ("about", "contact", "accessibility", "privacy", "glossary", "you-said-we-did")

NAVIGATION = "navigation"

_parts: dict[str, Callable[[Visibility], Found]] = {}


def register(name: str, find: Callable[[Visibility], Found]) -> None:
    """Have a list read with the frame. Raises ValueError if the name is taken."""
    if name in _parts:
        raise ValueError(f"There is already a part of the frame “{name}”.")
    _parts[name] = find


def part(visibility: Visibility, name: str) -> list[Any]:
    """Return the objects of a list that was registered; nothing where there is no site. To be read, not changed."""
    if visibility.site is None:
        return []
    return visibility.fact(("frame", visibility.site.pk), lambda: _read(visibility))[name]


def _read(visibility: Visibility) -> dict[str, list[Any]]:
    return dict(zip(_parts, read_together(*(find(visibility) for find in _parts.values())), strict=True))


@dataclass
class Navigation:
    """The pages that the header and the footer link to."""

    header: list[Page]
    footer: list[Page]


def navigation(visibility: Visibility) -> Navigation:
    """Return the public pages of header and footer, in the order of the page tree."""
    pages = part(visibility, NAVIGATION)
    return Navigation(
        [page for page in pages if page.slug not in FOOTER_SLUGS], [page for page in pages if page.slug in FOOTER_SLUGS]
    )


register(NAVIGATION, lambda visibility: _linked(visibility, visibility.site.root_page.path))


@compiled
def _linked(visibility: Visibility, root: str) -> QuerySet[Page]:
    below = Page.objects.filter(Exact(ParentPath("path"), root))
    return visibility.filter(below).filter(Q(show_in_menus=True) | Q(slug__in=FOOTER_SLUGS)).order_by("path")
