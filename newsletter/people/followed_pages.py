"""The pages that people can follow."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import prefetch_related_objects
from wagtail.models import Page

from cms.models import BasePage
from cms.pages.languages import in_own_language
from cms.visibility.rule import Visibility
from programme.models import AudiencePage, CommitmentPage, GroupPage, WorkStreamPage

# The narrowest first: of a change that concerns several pages that somebody follows, they hear in the letter about
# the first of these.
FOLLOWABLE: tuple[type[BasePage], ...] = (CommitmentPage, GroupPage, AudiencePage, WorkStreamPage)


def page_to_follow(key: int, visibility: Visibility) -> Page | None:
    """Return the page with the key if it is public, in the site's own language and of a type that people can follow,
    otherwise None. Two queries."""
    found = in_own_language(visibility.filter(Page.objects.filter(pk=key)), visibility).first()
    page = found.specific if found is not None else None
    return page if may_be_followed(page) else None


def may_be_followed(page: Page | None) -> bool:
    """Say whether the page, in its own type, is one that people can follow, and saved."""
    return isinstance(page, FOLLOWABLE) and bool(page.pk)


def name_of(page: Page) -> str:
    """Return the page's name outside its section, such as “Neglect, action 1”. Of a commitment it reads the work stream."""
    return f"{page.work_stream.title}, {page.distinct_name}" if isinstance(page, CommitmentPage) else page.title


def names_of(keys: Collection[int | None], visibility: Visibility) -> dict[int, str]:
    """Return the names of the public ones among the pages, by their keys. A query, one for each type, and one for the work
    streams of commitments."""
    found: Any = visibility.filter(Page.objects.filter(pk__in=[key for key in keys if key is not None]))
    pages = list(found.specific())
    prefetch_related_objects([page for page in pages if isinstance(page, CommitmentPage)], "work_stream")
    return {page.pk: name_of(page) for page in pages}


def places_of(keys: Iterable[int]) -> dict[int, int]:
    """Return the place of each page's type in `FOLLOWABLE`, by the page's key; pages of other types are left out."""
    wanted = list(keys)
    return {
        key: place
        for place, model in enumerate(FOLLOWABLE)
        for key in model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True)
    }
