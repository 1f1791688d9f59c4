"""Which public pages have nothing of their own to read: lists without items, and pages that hold only a notice.

A page is empty if it has no text, picture, file, entry or linked record of its own; its model says which condition that is
(`BasePage.empty_condition`). Search engines aren't asked to list an empty page. A list without items is in no menu, sitemap
or search either: it comes back with its first public item. All of it is read with the frame, once a period.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from wagtail.models import Page, get_page_models

from cms import frame
from cms.visibility.objects import compiled
from cms.visibility.rule import Visibility

EMPTY = "empty pages"


def empty_keys(visibility: Visibility) -> set[int]:
    """Return the keys of all public pages that are empty."""
    return {page.pk for page in frame.part(visibility, EMPTY)}


def empty_list_keys(visibility: Visibility) -> set[int]:
    """Return the keys of the public lists without items."""
    return keys_of_lists(frame.part(visibility, EMPTY))


def keys_of_lists(pages: Iterable[Page]) -> set[int]:
    """Return the keys of those of the pages whose type is a list."""
    return {page.pk for page in pages if getattr(page.specific_class, "item_models", ())}


@compiled
def empty_pages(visibility: Visibility) -> QuerySet[Page]:
    """Return the public pages that are empty, as the frame reads them."""
    models = [model for model in get_page_models() if hasattr(model, "empty_condition")]
    empty = Q(pk__in=[])
    for model in models:
        if (condition := model.empty_condition(visibility)) is not None:
            empty |= Q(pk__in=model.objects.order_by().filter(condition).values("pk"))
    return visibility.filter(Page.objects.filter(empty).order_by("path"))


frame.parts.add(EMPTY, empty_pages)
